import { describe, expect, it } from 'vitest';
import { readCode } from './code.ts';
import { deriveCredential, generateCode } from './credential.ts';
import { seededRandom } from './testing/seeded.ts';

const CODE = 'abcde-fghijk-mnopq-rstuvw';

describe('a typed code', () => {
  it('may have spaces, any dashes, or full-width letters', () => {
    for (const typed of [
      CODE,
      ' abcde fghijk mnopq rstuvw ',
      'abcdefghijkmnopqrstuvw',
      'abcde–fghijk—mnopq-rstuvw',
      'abcde-fghijk-mnopq-rstuvw',
    ]) {
      expect(readCode(typed)).toEqual({ code: CODE });
    }
  });

  it('says what is wrong with it', () => {
    expect(readCode('  ')).toEqual({ fault: { kind: 'empty' } });
    expect(readCode('abcde-fghijk')).toEqual({ fault: { kind: 'too_short', missing: 11 } });
    expect(readCode(CODE + 'xx')).toEqual({ fault: { kind: 'too_long', extra: 2 } });
    expect(readCode('abcd0-fghijk-mnopq-rstuvw')).toEqual({
      fault: { kind: 'foreign_character', character: '0', position: 5 },
    });
    expect(readCode('村')).toEqual({
      fault: { kind: 'foreign_character', character: '村', position: 1 },
    });
  });

  it('keeps upper and lower case apart', () => {
    expect(readCode(CODE.toUpperCase().replace(/[IO]/g, 'X'))).not.toEqual({ code: CODE });
  });
});

describe('a credential', () => {
  it('differs by election and is the same each time', () => {
    const first = deriveCredential(CODE, 'TestE1ection11');
    expect(deriveCredential(CODE, 'TestE1ection11')).toEqual(first);
    expect(deriveCredential(CODE, 'TestE1ection12').publicKey).not.toBe(first.publicKey);
    expect(first.publicKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is not derived from anything misspelt', () => {
    expect(() => deriveCredential('abcde', 'TestE1ection11')).toThrow(RangeError);
  });

  it('is generated in the form that is read', () => {
    const random = seededRandom('codes');
    const codes = Array.from({ length: 50 }, () => generateCode(random));
    expect(new Set(codes).size).toBe(50);
    for (const code of codes) expect(readCode(code)).toEqual({ code });
  });

  it('is generated without favouring the first letters', () => {
    // 232 … 255 would be taken modulo 58 by a careless generator: with only such bytes it must ask again.
    let asked = 0;
    const random = (length: number) => new Uint8Array(length).fill(asked++ === 0 ? 255 : 57);
    expect(generateCode(random)).toBe('zzzzz-zzzzzz-zzzzz-zzzzzz');
    expect(asked).toBe(2);
  });
});
