/**
 * Numbers modulo p = 2²⁵⁵ − 19 as twelve floating-point limbs, for checking: four to eight times as
 * fast as big integers. Time depends on nothing but the engine, yet only public data come here.
 *
 * A number is the plain sum of its limbs. Limb i is a multiple of 2^wᵢ with wᵢ = ⌈21.25·i⌉, so a
 * limb holds its place in its exponent and a product of limbs lands where it belongs without a
 * shift; what passes 2²⁵⁵ is taken down by the factor 19·2⁻²⁵⁵ (the layout of D. J. Bernstein,
 * "Curve25519", 2006, with 12 limbs for 53 bits).
 *
 * ## Why nothing is rounded
 * After a product every limb is at most half its range: |aᵢ| ≤ 2^(wᵢ₊₁ − 1) (and a hair for the last
 * carries). A sum of m such numbers times a sum of n of them then stays below m·n·2^(wᵢ + 48.97) in
 * limb i, all terms being multiples of 2^wᵢ. Doubles are exact up to 2⁵³ units, so **m·n ≤ 16** must hold
 * wherever {@link multiply} is called. `curve.ts` notes the counts; a test takes the extremes.
 */

/** A number modulo p: twelve limbs. */
export type Field = Float64Array;

/** p. */
export const P = (1n << 255n) - 19n;

const LIMBS = 12;
/** wᵢ, and 255 at the end. */
const WEIGHTS = Array.from({ length: LIMBS + 1 }, (_, i) => Math.ceil(21.25 * i));

/** Zero. */
export const zero = (): Field => new Float64Array(LIMBS);

/** The limbs of a number in 0 … 2²⁵⁵ − 1. */
export function fieldOf(value: bigint): Field {
  const out = zero();
  for (let i = 0; i < LIMBS; i++) {
    const [from, to] = [WEIGHTS[i]!, WEIGHTS[i + 1]!];
    out[i] = Number(BigInt.asUintN(to - from, value >> BigInt(from))) * 2 ** from;
  }
  multiply(out, out, ONE);
  return out;
}

/** The number in 0 … p−1. */
export function numberOf(a: Field): bigint {
  let value = 0n;
  for (let i = 0; i < LIMBS; i++) value += BigInt(a[i]!);
  value %= P;
  return value < 0n ? value + P : value;
}

/** out = a + b, limb by limb: counts add up (see above). */
export function add(out: Field, a: Field, b: Field): void {
  out[0] = a[0]! + b[0]!;
  out[1] = a[1]! + b[1]!;
  out[2] = a[2]! + b[2]!;
  out[3] = a[3]! + b[3]!;
  out[4] = a[4]! + b[4]!;
  out[5] = a[5]! + b[5]!;
  out[6] = a[6]! + b[6]!;
  out[7] = a[7]! + b[7]!;
  out[8] = a[8]! + b[8]!;
  out[9] = a[9]! + b[9]!;
  out[10] = a[10]! + b[10]!;
  out[11] = a[11]! + b[11]!;
}

/** out = a − b, limb by limb: counts add up. */
export function subtract(out: Field, a: Field, b: Field): void {
  out[0] = a[0]! - b[0]!;
  out[1] = a[1]! - b[1]!;
  out[2] = a[2]! - b[2]!;
  out[3] = a[3]! - b[3]!;
  out[4] = a[4]! - b[4]!;
  out[5] = a[5]! - b[5]!;
  out[6] = a[6]! - b[6]!;
  out[7] = a[7]! - b[7]!;
  out[8] = a[8]! - b[8]!;
  out[9] = a[9]! - b[9]!;
  out[10] = a[10]! - b[10]!;
  out[11] = a[11]! - b[11]!;
}

/** out = −a. */
export function negate(out: Field, a: Field): void {
  out[0] = -a[0]!;
  out[1] = -a[1]!;
  out[2] = -a[2]!;
  out[3] = -a[3]!;
  out[4] = -a[4]!;
  out[5] = -a[5]!;
  out[6] = -a[6]!;
  out[7] = -a[7]!;
  out[8] = -a[8]!;
  out[9] = -a[9]!;
  out[10] = -a[10]!;
  out[11] = -a[11]!;
}

/** 1. */
export const ONE: Field = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

/** out = a^(2^n). */
export function squareTimes(out: Field, a: Field, n: number): void {
  square(out, a);
  for (let i = 1; i < n; i++) square(out, out);
}

/** a^(2²⁵⁰ − 1) and a^11, from which inverse and square root follow; the usual chain. */
function powers(a: Field): { long: Field; eleven: Field } {
  const [t, two, nine, eleven, x5] = [zero(), zero(), zero(), zero(), zero()];
  square(two, a);
  squareTimes(t, two, 2);
  multiply(nine, t, a);
  multiply(eleven, nine, two);
  square(t, eleven);
  multiply(x5, t, nine);
  // xₙ = a^(2ⁿ − 1)
  const join = (x: Field, n: number, y: Field): Field => {
    const out = zero();
    squareTimes(out, x, n);
    multiply(out, out, y);
    return out;
  };
  const x10 = join(x5, 5, x5);
  const x20 = join(x10, 10, x10);
  const x40 = join(x20, 20, x20);
  const x50 = join(x40, 10, x10);
  const x100 = join(x50, 50, x50);
  const x200 = join(x100, 100, x100);
  return { long: join(x200, 50, x50), eleven };
}

/** a⁻¹; 0 for 0. */
export function inverse(a: Field): Field {
  const { long, eleven } = powers(a);
  squareTimes(long, long, 5);
  multiply(long, long, eleven);
  return long;
}

/** a^((p − 5)/8), from which square roots follow. */
export function rootPower(a: Field): Field {
  const { long } = powers(a);
  squareTimes(long, long, 2);
  multiply(long, long, a);
  return long;
}

/** Inverses of numbers other than zero, by Montgomery's trick: one inversion for all. */
export function inverses(values: readonly Field[]): Field[] {
  const before: Field[] = [];
  let product = ONE;
  for (const value of values) {
    before.push(product);
    const next = zero();
    multiply(next, product, value);
    product = next;
  }
  const rest = inverse(product);
  for (let i = values.length - 1; i >= 0; i--) {
    const out = zero();
    multiply(out, rest, before[i]!);
    multiply(rest, rest, values[i]!);
    before[i] = out;
  }
  return before;
}

/** 2²⁵⁵ ≡ 19: the factor of what stands 255 places too high. */
const WRAP = 19 * 2 ** -255;
/** Adding and taking away 1.5·2^(52 + w) rounds to a multiple of 2^w. */
const ROUND_22 = 1.5 * 2 ** 74;
const ROUND_43 = 1.5 * 2 ** 95;
const ROUND_64 = 1.5 * 2 ** 116;
const ROUND_85 = 1.5 * 2 ** 137;
const ROUND_107 = 1.5 * 2 ** 159;
const ROUND_128 = 1.5 * 2 ** 180;
const ROUND_149 = 1.5 * 2 ** 201;
const ROUND_170 = 1.5 * 2 ** 222;
const ROUND_192 = 1.5 * 2 ** 244;
const ROUND_213 = 1.5 * 2 ** 265;
const ROUND_234 = 1.5 * 2 ** 286;
const ROUND_255 = 1.5 * 2 ** 307;

/** out = a·b; out may be a or b. */
// prettier-ignore
export function multiply(out: Field, a: Field, b: Field): void {
  const a0 = a[0]!, a1 = a[1]!, a2 = a[2]!, a3 = a[3]!, a4 = a[4]!, a5 = a[5]!, a6 = a[6]!, a7 = a[7]!, a8 = a[8]!, a9 = a[9]!, a10 = a[10]!, a11 = a[11]!;
  const b0 = b[0]!, b1 = b[1]!, b2 = b[2]!, b3 = b[3]!, b4 = b[4]!, b5 = b[5]!, b6 = b[6]!, b7 = b[7]!, b8 = b[8]!, b9 = b[9]!, b10 = b[10]!, b11 = b[11]!;
  let r0 = a0 * b0 + WRAP * (a1 * b11 + a2 * b10 + a3 * b9 + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + a9 * b3 + a10 * b2 + a11 * b1);
  let r1 = a0 * b1 + a1 * b0 + WRAP * (a2 * b11 + a3 * b10 + a4 * b9 + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + a9 * b4 + a10 * b3 + a11 * b2);
  let r2 = a0 * b2 + a1 * b1 + a2 * b0 + WRAP * (a3 * b11 + a4 * b10 + a5 * b9 + a6 * b8 + a7 * b7 + a8 * b6 + a9 * b5 + a10 * b4 + a11 * b3);
  let r3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + WRAP * (a4 * b11 + a5 * b10 + a6 * b9 + a7 * b8 + a8 * b7 + a9 * b6 + a10 * b5 + a11 * b4);
  let r4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + WRAP * (a5 * b11 + a6 * b10 + a7 * b9 + a8 * b8 + a9 * b7 + a10 * b6 + a11 * b5);
  let r5 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + WRAP * (a6 * b11 + a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7 + a11 * b6);
  let r6 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + WRAP * (a7 * b11 + a8 * b10 + a9 * b9 + a10 * b8 + a11 * b7);
  let r7 = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + WRAP * (a8 * b11 + a9 * b10 + a10 * b9 + a11 * b8);
  let r8 = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + WRAP * (a9 * b11 + a10 * b10 + a11 * b9);
  let r9 = a0 * b9 + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + a9 * b0 + WRAP * (a10 * b11 + a11 * b10);
  let r10 = a0 * b10 + a1 * b9 + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + a9 * b1 + a10 * b0 + WRAP * (a11 * b11);
  let r11 = a0 * b11 + a1 * b10 + a2 * b9 + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + a9 * b2 + a10 * b1 + a11 * b0;
  let c: number, d: number;
  c = r0 + ROUND_22 - ROUND_22;
  d = r6 + ROUND_149 - ROUND_149;
  r0 -= c;
  r6 -= d;
  r1 += c;
  r7 += d;
  c = r1 + ROUND_43 - ROUND_43;
  d = r7 + ROUND_170 - ROUND_170;
  r1 -= c;
  r7 -= d;
  r2 += c;
  r8 += d;
  c = r2 + ROUND_64 - ROUND_64;
  d = r8 + ROUND_192 - ROUND_192;
  r2 -= c;
  r8 -= d;
  r3 += c;
  r9 += d;
  c = r3 + ROUND_85 - ROUND_85;
  d = r9 + ROUND_213 - ROUND_213;
  r3 -= c;
  r9 -= d;
  r4 += c;
  r10 += d;
  c = r4 + ROUND_107 - ROUND_107;
  d = r10 + ROUND_234 - ROUND_234;
  r4 -= c;
  r10 -= d;
  r5 += c;
  r11 += d;
  c = r5 + ROUND_128 - ROUND_128;
  d = r11 + ROUND_255 - ROUND_255;
  r5 -= c;
  r11 -= d;
  r6 += c;
  r0 += d * WRAP;
  c = r6 + ROUND_149 - ROUND_149;
  d = r0 + ROUND_22 - ROUND_22;
  r6 -= c;
  r0 -= d;
  r7 += c;
  r1 += d;
  out[0] = r0;
  out[1] = r1;
  out[2] = r2;
  out[3] = r3;
  out[4] = r4;
  out[5] = r5;
  out[6] = r6;
  out[7] = r7;
  out[8] = r8;
  out[9] = r9;
  out[10] = r10;
  out[11] = r11;
}

/** out = a². */
// prettier-ignore
export function square(out: Field, a: Field): void {
  const a0 = a[0]!, a1 = a[1]!, a2 = a[2]!, a3 = a[3]!, a4 = a[4]!, a5 = a[5]!, a6 = a[6]!, a7 = a[7]!, a8 = a[8]!, a9 = a[9]!, a10 = a[10]!, a11 = a[11]!;
  const d0 = 2 * a0, d1 = 2 * a1, d2 = 2 * a2, d3 = 2 * a3, d4 = 2 * a4, d5 = 2 * a5, d6 = 2 * a6, d7 = 2 * a7, d8 = 2 * a8, d9 = 2 * a9, d10 = 2 * a10;
  let r0 = a0 * a0 + WRAP * (d1 * a11 + d2 * a10 + d3 * a9 + d4 * a8 + d5 * a7 + a6 * a6);
  let r1 = d0 * a1 + WRAP * (d2 * a11 + d3 * a10 + d4 * a9 + d5 * a8 + d6 * a7);
  let r2 = d0 * a2 + a1 * a1 + WRAP * (d3 * a11 + d4 * a10 + d5 * a9 + d6 * a8 + a7 * a7);
  let r3 = d0 * a3 + d1 * a2 + WRAP * (d4 * a11 + d5 * a10 + d6 * a9 + d7 * a8);
  let r4 = d0 * a4 + d1 * a3 + a2 * a2 + WRAP * (d5 * a11 + d6 * a10 + d7 * a9 + a8 * a8);
  let r5 = d0 * a5 + d1 * a4 + d2 * a3 + WRAP * (d6 * a11 + d7 * a10 + d8 * a9);
  let r6 = d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + WRAP * (d7 * a11 + d8 * a10 + a9 * a9);
  let r7 = d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + WRAP * (d8 * a11 + d9 * a10);
  let r8 = d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + WRAP * (d9 * a11 + a10 * a10);
  let r9 = d0 * a9 + d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5 + WRAP * (d10 * a11);
  let r10 = d0 * a10 + d1 * a9 + d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5 + WRAP * (a11 * a11);
  let r11 = d0 * a11 + d1 * a10 + d2 * a9 + d3 * a8 + d4 * a7 + d5 * a6;
  let c: number, d: number;
  c = r0 + ROUND_22 - ROUND_22;
  d = r6 + ROUND_149 - ROUND_149;
  r0 -= c;
  r6 -= d;
  r1 += c;
  r7 += d;
  c = r1 + ROUND_43 - ROUND_43;
  d = r7 + ROUND_170 - ROUND_170;
  r1 -= c;
  r7 -= d;
  r2 += c;
  r8 += d;
  c = r2 + ROUND_64 - ROUND_64;
  d = r8 + ROUND_192 - ROUND_192;
  r2 -= c;
  r8 -= d;
  r3 += c;
  r9 += d;
  c = r3 + ROUND_85 - ROUND_85;
  d = r9 + ROUND_213 - ROUND_213;
  r3 -= c;
  r9 -= d;
  r4 += c;
  r10 += d;
  c = r4 + ROUND_107 - ROUND_107;
  d = r10 + ROUND_234 - ROUND_234;
  r4 -= c;
  r10 -= d;
  r5 += c;
  r11 += d;
  c = r5 + ROUND_128 - ROUND_128;
  d = r11 + ROUND_255 - ROUND_255;
  r5 -= c;
  r11 -= d;
  r6 += c;
  r0 += d * WRAP;
  c = r6 + ROUND_149 - ROUND_149;
  d = r0 + ROUND_22 - ROUND_22;
  r6 -= c;
  r0 -= d;
  r7 += c;
  r1 += d;
  out[0] = r0;
  out[1] = r1;
  out[2] = r2;
  out[3] = r3;
  out[4] = r4;
  out[5] = r5;
  out[6] = r6;
  out[7] = r7;
  out[8] = r8;
  out[9] = r9;
  out[10] = r10;
  out[11] = r11;
}
