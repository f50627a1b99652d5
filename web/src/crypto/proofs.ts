/**
 * Zero-knowledge proofs: knowledge of an exponent, and "one of these statements is true" about
 * ciphertexts, prepared before the voter has decided.
 *
 * ## Preparing a proof without knowing the vote
 * A statement is "the ciphertext (g^r, y^r·g^v) holds v = M". Each branch j of a proof gets a
 * random nonce w and a random challenge c; its commitments are
 *
 *     A = g^w        B = y^w · g^((v − M)·c)
 *
 * For the branch that turns out true, v = M, and these are the commitments of an honest proof.
 * For every other branch, with response w − r·c, they are exactly what a simulated proof with
 * challenge c verifies against, since (β / g^M)^c = y^(r·c) · g^((v − M)·c). So only B depends on
 * the vote, and v has few possible values: all variants of B are computed and spelt beforehand.
 * When the voter confirms, what is left is one hash and a few multiplications modulo q a proof.
 *
 * The branch that turns out true takes its challenge from the hash and never uses its c. So the two
 * branches of a proof of two share one c (and the product g^c): exactly one of them will use it.
 *
 * # Security
 * Nonces and challenges are shared between the variants, of which only one may ever be published:
 * finishing twice with different votes reveals both. {@link PreparedProof.finish} refuses.
 *
 * Source: Belenios specification 3.3.0, "Proofs of interval membership" and "Proofs of
 * possibly-blank votes".
 */
import { challenge } from './challenge.ts';
import {
  encodeElement,
  generatorBase,
  modOrder,
  parseScalar,
  randomScalar,
  GENERATOR,
  IDENTITY,
  type Element,
  type FixedBase,
} from './group.ts';
import type { RandomBytes } from './random.ts';
import { multiply } from './variable-base.ts';

/** A challenge and a response, both 0 … q−1. */
export interface Proof {
  readonly challenge: bigint;
  readonly response: bigint;
}

/** A proof as it stands in JSON: decimal texts, in this order. */
export interface ProofJson {
  challenge: string;
  response: string;
}

/** Spells a proof. */
export function proofToJson(proof: Proof): ProofJson {
  return { challenge: proof.challenge.toString(), response: proof.response.toString() };
}

/** Reads a proof from JSON; `null` unless both numbers are spelt canonically. */
export function proofFromJson(raw: unknown): Proof | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const c = parseScalar((raw as Partial<ProofJson>).challenge);
  const response = parseScalar((raw as Partial<ProofJson>).response);
  return c === null || response === null ? null : { challenge: c, response };
}

/**
 * Proves knowledge of the secret behind g^secret. `hashed` turns the spelt commitment into the
 * text to be hashed: `pok|…` for keys, `sig|…` for ballots.
 */
export function proveKnowledge(
  secret: bigint,
  hashed: (commitment: string) => string,
  random: RandomBytes,
): Proof {
  const w = randomScalar(random);
  const c = challenge(hashed(encodeElement(generatorBase().multiply(w))));
  return { challenge: c, response: modOrder(w - secret * c) };
}

/** Checks {@link proveKnowledge} against the public key. */
export function checkKnowledge(
  publicKey: Element,
  proof: Proof,
  hashed: (commitment: string) => string,
): boolean {
  const commitment = commit(GENERATOR, proof.response, publicKey, proof.challenge);
  return challenge(hashed(encodeElement(commitment))) === proof.challenge;
}

/** base^response × key^challenge, the commitment a proof verifies against. Public values only. */
export function commit(base: Element, response: bigint, key: Element, c: bigint): Element {
  const left = base === GENERATOR ? generatorBase().multiply(response) : multiply(base, response);
  return left.add(multiply(key, c));
}

/** One statement "the ciphertext with randomness r holds `target`". */
export interface Branch {
  /** r of the ciphertext (or the sum of several, for a product of ciphertexts). */
  readonly randomness: bigint;
  /** M, the value claimed. */
  readonly target: number;
  /** The values the ciphertext may turn out to hold. */
  readonly values: readonly number[];
}

/** Collects points to be spelt together, for one inversion instead of hundreds. */
export interface Spelling {
  /** Adds a point and returns the place its text will have. */
  add(point: Element): number;
}

interface PreparedBranch {
  readonly randomness: bigint;
  readonly nonce: bigint;
  readonly challenge: bigint;
  /** Place of A. */
  readonly a: number;
  /** Place of B for each possible value. */
  readonly b: ReadonlyMap<number, number>;
}

/** A proof of "at least one branch is true", complete but for the vote. Used once. */
export class PreparedProof {
  #branches: PreparedBranch[] | null;

  constructor(
    branches: readonly Branch[],
    key: FixedBase,
    spelling: Spelling,
    random: RandomBytes,
  ) {
    const g = generatorBase();
    let c = 0n;
    let step: Element | undefined;
    this.#branches = branches.map(({ randomness, target, values }, j) => {
      const nonce = randomScalar(random);
      if (j !== 1 || branches.length > 2) {
        c = randomScalar(random);
        step = undefined;
      }
      const honest = key.multiply(nonce);
      // Not needed when the branch can only be true, as in "exactly one of four".
      if (values.some((value) => value !== target)) step ??= g.multiply(c);
      const b = new Map<number, number>();
      for (const value of values) {
        const shift = value - target;
        b.set(value, spelling.add(shift === 0 ? honest : honest.add(smallMultiple(step!, shift))));
      }
      return { randomness, nonce, challenge: c, a: spelling.add(g.multiply(nonce)), b };
    });
  }

  /**
   * Completes the proof. `values` are what the ciphertexts of the branches hold, `real` the branch
   * that is true, `texts` the spelt points, `hashed` makes the text to be hashed from the
   * commitments `A0,B0,…,Ak,Bk`.
   *
   * # Errors
   * Throws when it was completed before.
   */
  finish(
    values: readonly number[],
    real: number,
    texts: readonly string[],
    hashed: (commitments: string) => string,
  ): Proof[] {
    const branches = this.#branches;
    if (!branches) throw new Error('a prepared proof is used once');
    this.#branches = null;
    const commitments = branches.map(
      (branch, j) => `${texts[branch.a]!},${texts[branch.b.get(values[j]!)!]!}`,
    );
    let rest = challenge(hashed(commitments.join(',')));
    branches.forEach((branch, j) => {
      if (j !== real) rest -= branch.challenge;
    });
    return branches.map((branch, j) => {
      const c = j === real ? modOrder(rest) : branch.challenge;
      return { challenge: c, response: modOrder(branch.nonce - branch.randomness * c) };
    });
  }
}

/** n·P for a small n of either sign. */
function smallMultiple(point: Element, n: number): Element {
  let sum = IDENTITY;
  const step = n < 0 ? point.negate() : point;
  for (let i = Math.abs(n); i > 0; i--) sum = sum.add(step);
  return sum;
}

/** What a branch of a finished proof claims: (α, β) holds `target`. */
export interface Claim {
  readonly alpha: Element;
  readonly beta: Element;
  readonly target: number;
}

/** Checks a finished proof of "at least one claim is true". */
export function checkDisjunction(
  claims: readonly Claim[],
  key: Element,
  proofs: readonly Proof[],
  hashed: (commitments: string) => string,
): boolean {
  if (claims.length !== proofs.length) return false;
  let sum = 0n;
  const commitments = claims.map(({ alpha, beta, target }, j) => {
    const { challenge: c, response } = proofs[j]!;
    sum += c;
    const a = commit(GENERATOR, response, alpha, c);
    const b = commit(key, response, beta.add(smallMultiple(GENERATOR, -target)), c);
    return `${encodeElement(a)},${encodeElement(b)}`;
  });
  return challenge(hashed(commitments.join(','))) === modOrder(sum);
}
