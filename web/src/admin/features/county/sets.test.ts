import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NOUNS, setOf, SETS, wordsOf } from './sets';

const SERVER = readFileSync('../crates/core/src/vocabulary.rs', 'utf8');

describe('the sets of words', () => {
  it('are those of the server, word by word', () => {
    for (const set of SETS) {
      const part = SERVER.slice(SERVER.indexOf(`"${set}" => [`)).split('],')[0]!;
      for (const noun of NOUNS.filter((each) => each !== 'project')) {
        const { zh, en, en_plural } = wordsOf(set)[noun];
        expect(part, `${set} ${noun}`).toContain(`("${zh}", "${en}", "${en_plural}")`);
      }
    }
    expect(SERVER).toContain(`SETS: [&'static str; ${SETS.length}]`);
  });

  it('become one’s own when a word is changed, and again a set when it is changed back', () => {
    const words = wordsOf('shop');
    expect(setOf(words)).toBe('shop');
    words.village.zh = '网点';
    expect(setOf(words)).toBe('own');
    words.village.zh = '门店';
    expect(setOf({ ...words, set: 'own' })).toBe('shop');
  });
});
