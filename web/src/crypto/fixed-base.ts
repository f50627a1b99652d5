/**
 * Multiplication of one point by many secret scalars: everything a ballot needs, since the voter
 * knows every exponent and only two bases occur, g and the election's key.
 *
 * Points in the table are kept as (y + x, y − x, 2d·x·y), which makes an addition seven
 * multiplications modulo p (formula madd-2008-hwcd-3 of the Explicit-Formulas Database, complete
 * on this curve). Tests compare every part with `@noble/curves`.
 */
import { Point } from '@noble/ed25519';

/** p = 2²⁵⁵ − 19. */
export const FIELD = 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffedn;
/** 2d = −2·121665/121666 modulo p. */
export const TWO_D = 0x2406d9dc56dffce7198e80f2eef3d13000e0149a8283b156ebd69b9426b2f159n;

interface Niels {
  /** y + x */
  readonly plus: bigint;
  /** y − x, not negative */
  readonly minus: bigint;
  /** 2d·x·y */
  readonly product: bigint;
}

const NEUTRAL: Niels = { plus: 1n, minus: 1n, product: 0n };

const WINDOW = 6;
const HALF = 1 << (WINDOW - 1);
const WINDOWS = Math.ceil(253 / WINDOW) + 1;

/**
 * The table of a point: for each window w of six bits, 0 … 32 times 2^(6w)·P.
 *
 * A product is one addition a window, whatever the digit is (zero adds the neutral element), so
 * the number of steps says nothing about the scalar. Building costs about as much as 50 products.
 */
export class FixedBase {
  private readonly table: readonly (readonly Niels[])[];

  constructor(point: Point) {
    const multiples: Point[] = [];
    let base = point;
    for (let w = 0; w < WINDOWS; w++) {
      const step = toNiels([base])[0]!;
      let multiple = base;
      for (let i = 1; i < HALF; i++) {
        multiples.push(multiple);
        multiple = addNiels(multiple, step);
      }
      multiples.push(multiple);
      base = multiple.double();
    }
    const entries = toNiels(multiples);
    this.table = Array.from({ length: WINDOWS }, (_, w) => [
      NEUTRAL,
      ...entries.slice(w * HALF, (w + 1) * HALF),
    ]);
  }

  /** P × scalar for a scalar in 0 … q−1. */
  multiply(scalar: bigint): Point {
    let X = 0n;
    let Y = 1n;
    let Z = 1n;
    let T = 0n;
    let carry = 0;
    // From digits: shifting the whole number once a window would cost more than the windows.
    const hex = scalar.toString(16).padStart(66, '0');
    for (let w = 0; w < WINDOWS; w++) {
      let digit = windowAt(hex, w) + carry;
      carry = digit > HALF ? 1 : 0;
      digit -= carry << WINDOW;
      const entry = this.table[w]![Math.abs(digit)]!;
      const negative = digit < 0;
      // −P swaps y + x with y − x and turns the sign of the product.
      const A = ((Y - X + FIELD) * (negative ? entry.plus : entry.minus)) % FIELD;
      const B = ((Y + X) * (negative ? entry.minus : entry.plus)) % FIELD;
      const C = (T * (negative ? FIELD - entry.product : entry.product)) % FIELD;
      const D = 2n * Z;
      const E = B - A + FIELD;
      const F = D - C + FIELD;
      const G = D + C;
      const H = B + A;
      X = (E * F) % FIELD;
      Y = (G * H) % FIELD;
      T = (E * H) % FIELD;
      Z = (F * G) % FIELD;
    }
    return new Point(X, Y, Z, T);
  }
}

/** The w-th group of six bits, counted from the lowest, of a number of 66 hexadecimal digits. */
function windowAt(hex: string, w: number): number {
  // Two windows fill three digits exactly.
  const end = hex.length - 3 * (w >> 1);
  const pair = parseInt(hex.slice(end - 3, end), 16);
  return (w & 1) === 0 ? pair & 63 : pair >> 6;
}

function addNiels({ X, Y, Z, T }: Point, entry: Niels): Point {
  const A = ((Y - X + FIELD) * entry.minus) % FIELD;
  const B = ((Y + X) * entry.plus) % FIELD;
  const C = (T * entry.product) % FIELD;
  const D = 2n * Z;
  const E = B - A + FIELD;
  const F = D - C + FIELD;
  const G = D + C;
  const H = B + A;
  return new Point((E * F) % FIELD, (G * H) % FIELD, (F * G) % FIELD, (E * H) % FIELD);
}

function toNiels(points: readonly Point[]): Niels[] {
  return inverses(points.map(({ Z }) => Z)).map((inverse, i) => {
    const x = (points[i]!.X * inverse) % FIELD;
    const y = (points[i]!.Y * inverse) % FIELD;
    return {
      plus: (y + x) % FIELD,
      minus: (y - x + FIELD) % FIELD,
      product: (((x * y) % FIELD) * TWO_D) % FIELD,
    };
  });
}

/** Inverses modulo p of numbers other than zero, by Montgomery's trick: one inversion for all. */
export function inverses(values: readonly bigint[]): bigint[] {
  const before: bigint[] = [];
  let product = 1n;
  for (const value of values) {
    before.push(product);
    product = (product * value) % FIELD;
  }
  const result: bigint[] = [];
  let rest = invert(product);
  for (let i = values.length - 1; i >= 0; i--) {
    result[i] = (rest * before[i]!) % FIELD;
    rest = (rest * values[i]!) % FIELD;
  }
  return result;
}

/** value⁻¹ modulo p by Euclid, for a product of many Z coordinates; time depends on it. */
function invert(value: bigint): bigint {
  let [a, b] = [value % FIELD, FIELD];
  let [x, u] = [1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, u] = [u, x - quotient * u];
  }
  return x < 0n ? x + FIELD : x;
}
