/**
 * Zero-knowledge proofs, checked: recompute the commitments from challenge and response, hash them with
 * their context, compare. See `../proofs.ts` for how they are made.
 *
 * Source: Belenios specification 3.3.0, "Verification keys", "Signatures", "Partial decryptions".
 */
import { challenge } from '../challenge.ts';
import { compress, generatorTable, join, powersOf, type Point } from './curve.ts';
import type { Proof } from './reader.ts';

/** A proof of knowledge of log X: the hash of `context` and A = g^ρ·X^c is c. `context` ends with a bar. */
export function isKnown(X: Point, proof: Proof, context: string): boolean {
  const commitment = powersOf(X, [proof.challenge], false).powers[0]!;
  generatorTable().multiplyInto(commitment, proof.response);
  return challenge(context + compress([commitment])[0]!) === proof.challenge;
}

/** Proof of possession of a trustee's key, spelt `text`. */
export const isPossessed = (X: Point, text: string, proof: Proof): boolean =>
  isKnown(X, proof, `pok|Ed25519|${text}|`);

/** The signature of a ballot whose unsigned form has the hash. */
export const isBallotSigned = (X: Point, hash: string, proof: Proof): boolean =>
  isKnown(X, proof, `sig|${hash}|`);

/** The signature of a message of the key ceremony. */
export const isMessageSigned = (X: Point, message: string, proof: Proof): boolean =>
  isKnown(X, proof, `sigmsg|${message}|`);

/** One exponent for two bases: X = gˣ and `factor` = `alpha`ˣ. `context` ends with a bar. */
export function isSameExponent(
  X: Point,
  alpha: Point,
  factor: Point,
  { challenge: c, response }: Proof,
  context: string,
): boolean {
  const first = powersOf(X, [c], false).powers[0]!;
  generatorTable().multiplyInto(first, response);
  const second = powersOf(alpha, [response], false).powers[0]!;
  join(second, second, powersOf(factor, [c], false).powers[0]!);
  return challenge(context + compress([first, second]).join(',')) === c;
}
