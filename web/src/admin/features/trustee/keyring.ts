/**
 * The trustee's private key, or the seed of a key made together, in this browser. It is kept for this site only, is never sent, and
 * whoever uses this browser profile can use it: a trustee's device is the trustee's own.
 */
import { readSeed, type Seed } from '@/crypto/ceremony/seed';
import { keyFingerprint, publicKeyOf, readPrivateKey } from '@/crypto/trustee';

const name = (cycle: string, login: string) => `pingyi.trustee-key.${cycle}.${login}`;

/** The key kept for a trustee of a cycle, or null. */
export function keptKey(cycle: string, login: string): bigint | null {
  try {
    const text = localStorage.getItem(name(cycle, login));
    return text === null ? null : readPrivateKey(text);
  } catch {
    return null;
  }
}

/** Keeps a key; throws when this browser refuses to store anything (private windows do). */
export function keepKey(cycle: string, login: string, privateKey: bigint): void {
  localStorage.setItem(name(cycle, login), privateKey.toString());
  if (keptKey(cycle, login) !== privateKey) throw new Error('not stored');
}

/** Removes the key from this browser. */
export function forgetKey(cycle: string, login: string): void {
  localStorage.removeItem(name(cycle, login));
}

/** Whether a private key belongs to the fingerprint the server shows, which may be shorter. */
export function fits(privateKey: bigint, fingerprint: string): boolean {
  const compact = (text: string) => text.replace(/[^0-9a-f]/gi, '').toLowerCase();
  const shown = compact(fingerprint);
  return shown.length >= 8 && compact(keyFingerprint(publicKeyOf(privateKey))).startsWith(shown);
}

const seedName = (cycle: string, login: string) => `pingyi.trustee-seed.${cycle}.${login}`;

/** The seed kept for a trustee of a cycle, or null. */
export function keptSeed(cycle: string, login: string): Seed | null {
  try {
    const text = localStorage.getItem(seedName(cycle, login));
    return text === null ? null : readSeed(text);
  } catch {
    return null;
  }
}

/** Keeps a seed; throws when this browser refuses to store anything (private windows do). */
export function keepSeed(cycle: string, login: string, seed: Seed): void {
  localStorage.setItem(seedName(cycle, login), seed);
  if (keptSeed(cycle, login) !== seed) throw new Error('not stored');
}
