/**
 * Hashes of the protocol. SHA-256 comes from `@noble/hashes`, since `crypto.subtle` is missing on
 * plain `http://` in a hall's network.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64, bytesToBigInt } from './bytes.ts';
import { modOrder } from './group.ts';

/** SHA-256, 32 bytes. */
export function digest(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

/** SHA-256 of a text in UTF-8 (all texts of the protocol but the election are ASCII). */
export function digestText(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

/** A Fiat–Shamir challenge: SHA-256 of the text as a big-endian number, modulo q. */
export function challenge(text: string): bigint {
  return modOrder(bytesToBigInt(digestText(text)));
}

/** A ballot's tracker: unpadded base64 of its SHA-256 ("smart ballot tracker" in the specification). */
export function trackerOf(ballot: Uint8Array): string {
  return base64(digest(ballot));
}
