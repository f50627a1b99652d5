// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { setLocale, setWords, VILLAGE_WORDS } from '@/shared/i18n';
import { exactPercent, exactWan, parseCount, parsePercent, parseWan } from './amount';
import { Checks } from './check';
import { kindWord, listName } from './words';

afterEach(() => {
  setWords(VILLAGE_WORDS);
  setLocale('zh-CN');
});

describe('an amount', () => {
  it('is typed in 万元 and kept exactly in fen', () => {
    expect(parseWan('12.5')).toBe(12_500_000);
    expect(parseWan(' 1,234.567891 ')).toBe(1_234_567_891);
    expect(parseWan('0')).toBe(0);
    expect(parseWan('')).toBeNull();
    for (const wrong of ['1.2.3', '十', '-1', '1.2345678', '=1+1', '１２'])
      expect(parseWan(wrong)).toBeUndefined();
  });

  it('comes back as it was typed', () => {
    for (const text of ['12.5', '0.000001', '7345.77', '0', '31.2805'])
      expect(exactWan(parseWan(text)!)).toBe(text);
    expect(exactWan(null)).toBe('');
  });

  it('in percent is kept in basis points', () => {
    for (const [text, points] of [
      ['20', 2_000],
      ['12.5', 1_250],
      ['0.01', 1],
    ] as const) {
      expect(parsePercent(text)).toBe(points);
      expect(exactPercent(points)).toBe(text);
    }
    expect([parsePercent('20%'), parsePercent(''), parsePercent('1/5')]).toEqual([
      2_000,
      null,
      undefined,
    ]);
  });

  it('of things is a whole number', () => {
    expect([parseCount('86'), parseCount(''), parseCount('8.5')]).toEqual([86, null, undefined]);
  });
});

describe('words', () => {
  it('of the kinds of towns hold among villages, elsewhere one word stands for them', () => {
    expect(kindWord('zone')).toBe('功能区');
    const word = (zh: string, en: string) => ({ zh, en, en_plural: `${en}s` });
    setWords({ ...VILLAGE_WORDS, town: word('城市', 'city'), village: word('门店', 'shop') });
    expect([kindWord('zone'), kindWord('village')]).toEqual(['城市', '门店']);
  });

  it('space a name of two characters to three', () => {
    expect([listName('丁一'), listName('示例书记'), listName('Li')]).toEqual([
      '丁\u3000一',
      '示例书记',
      'Li',
    ]);
  });
});

describe('the check of a form', () => {
  it('names what is missing and what is no number, the first fault of a member only', () => {
    const checks = new Checks();
    checks.need('/name', '  ');
    checks.say('/name', 'second');
    checks.count('/households', '九十');
    checks.amount('/income', null);
    checks.events([{ on: '', kind: 'award', text: '先进', document: '' }]);
    expect(Object.keys(checks.done())).toEqual(['/name', '/households', '/events/0/on']);
    expect(checks.faults['/name']).not.toBe('second');
  });
});
