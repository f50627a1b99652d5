import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { locale } from '@/shared/i18n';
import { ApiError } from './problem';
import { problemText } from './problem.messages';

const CODE =
  /(?:\b(?:conflict|invalid|refuse|unfit)\(|\bnew\(\s*(?:crate::)?FaultKind::\w+,)\s*"([a-z_]+)",/g;

/** Every stable code that the server's sources name in a refusal. */
function codes(): string[] {
  const found = new Set<string>();
  for (const crate of ['app', 'server']) {
    const root = join(import.meta.dirname, '../../../../crates', crate, 'src');
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.rs')) continue;
      const [source = ''] = readFileSync(join(root, name), 'utf8').split('#[cfg(test)]');
      for (const [, code = ''] of source.matchAll(CODE)) found.add(code);
    }
  }
  return [...found].sort();
}

afterEach(() => {
  locale.value = 'zh-CN';
});

it('says every refusal of the server in English, without a word of Chinese', () => {
  locale.value = 'en';
  const all = codes();
  expect(all.length).toBeGreaterThan(100);
  const unsaid = all.filter((code) =>
    /\p{Script=Han}/u.test(problemText(new ApiError(409, code, '中文'))),
  );
  expect(unsaid).toEqual([]);
});

it('says in Chinese what the server says, with the figures of the case', () => {
  expect(problemText(new ApiError(409, 'quorum_missing', '应到 60 人，实到 20 人'))).toBe(
    '应到 60 人，实到 20 人',
  );
});
