/**
 * The group of the ballots: the prime-order subgroup of edwards25519 (Belenios group `Ed25519`).
 *
 * Written multiplicatively in the specification (g^x), additively here (x·G). Curve arithmetic is
 * `@noble/ed25519` (the larger `@noble/curves` is what the tests compare with); this module adds
 * the Belenios encoding and membership checks, `fixed-base.ts` the tables.
 * Ristretto is a different group and is not used.
 *
 * Source: Belenios specification 3.3.0, "Groups / Elliptic curves / Ed25519".
 */
import { Point } from '@noble/ed25519';
import { bytesToBigInt } from './bytes.ts';
import { FixedBase, inverses, FIELD } from './fixed-base.ts';
import type { RandomBytes } from './random.ts';

export { FixedBase } from './fixed-base.ts';

/** A point of the curve; membership in the subgroup is the business of {@link decodeElement}. */
export type Element = Point;

/** q, the order of the subgroup. Exponents are numbers modulo q. */
export const ORDER = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;
/** g, the base point of RFC 8032. */
export const GENERATOR: Element = Point.BASE;
/** The neutral element, refused wherever a key or half of a ciphertext is expected. */
export const IDENTITY: Element = Point.ZERO;

/** The name that stands in the `group` field of an election and in proofs of possession. */
export const GROUP_NAME = 'Ed25519';

/** n modulo q, in 0 … q−1 also for negative n. */
export function modOrder(n: bigint): bigint {
  const r = n % ORDER;
  return r < 0n ? r + ORDER : r;
}

/** A uniform exponent: 64 random bytes reduced modulo q, so the bias is below 2⁻²⁵⁶. */
export function randomScalar(random: RandomBytes): bigint {
  return modOrder(bytesToBigInt(random(64)));
}

/**
 * A number modulo q from its only spelling: decimal, no sign, no leading zero, below q.
 * `null` for anything else.
 */
export function parseScalar(text: unknown): bigint | null {
  if (typeof text !== 'string' || text.length > 77 || !/^(0|[1-9][0-9]*)$/.test(text)) return null;
  const value = BigInt(text);
  return value < ORDER ? value : null;
}

/**
 * Spells points: 64 hexadecimal digits of the 256-bit number y XOR (lowest bit of x) << 255,
 * which is the RFC 8032 encoding with its bytes reversed. One inversion serves all of them.
 */
export function encodeElements(points: readonly Element[]): string[] {
  return inverses(points.map((point) => point.Z)).map((inverse, i) => {
    const point = points[i]!;
    const y = ((point.Y * inverse) % FIELD).toString(16).padStart(64, '0');
    const odd = (((point.X * inverse) % FIELD) & 1n) === 1n;
    return odd ? (parseInt(y[0]!, 16) | 8).toString(16) + y.slice(1) : y;
  });
}

/** {@link encodeElements} for one point. */
export function encodeElement(point: Element): string {
  return encodeElements([point])[0]!;
}

/**
 * A member of the subgroup from its only spelling, or `null`.
 *
 * # Security
 * Refuses upper-case digits, y ≥ p, points off the curve, points with a torsion part and the
 * identity. A key or ciphertext accepted without these checks could leak votes.
 */
export function decodeElement(text: unknown): Element | null {
  const point = decodeElementOrIdentity(text);
  return point === null || point.is0() ? null : point;
}

/** {@link decodeElement} for sums, which are the identity when nobody voted. */
export function decodeElementOrIdentity(text: unknown): Element | null {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) return null;
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[31 - i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  let point: Element;
  try {
    point = Point.fromBytes(bytes);
  } catch {
    return null;
  }
  return point.isTorsionFree() ? point : null;
}

let generatorTable: FixedBase | undefined;
/** The table of g, built when first needed. */
export function generatorBase(): FixedBase {
  return (generatorTable ??= new FixedBase(GENERATOR));
}
