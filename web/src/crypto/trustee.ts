/**
 * A scrutineer's key on the scrutineer's own device: made, proved, backed up, and used to open
 * sums. The private key never leaves the device.
 *
 * Source: Belenios specification 3.3.0, "Verification keys" and "Partial decryptions"
 * (`Single` trustees).
 */
import { bytesToHex } from './bytes.ts';
import { challenge, digestText } from './challenge.ts';
import { BASE58 } from './code.ts';
import { tallyFromJson, type Ciphertext, type CiphertextJson } from './elgamal.ts';
import {
  decodeElement,
  decodeElementOrIdentity,
  encodeElement,
  encodeElements,
  generatorBase,
  modOrder,
  parseScalar,
  randomScalar,
  GENERATOR,
  GROUP_NAME,
  type Element,
} from './group.ts';
import {
  checkKnowledge,
  commit,
  proofFromJson,
  proofToJson,
  proveKnowledge,
  type ProofJson,
} from './proofs.ts';
import { systemRandom, type RandomBytes } from './random.ts';
import { multiply } from './variable-base.ts';

/** A verification key with its proof of possession, as published (fields in this order). */
export interface TrusteeKeyJson {
  pok: ProofJson;
  public_key: string;
}

/** A fresh key pair. */
export interface TrusteeKey {
  /** x, 1 … q−1. */
  readonly privateKey: bigint;
  /** What is handed in and published. */
  readonly published: TrusteeKeyJson;
}

const pokText = (publicKey: string) => (commitment: string) =>
  `pok|${GROUP_NAME}|${publicKey}|${commitment}`;

/** Makes a key. `random` is the device's generator unless a test says otherwise. */
export function generateTrusteeKey(random: RandomBytes = systemRandom): TrusteeKey {
  let privateKey = 0n;
  while (privateKey === 0n) privateKey = randomScalar(random);
  return { privateKey, published: publishKey(privateKey, random) };
}

/** The public half of a private key with a (new) proof of possession. */
export function publishKey(privateKey: bigint, random: RandomBytes = systemRandom): TrusteeKeyJson {
  const public_key = publicKeyOf(privateKey);
  const pok = proofToJson(proveKnowledge(privateKey, pokText(public_key), random));
  return { pok, public_key };
}

/** The public key of a private key, as spelt in the election. */
export function publicKeyOf(privateKey: bigint): string {
  return encodeElement(generatorBase().multiply(privateKey));
}

/** Whether a published key is a member of the group and its owner proved to know the secret. */
export function checkTrusteeKey(raw: unknown): raw is TrusteeKeyJson {
  if (typeof raw !== 'object' || raw === null) return false;
  const { pok, public_key } = raw as Partial<TrusteeKeyJson>;
  const key = decodeElement(public_key);
  const proof = proofFromJson(pok);
  return key !== null && proof !== null && checkKnowledge(key, proof, pokText(public_key!));
}

/** The private key as the file other programs of the protocol read: a JSON text in decimal. */
export function privateKeyFile(privateKey: bigint): string {
  return JSON.stringify(privateKey.toString());
}

const BACKUP_MARK = 'PY1';
const BACKUP_BYTES = 36;
const BACKUP_DIGITS = 50;

/**
 * The backup sheet: `PY1` and ten groups of five base-58 digits, for paper and pen.
 *
 * The digits are the number of 36 bytes: the private key (32, big-endian), then the first 4 bytes
 * of SHA-256(`pingyi-trustee-backup|` + the 32 bytes in hexadecimal), so a slip of the pen is
 * noticed.
 */
export function backupText(privateKey: bigint): string {
  const key = privateKey.toString(16).padStart(64, '0');
  let n = BigInt('0x' + key + backupCheck(key));
  let digits = '';
  for (let i = 0; i < BACKUP_DIGITS; i++) {
    digits = BASE58[Number(n % 58n)]! + digits;
    n /= 58n;
  }
  return `${BACKUP_MARK} ${digits.match(/.{5}/g)!.join(' ')}`;
}

function backupCheck(key: string): string {
  return bytesToHex(digestText(`pingyi-trustee-backup|${key}`).slice(0, 4));
}

/**
 * Reads a private key back: a backup sheet ({@link backupText}, spaces and dashes as you like) or
 * a key file ({@link privateKeyFile}, with or without quotes). `null` for anything else.
 */
export function readPrivateKey(text: string): bigint | null {
  const compact = text.normalize('NFKC').replace(/[\s\-‐-―−]/g, '');
  const scalar = parseScalar(compact.replace(/^"(.*)"$/, '$1'));
  if (scalar !== null) return scalar === 0n ? null : scalar;
  if (!compact.toUpperCase().startsWith(BACKUP_MARK)) return null;
  const digits = compact.slice(BACKUP_MARK.length);
  if (digits.length !== BACKUP_DIGITS) return null;
  let n = 0n;
  for (const digit of digits) {
    const value = BASE58.indexOf(digit);
    if (value < 0) return null;
    n = n * 58n + BigInt(value);
  }
  const hex = n.toString(16).padStart(2 * BACKUP_BYTES, '0');
  if (hex.length !== 2 * BACKUP_BYTES) return null;
  const key = hex.slice(0, 64);
  if (hex.slice(64) !== backupCheck(key)) return null;
  const privateKey = BigInt('0x' + key);
  return privateKey > 0n && privateKey === modOrder(privateKey) ? privateKey : null;
}

/** One trustee's share of opening the sums, as published (fields in this order). */
export interface PartialDecryptionJson {
  decryption_factors: string[][];
  decryption_proofs: ProofJson[][];
}

/** The encrypted tally as published: for each contest, for each answer, a ciphertext. */
export type EncryptedTallyJson = CiphertextJson[][];

const decryptText =
  (fingerprint: string, publicKey: string) =>
  (a: string, b: string): string =>
    `decrypt|${fingerprint}|${publicKey}|${a},${b}`;

/** The encrypted tally is not one, so nothing was decrypted. */
export class TallyError extends Error {
  override name = 'TallyError';
}

function readTally(tally: unknown): Ciphertext[][] {
  if (!Array.isArray(tally)) throw new TallyError('the tally is not a list');
  return tally.map((row: unknown, i) => {
    if (!Array.isArray(row)) throw new TallyError(`contest ${i + 1} is not a list`);
    return row.map((cell: unknown, j) => {
      const ciphertext = tallyFromJson(cell);
      if (!ciphertext)
        throw new TallyError(`contest ${i + 1}, answer ${j + 1} is not a ciphertext`);
      return ciphertext;
    });
  });
}

/**
 * Makes a trustee's decryption factors for the sums, each with a proof.
 *
 * `fingerprint` is φ of the election. What is opened are the sums of a closed box: this function
 * cannot know that, so the page compares the tally with the published ballots first.
 *
 * # Errors
 * {@link TallyError} when the tally is malformed or holds a point outside the group.
 */
export function partialDecryption(
  fingerprint: string,
  privateKey: bigint,
  tally: unknown,
  random: RandomBytes = systemRandom,
): PartialDecryptionJson {
  const text = decryptText(fingerprint, publicKeyOf(privateKey));
  const decryption_proofs: ProofJson[][] = [];
  const decryption_factors = readTally(tally).map((row) => {
    const factors = row.map(({ alpha }) => multiply(alpha, privateKey));
    decryption_proofs.push(
      row.map(({ alpha }) => {
        const w = randomScalar(random);
        const [a, b] = encodeElements([generatorBase().multiply(w), multiply(alpha, w)]);
        const c = challenge(text(a!, b!));
        return proofToJson({ challenge: c, response: modOrder(w - privateKey * c) });
      }),
    );
    return encodeElements(factors);
  });
  return { decryption_factors, decryption_proofs };
}

/** Whether a partial decryption of this tally was made with the private half of `publicKey`. */
export function checkPartialDecryption(
  fingerprint: string,
  publicKey: string,
  tally: unknown,
  raw: unknown,
): raw is PartialDecryptionJson {
  const key = decodeElement(publicKey);
  if (!key || typeof raw !== 'object' || raw === null) return false;
  const { decryption_factors, decryption_proofs } = raw as Partial<PartialDecryptionJson>;
  const rows = readTally(tally);
  const text = decryptText(fingerprint, publicKey);
  return (
    sameShape(rows, decryption_factors) &&
    sameShape(rows, decryption_proofs) &&
    rows.every((row, i) =>
      row.every(({ alpha }, j) => {
        const factor = decodeElementOrIdentity(decryption_factors[i]![j]);
        const proof = proofFromJson(decryption_proofs[i]![j]);
        if (!factor || !proof) return false;
        const { challenge: c, response } = proof;
        const a = encodeElement(commit(GENERATOR, response, key, c));
        const b = encodeElement(commit(alpha, response, factor, c));
        return challenge(text(a, b)) === c;
      }),
    )
  );
}

function sameShape<T>(rows: readonly unknown[][], other: T[][] | undefined): other is T[][] {
  return (
    Array.isArray(other) &&
    other.length === rows.length &&
    rows.every((row, i) => Array.isArray(other[i]) && other[i].length === row.length)
  );
}

/**
 * Opens the sums with the shares of all `Single` trustees: for each contest, for each answer, how
 * many marks. `null` where a count exceeds `bound` (the number of ballots), which means a share is
 * missing or wrong.
 */
export function openTally(
  tally: unknown,
  shares: readonly PartialDecryptionJson[],
  bound: number,
): (number | null)[][] {
  const counts = new Map<string, number>();
  const multiples: Element[] = [GENERATOR.subtract(GENERATOR)];
  for (let n = 1; n <= bound; n++) multiples.push(multiples[n - 1]!.add(GENERATOR));
  encodeElements(multiples).forEach((text, n) => counts.set(text, n));
  return readTally(tally).map((row, i) =>
    row.map(({ beta }, j) => {
      const opened = shares.reduce((rest, { decryption_factors }) => {
        const factor = decodeElementOrIdentity(decryption_factors[i]?.[j]);
        return factor ? rest.subtract(factor) : rest;
      }, beta);
      return counts.get(encodeElement(opened)) ?? null;
    }),
  );
}

/** A hash to compare by eye: the first 8 groups of 4 hexadecimal digits of a public key's SHA-256. */
export function keyFingerprint(publicKey: string): string {
  return bytesToHex(digestText(publicKey)).slice(0, 32).match(/.{4}/g)!.join(' ');
}
