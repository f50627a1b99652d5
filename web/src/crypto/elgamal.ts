/**
 * ElGamal in the exponent: (g^r, y^r·g^m) for a small m, and the sums made of such pairs.
 * Source: Belenios specification 3.3.0, "Homomorphic answers" and "Encrypted tally".
 */
import {
  decodeElement,
  decodeElementOrIdentity,
  encodeElements,
  generatorBase,
  randomScalar,
  GENERATOR,
  IDENTITY,
  type Element,
  type FixedBase,
} from './group.ts';
import type { Spelling } from './proofs.ts';
import type { RandomBytes } from './random.ts';

/** A ciphertext as points. */
export interface Ciphertext {
  readonly alpha: Element;
  readonly beta: Element;
}

/** A ciphertext as it stands in JSON, in this order. */
export interface CiphertextJson {
  alpha: string;
  beta: string;
}

/** Both possible encryptions of one bit under the same randomness; one is published. */
export interface PreparedBit {
  /** r; whoever knows it can read the vote. */
  readonly randomness: bigint;
  /** Place of α in the spelling. */
  readonly alpha: number;
  /** Places of β for 0 and for 1. */
  readonly beta: readonly [number, number];
}

/** Encrypts 0 and 1 alike, to choose later. */
export function prepareBit(key: FixedBase, spelling: Spelling, random: RandomBytes): PreparedBit {
  const randomness = randomScalar(random);
  const zero = key.multiply(randomness);
  return {
    randomness,
    alpha: spelling.add(generatorBase().multiply(randomness)),
    beta: [spelling.add(zero), spelling.add(zero.add(GENERATOR))],
  };
}

/** Spells a ciphertext. */
export function ciphertextToJson({ alpha, beta }: Ciphertext): CiphertextJson {
  const [a, b] = encodeElements([alpha, beta]);
  return { alpha: a!, beta: b! };
}

/** Reads a ciphertext; `null` unless both halves are members of the group other than the identity. */
export function ciphertextFromJson(raw: unknown): Ciphertext | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const alpha = decodeElement((raw as Partial<CiphertextJson>).alpha);
  const beta = decodeElement((raw as Partial<CiphertextJson>).beta);
  return alpha && beta ? { alpha, beta } : null;
}

/** {@link ciphertextFromJson} for sums of ballots, whose halves are the identity when there are none. */
export function tallyFromJson(raw: unknown): Ciphertext | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const alpha = decodeElementOrIdentity((raw as Partial<CiphertextJson>).alpha);
  const beta = decodeElementOrIdentity((raw as Partial<CiphertextJson>).beta);
  return alpha && beta ? { alpha, beta } : null;
}

/** The encryption of the sum of what the ciphertexts hold. */
export function sum(ciphertexts: readonly Ciphertext[]): Ciphertext {
  return ciphertexts.reduce(
    (total, next) => ({ alpha: total.alpha.add(next.alpha), beta: total.beta.add(next.beta) }),
    { alpha: IDENTITY, beta: IDENTITY },
  );
}
