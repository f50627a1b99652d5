/**
 * Signed messages, and messages sealed to one member that pass through the server.
 *
 * AES-GCM comes from `@noble/ciphers`: `crypto.subtle` is missing on plain `http://` in a hall's
 * network. Key and initialisation vector are used once, since g^s and g^r are fresh.
 * Source: Belenios specification 3.3.0, "Public key infrastructure" and "Channels".
 */
import { gcm } from '@noble/ciphers/aes.js';
import { bytesToHex } from '../bytes.ts';
import { digestText } from '../challenge.ts';
import {
  decodeElement,
  encodeElement,
  encodeElements,
  generatorBase,
  randomScalar,
  type Element,
} from '../group.ts';
import {
  checkKnowledge,
  proofFromJson,
  proofToJson,
  proveKnowledge,
  type ProofJson,
} from '../proofs.ts';
import type { RandomBytes } from '../random.ts';
import { multiply } from '../variable-base.ts';
import { CeremonyFault } from './fault.ts';
import type { MemberKeys } from './seed.ts';

/** A text and a signature of it (fields in this order). */
export interface SignedMessage {
  message: string;
  signature: ProofJson;
}

const signedText = (message: string) => (commitment: string) => `sigmsg|${message}|${commitment}`;

/** The signature of a text. */
export function sign(signing: bigint, message: string, random: RandomBytes): ProofJson {
  return proofToJson(proveKnowledge(signing, signedText(message), random));
}

/** Whether a signature of a text was made with the private half of `verification`. */
export function isSigned(verification: Element, message: string, signature: unknown): boolean {
  const proof = proofFromJson(signature);
  return proof !== null && checkKnowledge(verification, proof, signedText(message));
}

/** A text with its signature. */
export function signMessage(signing: bigint, message: string, random: RandomBytes): SignedMessage {
  return { message, signature: sign(signing, message, random) };
}

/**
 * Reads a JSON text that has exactly one spelling: what `build` makes of its fields must give the
 * same text again. `null` for anything else, white space and unknown fields included.
 */
export function readCanonical<T>(text: unknown, build: (raw: Partial<T>) => T): T | null {
  if (typeof text !== 'string') return null;
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== 'object' || raw === null) return null;
    const value = build(raw as Partial<T>);
    return JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}

/** A signed message's fields in their order, for {@link readCanonical}. */
export function signedFields(raw: Partial<SignedMessage>): SignedMessage {
  const { challenge, response } = raw.signature!;
  return { message: raw.message!, signature: { challenge, response } };
}

interface Sealed {
  algorithm: string;
  alpha: string;
  beta: string;
  data: string;
}
const ALGORITHM = 'AES-GCM';

const cipher = (shared: string, alpha: string) =>
  gcm(digestText(`key|${shared}`), digestText(`iv|${alpha}`));

/** Signs a text, addresses it to the owner of `recipient` and seals it so that only they read it. */
export function send(
  sender: MemberKeys,
  recipient: string,
  message: string,
  random: RandomBytes,
): string {
  const channel = JSON.stringify({ recipient, message });
  return seal(recipient, JSON.stringify(signMessage(sender.signing, channel, random)), random);
}

/** Encrypts a text to the owner of `recipient`. Says nothing about who did: see {@link send}. */
export function seal(recipient: string, text: string, random: RandomBytes): string {
  const encryption = decodeElement(recipient);
  if (!encryption) throw new CeremonyFault('certificate_invalid');
  const g = generatorBase();
  const r = randomScalar(random);
  const key = g.multiply(randomScalar(random));
  const [alpha, beta, shared] = encodeElements([
    g.multiply(r),
    multiply(encryption, r).add(key),
    key,
  ]);
  const data = bytesToHex(cipher(shared!, alpha!).encrypt(new TextEncoder().encode(text)));
  const sealed: Sealed = { algorithm: ALGORITHM, alpha: alpha!, beta: beta!, data };
  return JSON.stringify(sealed);
}

/**
 * Opens a message of {@link send} with the recipient's keys and checks who signed it.
 *
 * # Errors
 * {@link CeremonyFault} that names `member`, the sender.
 */
export function receive(
  recipient: MemberKeys,
  sender: Element,
  member: number,
  sealed: string,
): string {
  const signed = readCanonical<SignedMessage>(
    unseal(recipient.decryption, member, sealed),
    signedFields,
  );
  const channel = readCanonical<{ recipient: string; message: string }>(
    signed?.message,
    ({ recipient: to, message }) => ({ recipient: to!, message: message! }),
  );
  if (!signed || !channel || typeof channel.message !== 'string')
    throw new CeremonyFault('malformed', member);
  if (channel.recipient !== recipient.encryption)
    throw new CeremonyFault('wrong_recipient', member);
  if (!isSigned(sender, signed.message, signed.signature))
    throw new CeremonyFault('wrong_signature', member);
  return channel.message;
}

/**
 * Decrypts a message of {@link seal}.
 *
 * # Errors
 * {@link CeremonyFault} that names `member`, the sender.
 */
export function unseal(decryption: bigint, member: number, text: string): string {
  const sealed = readCanonical<Sealed>(text, ({ algorithm, alpha, beta, data }) => ({
    algorithm: algorithm!,
    alpha: alpha!,
    beta: beta!,
    data: data!,
  }));
  const alpha = decodeElement(sealed?.alpha);
  const beta = decodeElement(sealed?.beta);
  if (!sealed || sealed.algorithm !== ALGORITHM || !alpha || !beta || !isHex(sealed.data))
    throw new CeremonyFault('malformed', member);
  const shared = encodeElement(beta.subtract(multiply(alpha, decryption)));
  try {
    const bytes = cipher(shared, sealed.alpha).decrypt(hexToBytes(sealed.data));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CeremonyFault('message_unreadable', member);
  }
}

function isHex(text: unknown): text is string {
  return typeof text === 'string' && /^([0-9a-f]{2})+$/.test(text);
}

function hexToBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
}
