// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { messages, setLocale } from './index';
import { fill, setWords, VILLAGE_WORDS, type Words } from './vocabulary';

const SHOP: Words = {
  ...VILLAGE_WORDS,
  village: { zh: '门店', en: 'shop', en_plural: 'shops' },
};
afterEach(() => {
  setWords(VILLAGE_WORDS);
  setLocale('zh-CN');
});

test('a text shows the words that were chosen, in both languages', () => {
  const t = messages(
    { title: '{village}和{secretary}', count: (n: number) => `${n} 个{village}` },
    { title: '{Villages} and {secretaries}', count: (n: number) => `${n} {villages}` },
  );
  expect(t.value.title).toBe('村和书记');
  expect(t.value.count(3)).toBe('3 个村');
  setWords(SHOP);
  expect(t.value.title).toBe('门店和书记');
  setLocale('en');
  expect(t.value.title).toBe('Shops and secretaries');
  expect(t.value.count(3)).toBe('3 shops');
});

test('braces around anything else stay', () => {
  expect(fill('{name} {village}', true)).toBe('{name} 村');
});
