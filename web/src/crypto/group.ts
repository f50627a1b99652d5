/**
 * The group of the ballots: the prime-order subgroup of edwards25519 (Belenios group `Ed25519`).
 *
 * Written multiplicatively in the specification (g^x), additively here (x·G). Curve arithmetic is
 * `@noble/curves`; this module adds the Belenios encoding, membership checks and fixed-base tables.
 * Ristretto is a different group and is not used.
 *
 * Source: Belenios specification 3.3.0, "Groups / Elliptic curves / Ed25519".
 */
import { edwards, type EdwardsPoint } from '@noble/curves/abstract/edwards.js';
import type { RandomBytes } from './random.ts';

/** Parameters of edwards25519 as in RFC 7748 and RFC 8032. */
const CURVE = {
  p: /* @__PURE__ */ BigInt('0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed'),
  n: /* @__PURE__ */ BigInt('0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'),
  h: /* @__PURE__ */ BigInt(8),
  a: /* @__PURE__ */ BigInt('0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec'),
  d: /* @__PURE__ */ BigInt('0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3'),
  Gx: /* @__PURE__ */ BigInt('0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a'),
  Gy: /* @__PURE__ */ BigInt('0x6666666666666666666666666666666666666666666666666666666666666658'),
};

const Point = /* @__PURE__ */ edwards(CURVE);

/** A point of the curve; membership in the subgroup is the business of {@link decodeElement}. */
export type Element = EdwardsPoint;

/** q, the order of the subgroup. Exponents are numbers modulo q. */
export const ORDER = CURVE.n;
/** g, the base point of RFC 8032. */
export const GENERATOR: Element = /* @__PURE__ */ (() => Point.BASE)();
/** The neutral element, refused wherever a key or half of a ciphertext is expected. */
export const IDENTITY: Element = /* @__PURE__ */ (() => Point.ZERO)();

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

/** Big-endian bytes as a number. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return BigInt('0x' + bytesToHex(bytes));
}

/** Lowercase hexadecimal, two digits a byte. */
export function bytesToHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}
const HEX = /* @__PURE__ */ Array.from(
  { length: 256 },
  (_, i) => (i < 16 ? '0' : '') + i.toString(16),
);

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
  const Fp = Point.Fp;
  return batchInverse(points.map((point) => point.Z)).map((inverse, i) => {
    const point = points[i]!;
    const y = Fp.mul(point.Y, inverse).toString(16).padStart(64, '0');
    const odd = (Fp.mul(point.X, inverse) & 1n) === 1n;
    return odd ? (parseInt(y[0]!, 16) | 8).toString(16) + y.slice(1) : y;
  });
}

/** {@link encodeElements} for one point. */
export function encodeElement(point: Element): string {
  return encodeElements([point])[0]!;
}

/** Montgomery's trick: n inverses for one inversion and 3n multiplications. Z is never zero here. */
function batchInverse(values: readonly bigint[]): bigint[] {
  const Fp = Point.Fp;
  const before: bigint[] = [];
  let product = Fp.ONE;
  for (const value of values) {
    before.push(product);
    product = Fp.mul(product, value);
  }
  const inverses: bigint[] = [];
  let rest = Fp.inv(product);
  for (let i = values.length - 1; i >= 0; i--) {
    inverses[i] = Fp.mul(rest, before[i]!);
    rest = Fp.mul(rest, values[i]!);
  }
  return inverses;
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

/** point × scalar for a scalar in 0 … q−1; time depends on the scalar, so for public values only. */
export function multiplyPublic(point: Element, scalar: bigint): Element {
  return point.multiplyUnsafe(scalar);
}

/** point × scalar for a secret scalar in 0 … q−1. */
export function multiplySecret(point: Element, scalar: bigint): Element {
  return scalar === 0n || point.is0() ? IDENTITY : point.multiply(scalar);
}

const WINDOW = 6;
const HALF = 1 << (WINDOW - 1);
const WINDOWS = Math.ceil(253 / WINDOW) + 1;

/**
 * Multiplication of one point by many secret scalars, by a table of its multiples.
 *
 * Signed windows of six bits: the table holds 1 … 32 times 2^(6w)·P for each window w, and a
 * product is one addition a window, whatever the digit is (zero adds the identity), so the number
 * of steps says nothing about the scalar. Building costs about as much as 33 products.
 */
export class FixedBase {
  readonly #table: Element[][] = [];

  constructor(point: Element) {
    let base = point;
    for (let w = 0; w < WINDOWS; w++) {
      const multiples = [IDENTITY, base];
      for (let i = 2; i <= HALF; i++) multiples.push(multiples[i - 1]!.add(base));
      this.#table.push(multiples);
      base = multiples[HALF]!.double();
    }
  }

  /** P × scalar for a scalar in 0 … q−1. */
  multiply(scalar: bigint): Element {
    let sum = IDENTITY;
    let carry = 0;
    // From 16-bit pieces: shifting the whole number once a window would cost more than the windows.
    const hex = scalar.toString(16).padStart(68, '0');
    const table = this.#table;
    for (let w = 0; w < WINDOWS; w++) {
      let digit = windowAt(hex, w) + carry;
      carry = digit > HALF ? 1 : 0;
      digit -= carry << WINDOW;
      const multiple = table[w]![Math.abs(digit)]!;
      const negative = multiple.negate();
      sum = sum.add(digit < 0 ? negative : multiple);
    }
    return sum;
  }
}

/** The w-th group of six bits, counted from the lowest, of a number of 68 hexadecimal digits. */
function windowAt(hex: string, w: number): number {
  // Two windows fill three digits exactly.
  const end = hex.length - 3 * (w >> 1);
  const pair = parseInt(hex.slice(end - 3, end), 16);
  return (w & 1) === 0 ? pair & 63 : pair >> 6;
}

let generatorTable: FixedBase | undefined;
/** The table of g, built when first needed. */
export function generatorBase(): FixedBase {
  return (generatorTable ??= new FixedBase(GENERATOR));
}
