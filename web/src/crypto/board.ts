/**
 * Names of ballots on the public board: the tracker, its hexadecimal twin in addresses, and the
 * short code people read aloud. Spelling only; the tracker itself is `trackerOf` of `challenge.ts`.
 */
import { base64, bytesToHex } from './bytes.ts';

/** The SHA-256 in lowercase hexadecimal, as in the board's addresses; `null` for no tracker. */
export function trackerToHex(tracker: string): string | null {
  if (!/^[A-Za-z0-9+/]{43}$/.test(tracker)) return null;
  const binary = atob(tracker + '=');
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // The last digit carries four bits of nothing: only one spelling of them is canonical.
  return base64(bytes) === tracker ? bytesToHex(bytes) : null;
}

/** Crockford's base 32: no I, L, O, U, so it survives being read aloud and written by hand. */
const SHORT = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The first 30 bits of the hash as `7K4F-QA`. For people only: two ballots of a box of 100 share
 * one with a chance of about 1 in 200,000, so programs compare whole trackers.
 */
export function shortCode(tracker: string): string {
  const hex = trackerToHex(tracker);
  if (!hex) return '';
  const head = parseInt(hex.slice(0, 8), 16);
  let code = '';
  for (let i = 0; i < 6; i++) code += SHORT[(head >>> (27 - 5 * i)) & 31];
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** A short code as typed, with what Crockford's alphabet forgives put right; `null` if it is none. */
export function readShortCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―−]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (code.length !== 6 || [...code].some((character) => !SHORT.includes(character))) return null;
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
