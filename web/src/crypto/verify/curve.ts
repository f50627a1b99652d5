/**
 * The group in the limbs of `field.ts`: reading points completely, and the products of powers that
 * proofs need. For public data only: time depends on every number.
 *
 * edwards25519, −x² + y² = 1 + d·x²·y², in extended coordinates (X : Y : Z : T) with x = X/Z, y = Y/Z,
 * T = XY/Z. Formulas of the Explicit-Formulas Database: dbl-2008-hwcd, add-2008-hwcd-3 and its mixed
 * form, complete on this curve. The specification writes the group multiplicatively; so do the names here.
 */
import {
  add,
  fieldOf,
  inverses,
  multiply,
  negate,
  numberOf,
  ONE,
  P,
  rootPower,
  square,
  subtract,
  zero,
  type Field,
} from './field.ts';

/** A point of the curve. Fresh from a formula, every coordinate counts once (see `field.ts`). */
export interface Point {
  readonly X: Field;
  readonly Y: Field;
  readonly Z: Field;
  readonly T: Field;
}

/** Why a text is no element of the group; the words of the server's checker. */
export type PointFault = 'encoding' | 'not-on-curve' | 'torsion' | 'identity';

/** q = 2²⁵² + {@link TAIL}, the order of the subgroup. */
export const ORDER = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;
const TAIL = ORDER - (1n << 252n);

const D = fieldOf(0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n);
const TWO_D = fieldOf(0x2406d9dc56dffce7198e80f2eef3d13000e0149a8283b156ebd69b9426b2f159n);
/** √−1 */
const ROOT = fieldOf(0x2b8324804fc1df0b2b4d00993dfbd7a72f431806ad2fe478c4ee1b274a0ea0b0n);

const blank = (): Point => ({ X: zero(), Y: zero(), Z: zero(), T: zero() });

/** A new neutral element. */
export function identity(): Point {
  return { X: zero(), Y: ONE.slice(), Z: ONE.slice(), T: zero() };
}

function copy(out: Point, p: Point): void {
  out.X.set(p.X);
  out.Y.set(p.Y);
  out.Z.set(p.Z);
  out.T.set(p.T);
}

const [a, b, c, d, e, f, g, h] = Array.from({ length: 8 }, zero) as [
  Field,
  Field,
  Field,
  Field,
  Field,
  Field,
  Field,
  Field,
];

/** out = p·q, or p/q; out may be p. */
export function join(out: Point, p: Point, q: Point, divide = false): void {
  // −q is (−X : Y : Z : −T): its Y + X and Y − X change places.
  subtract(a, p.Y, p.X);
  add(b, p.Y, p.X);
  subtract(e, q.Y, q.X);
  add(f, q.Y, q.X);
  multiply(a, a, divide ? f : e); // 2·2
  multiply(b, b, divide ? e : f);
  multiply(c, p.T, q.T);
  multiply(c, c, TWO_D);
  if (divide) negate(c, c);
  multiply(d, p.Z, q.Z);
  add(d, d, d);
  finish(out);
}

/** What both additions end with, from A, B, C, D = a, b, c, d. */
function finish(out: Point): void {
  subtract(e, b, a); // 2
  subtract(f, d, c); // 3
  add(g, d, c); // 3
  add(h, b, a); // 2
  multiply(out.X, e, f);
  multiply(out.Y, g, h);
  multiply(out.Z, f, g);
  multiply(out.T, e, h);
}

/** out = p²; out may be p. T is left out when the next step is another squaring. */
function double(out: Point, p: Point, withT: boolean): void {
  square(a, p.X);
  square(b, p.Y);
  square(c, p.Z);
  add(e, p.X, p.Y);
  square(e, e); // 2·2
  add(h, a, b); // 2
  subtract(e, e, h); // 3
  subtract(g, b, a); // 2
  add(c, c, c);
  subtract(f, g, c); // 4
  negate(h, h);
  multiply(out.X, e, f); // 3·4
  multiply(out.Y, g, h);
  multiply(out.Z, f, g);
  if (withT) multiply(out.T, e, h);
}

const same = (one: Field, other: Field): boolean => numberOf(one) === numberOf(other);

/** Whether this is the neutral element. */
export function isIdentity({ X, Y, Z }: Point): boolean {
  return numberOf(X) === 0n && same(Y, Z);
}

/** Whether two points are the same. */
export function equals(p: Point, q: Point): boolean {
  const quotient = blank();
  join(quotient, p, q, true);
  return isIdentity(quotient);
}

/** A point of the curve from its only spelling, or `null`; the subgroup is not looked at. */
export function decompress(text: string): Point | null {
  const number = BigInt(`0x${text}`);
  const isOdd = number >> 255n === 1n;
  const y = BigInt.asUintN(255, number);
  if (y >= P) return null;
  const point = { X: zero(), Y: fieldOf(y), Z: ONE.slice(), T: zero() };
  // x² = (y² − 1)/(d·y² + 1) = u/v; the candidate is u·v³·(u·v⁷)^((p − 5)/8).
  const [u, v, v3, x, check] = [zero(), zero(), zero(), point.X, zero()];
  square(u, point.Y);
  multiply(v, u, D);
  subtract(u, u, ONE);
  add(v, v, ONE);
  square(v3, v);
  multiply(v3, v3, v);
  square(check, v3);
  multiply(check, check, v);
  multiply(check, check, u);
  const power = rootPower(check);
  multiply(x, u, v3);
  multiply(x, x, power);
  square(check, x);
  multiply(check, check, v);
  const [found, wanted] = [numberOf(check), numberOf(u)];
  if (found !== wanted) {
    if (found !== P - wanted) return null;
    multiply(x, x, ROOT);
  }
  const value = numberOf(x);
  if (value === 0n && isOdd) return null;
  if (((value & 1n) === 1n) !== isOdd) negate(x, x);
  multiply(point.T, x, point.Y);
  return point;
}

/** Spells points: y XOR (lowest bit of x) << 255 in 64 hexadecimal digits. */
export function compress(points: readonly Point[]): string[] {
  const [x, y] = [zero(), zero()];
  return inverses(points.map(({ Z }) => Z)).map((inverse, i) => {
    multiply(x, points[i]!.X, inverse);
    multiply(y, points[i]!.Y, inverse);
    const digits = numberOf(y).toString(16).padStart(64, '0');
    if ((numberOf(x) & 1n) === 0n) return digits;
    return (parseInt(digits[0]!, 16) | 8).toString(16) + digits.slice(1);
  });
}

/** Window of the signed digits: odd, below 2⁵ in size, at least five zeros after each. */
const WIDTH = 5;
const BUCKETS = 1 << (WIDTH - 2);

/** The signed digits of an exponent below 2²⁵⁴, lowest first. */
export function digitsOf(exponent: bigint): Int8Array {
  const hex = exponent.toString(16).padStart(64, '0');
  const bits = new Uint8Array(256 + WIDTH);
  for (let i = 0; i < 64; i++) {
    const code = hex.charCodeAt(63 - i);
    const nibble = code < 58 ? code - 48 : code - 87;
    for (let j = 0; j < 4; j++) bits[4 * i + j] = (nibble >> j) & 1;
  }
  const digits = new Int8Array(256);
  let carry = 0;
  for (let i = 0; i < 256;) {
    if (bits[i] === carry) {
      i++;
      continue;
    }
    let digit = carry;
    for (let j = 0; j < WIDTH; j++) digit += bits[i + j]! << j;
    carry = digit >> (WIDTH - 1);
    digits[i] = digit - (carry << WIDTH);
    i += WIDTH;
  }
  return digits;
}

const TAIL_DIGITS = digitsOf(TAIL);

/** Powers of one point to several exponents at once: one chain of squarings for all. */
class Buckets {
  readonly #points = Array.from({ length: BUCKETS }, blank);
  readonly #used = new Uint8Array(BUCKETS);

  clear(): void {
    this.#used.fill(0);
  }

  take(digit: number, power: Point): void {
    const index = Math.abs(digit) >> 1;
    const bucket = this.#points[index]!;
    if (this.#used[index]) {
      join(bucket, bucket, power, digit < 0);
    } else {
      this.#used[index] = 1;
      copy(bucket, power);
      if (digit < 0) {
        negate(bucket.X, bucket.X);
        negate(bucket.T, bucket.T);
      }
    }
  }

  /** Π bucketₖ^(2k + 1) */
  product(): Point {
    const running = identity();
    const sum = identity();
    for (let k = BUCKETS - 1; k >= 0; k--) {
      if (this.#used[k]) join(running, running, this.#points[k]!);
      if (k > 0) join(sum, sum, running);
    }
    double(sum, sum, true);
    join(sum, sum, running);
    return sum;
  }
}

/** Kept between calls, one for each exponent. */
const collected: Buckets[] = [];

/** The powers of a point, and whether its q-th power is the neutral element. */
export interface Powers {
  readonly powers: Point[];
  readonly isInSubgroup: boolean;
}

/**
 * `point` to each exponent (0 … q−1), and to q if `membership` is asked: the squarings are
 * done once for all of them, from right to left, and digits of the same value are collected first.
 */
export function powersOf(point: Point, exponents: readonly bigint[], membership: boolean): Powers {
  const digits = exponents.map(digitsOf);
  if (membership) digits.push(TAIL_DIGITS);
  while (collected.length < digits.length) collected.push(new Buckets());
  for (let k = 0; k < digits.length; k++) collected[k]!.clear();
  const power = blank();
  copy(power, point);
  let last = membership ? 252 : 0;
  for (const one of digits) {
    let highest = 255;
    while (highest > last && one[highest] === 0) highest--;
    last = Math.max(last, highest);
  }
  for (let i = 0; ; i++) {
    for (let k = 0; k < digits.length; k++) {
      const digit = digits[k]![i]!;
      if (digit !== 0) collected[k]!.take(digit, power);
    }
    if (membership && i === 252) {
      // p^q = p^(2^252)·p^tail; the exponents of challenges may go on a bit.
      copy(top, power);
    }
    if (i === last) break;
    let needsT = i + 1 === 252;
    for (let k = 0; k < digits.length; k++) needsT ||= digits[k]![i + 1] !== 0;
    double(power, power, needsT);
  }
  const products = digits.map((_, k) => collected[k]!.product());
  if (!membership) return { powers: products, isInSubgroup: true };
  const tail = products.pop()!;
  join(tail, tail, top);
  return { powers: products, isInSubgroup: isIdentity(tail) };
}
const top = blank();

/** Checks a received point completely and raises it to the exponents. */
export function readPowers(
  text: string,
  exponents: readonly bigint[],
): { point: Point; powers: Point[] } | { fault: PointFault } {
  if (!/^[0-9a-f]{64}$/.test(text)) return { fault: 'encoding' };
  const point = decompress(text);
  if (!point) return { fault: 'not-on-curve' };
  if (isIdentity(point)) return { fault: 'identity' };
  const { powers, isInSubgroup } = powersOf(point, exponents, true);
  return isInSubgroup ? { point, powers } : { fault: 'torsion' };
}

/** Tables of a point met often, for its powers by additions alone. */
export class FixedTable {
  /** (y + x, y − x, 2d·x·y) of 1 … 128 times 2^(8w)·P for every byte w of an exponent. */
  readonly #entries: Field[] = [];

  constructor(readonly point: Point) {
    const base = blank();
    copy(base, point);
    const multiples: Point[] = [];
    for (let w = 0; w < 32; w++) {
      let multiple = blank();
      copy(multiple, base);
      for (let i = 1; ; i++) {
        multiples.push(multiple);
        if (i === 128) break;
        const next = blank();
        join(next, multiple, base);
        multiple = next;
      }
      double(base, multiple, true);
    }
    const memory = new Float64Array(multiples.length * 36);
    const [x, y] = [zero(), zero()];
    inverses(multiples.map(({ Z }) => Z)).forEach((inverse, i) => {
      multiply(x, multiples[i]!.X, inverse);
      multiply(y, multiples[i]!.Y, inverse);
      const [plus, minus, product] = [0, 12, 24].map((at) =>
        memory.subarray(36 * i + at, 36 * i + at + 12),
      ) as [Field, Field, Field];
      // Carried, so that they count once.
      add(plus, y, x);
      multiply(plus, plus, ONE);
      subtract(minus, y, x);
      multiply(minus, minus, ONE);
      multiply(product, x, y);
      multiply(product, product, TWO_D);
      this.#entries.push(plus, minus, product);
    });
  }

  /** out = out·P^exponent for an exponent in 0 … q−1. */
  multiplyInto(out: Point, exponent: bigint): void {
    const hex = exponent.toString(16).padStart(64, '0');
    let carry = 0;
    for (let w = 0; w < 32; w++) {
      let digit = parseInt(hex.slice(62 - 2 * w, 64 - 2 * w), 16) + carry;
      carry = digit > 128 ? 1 : 0;
      digit -= carry << 8;
      if (digit === 0) continue;
      const at = 3 * (128 * w + Math.abs(digit) - 1);
      const [plus, minus] = digit < 0 ? [at + 1, at] : [at, at + 1];
      subtract(a, out.Y, out.X);
      multiply(a, a, this.#entries[minus]!);
      add(b, out.Y, out.X);
      multiply(b, b, this.#entries[plus]!);
      multiply(c, out.T, this.#entries[at + 2]!);
      if (digit < 0) negate(c, c);
      add(d, out.Z, out.Z);
      finish(out);
    }
  }
}

/** g, the base point of RFC 8032. */
export const GENERATOR: Point = decompress(
  '6666666666666666666666666666666666666666666666666666666666666658',
)!;

let generator: FixedTable | undefined;
/** The tables of g, made when first needed. */
export function generatorTable(): FixedTable {
  return (generator ??= new FixedTable(GENERATOR));
}

/** n modulo q, in 0 … q−1 also for negative n. */
export function modOrder(n: bigint): bigint {
  const r = n % ORDER;
  return r < 0n ? r + ORDER : r;
}
