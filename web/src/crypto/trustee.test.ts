import { describe, expect, it } from 'vitest';
import { generatorBase, ORDER, encodeElement, GENERATOR } from './group.ts';
import { ciphertextToJson } from './elgamal.ts';
import {
  backupText,
  checkPartialDecryption,
  checkTrusteeKey,
  generateTrusteeKey,
  keyFingerprint,
  openTally,
  partialDecryption,
  privateKeyFile,
  publicKeyOf,
  publishKey,
  readPrivateKey,
  TallyError,
} from './trustee.ts';
import { seededRandom } from './testing/seeded.ts';

const random = seededRandom('trustee');
const keys = [0, 1, 2].map(() => generateTrusteeKey(random));
const FINGERPRINT = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0';

describe("a scrutineer's key", () => {
  it('is published with a proof that checks', () => {
    for (const { privateKey, published } of keys) {
      expect(checkTrusteeKey(published)).toBe(true);
      expect(published.public_key).toBe(publicKeyOf(privateKey));
      expect(Object.keys(published)).toEqual(['pok', 'public_key']);
    }
  });

  it("is refused with another key's proof, a changed proof, or none", () => {
    const [one, two] = keys.map(({ published }) => published);
    expect(checkTrusteeKey({ ...one, pok: two!.pok })).toBe(false);
    expect(checkTrusteeKey({ ...one, pok: { ...one!.pok, response: '1' } })).toBe(false);
    expect(checkTrusteeKey({ public_key: one!.public_key })).toBe(false);
    expect(checkTrusteeKey({ ...one, public_key: '0'.repeat(63) + '1' })).toBe(false);
    expect(checkTrusteeKey(null)).toBe(false);
  });

  it('comes back from its backup sheet and from its file', () => {
    for (const privateKey of [1n, ORDER - 1n, ...keys.map((key) => key.privateKey)]) {
      const sheet = backupText(privateKey);
      expect(sheet).toMatch(/^PY1( [1-9A-HJ-NP-Za-km-z]{5}){10}$/);
      expect(readPrivateKey(sheet)).toBe(privateKey);
      expect(readPrivateKey(sheet.replace(/ /g, '\n'))).toBe(privateKey);
      expect(readPrivateKey(privateKeyFile(privateKey))).toBe(privateKey);
      expect(readPrivateKey(privateKey.toString())).toBe(privateKey);
    }
  });

  it('is not read from a sheet with a slip of the pen', () => {
    const sheet = backupText(keys[0]!.privateKey);
    for (let i = 4; i < sheet.length; i++) {
      if (sheet[i] === ' ') continue;
      const wrong = sheet.slice(0, i) + (sheet[i] === 'x' ? 'y' : 'x') + sheet.slice(i + 1);
      expect(readPrivateKey(wrong)).toBeNull();
    }
    expect(readPrivateKey(sheet.slice(0, -1))).toBeNull();
    for (const bad of ['', '0', '"0"', ORDER.toString(), 'PY1', '一']) {
      expect(readPrivateKey(bad)).toBeNull();
    }
  });

  it('has a fingerprint to compare by eye', () => {
    expect(keyFingerprint(keys[0]!.published.public_key)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
    expect(publishKey(keys[0]!.privateKey).public_key).toBe(keys[0]!.published.public_key);
  });
});

describe('a partial decryption', () => {
  const joint = keys.reduce((product, { privateKey }) => product + privateKey, 0n) % ORDER;
  const encrypt = (m: bigint, r: bigint) =>
    ciphertextToJson({
      alpha: generatorBase().multiply(r),
      beta: generatorBase().multiply((joint * r + m) % ORDER),
    });
  const tally = [[encrypt(3n, 77n), encrypt(0n, 78n)], [encrypt(76n, 79n)]];
  const shares = keys.map(({ privateKey }) =>
    partialDecryption(FINGERPRINT, privateKey, tally, random),
  );

  it('checks against its own key, election and tally only', () => {
    const check = (key: number, share: number, fingerprint = FINGERPRINT, of: unknown = tally) =>
      checkPartialDecryption(fingerprint, keys[key]!.published.public_key, of, shares[share]);
    expect(check(0, 0)).toBe(true);
    expect(check(1, 0)).toBe(false);
    expect(check(0, 0, FINGERPRINT.replace('u', 'v'))).toBe(false);
    expect(check(0, 0, FINGERPRINT, [[tally[0]![1], tally[0]![0]], tally[1]])).toBe(false);
    expect(check(0, 0, FINGERPRINT, [tally[0]])).toBe(false);
  });

  it('is refused with a changed factor', () => {
    const changed = structuredClone(shares[0]!);
    changed.decryption_factors[0]![0] = encodeElement(GENERATOR);
    expect(checkPartialDecryption(FINGERPRINT, keys[0]!.published.public_key, tally, changed)).toBe(
      false,
    );
  });

  it('opens the sums together with the others, and not without one of them', () => {
    expect(openTally(tally, shares, 76)).toEqual([[3, 0], [76]]);
    expect(openTally(tally, shares, 75)).toEqual([[3, 0], [null]]);
    expect(openTally(tally, shares.slice(1), 76)).toEqual([[null, null], [null]]);
  });

  it('works for a box nobody voted in', () => {
    const nothing = '0'.repeat(63) + '1';
    const empty = [[{ alpha: nothing, beta: nothing }]];
    const share = partialDecryption(FINGERPRINT, keys[0]!.privateKey, empty, random);
    expect(share.decryption_factors).toEqual([[nothing]]);
    expect(checkPartialDecryption(FINGERPRINT, keys[0]!.published.public_key, empty, share)).toBe(
      true,
    );
    expect(openTally(empty, [share], 0)).toEqual([[0]]);
  });

  it('is not made of anything that is not a tally', () => {
    for (const bad of [null, [1], [[{ alpha: 'x', beta: 'y' }]], [['x']]]) {
      expect(() => partialDecryption(FINGERPRINT, keys[0]!.privateKey, bad)).toThrow(TallyError);
    }
  });
});
