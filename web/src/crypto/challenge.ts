/**
 * Hashes of the protocol. SHA-256 comes from `@noble/hashes`, since `crypto.subtle` is missing on
 * plain `http://` in a hall's network.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToBigInt, modOrder } from './group.ts';

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

/** "Compact" base64 of the specification: standard alphabet, no padding. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/=+$/, '');
}
