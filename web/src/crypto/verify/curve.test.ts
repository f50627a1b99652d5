import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { encodeElement } from '../group.ts';
import { Point as Library } from '@noble/ed25519';
import { seededRandom } from '../testing/seeded.ts';
import { bytesToBigInt } from '../bytes.ts';
import {
  compress,
  decompress,
  digitsOf,
  FixedTable,
  GENERATOR,
  identity,
  ORDER,
  powersOf,
  readPowers,
} from './curve.ts';
import { fieldOf, inverse, multiply, numberOf, P, square, subtract, add, zero } from './field.ts';

const random = seededRandom('curve');
const number = (below: bigint): bigint => bytesToBigInt(random(40)) % below;
const textOf = (scalar: bigint): string =>
  encodeElement(scalar === 0n ? Library.ZERO : Library.BASE.multiply(scalar));
const raw = (point: InstanceType<typeof ed25519.Point>): string =>
  [...point.toBytes()]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

describe('numbers modulo p in limbs', () => {
  const edges = [0n, 1n, 2n, 19n, P - 1n, P - 2n, (1n << 254n) - 1n, (1n << 255n) - 1n, 1n << 21n];
  const samples = [...edges, ...Array.from({ length: 30 }, () => number(P))];

  it('multiply, square and invert as big integers do', () => {
    const out = zero();
    for (const a of samples) {
      square(out, fieldOf(a));
      expect(numberOf(out)).toBe((a * a) % P);
      for (const b of samples) {
        multiply(out, fieldOf(a), fieldOf(b));
        expect(numberOf(out)).toBe((a * b) % P);
      }
      const unit = zero();
      multiply(unit, inverse(fieldOf(a)), fieldOf(a));
      expect(numberOf(unit)).toBe(a % P === 0n ? 0n : 1n);
    }
  });

  it('are exact for sums of four times sums of four, at the ends of every limb', () => {
    // Every limb at half its range, all signs: what a product can leave behind at worst.
    const weights = Array.from({ length: 13 }, (_, i) => Math.ceil(21.25 * i));
    const worst = (sign: (i: number) => number) =>
      Float64Array.from({ length: 12 }, (_, i) => sign(i) * 2 ** (weights[i + 1]! - 1));
    const signs = [
      () => 1,
      () => -1,
      (i: number) => (i % 2 ? 1 : -1),
      (i: number) => (i < 6 ? 1 : -1),
    ];
    const out = zero();
    const exact = (limbs: Float64Array): bigint => {
      const sum = limbs.reduce((total, limb) => total + BigInt(limb), 0n) % P;
      return sum < 0n ? sum + P : sum;
    };
    for (const one of signs) {
      for (const other of signs) {
        const [a, b] = [worst(one), worst(other)];
        const [four, also] = [zero(), zero()];
        add(four, a, a);
        add(four, four, four);
        add(also, b, b);
        subtract(also, also, a);
        subtract(also, also, a);
        multiply(out, four, also);
        expect(numberOf(out)).toBe((exact(four) * exact(also)) % P);
        square(out, four);
        expect(numberOf(out)).toBe(exact(four) ** 2n % P);
      }
    }
  });
});

describe('the group', () => {
  const exponents = [0n, 1n, 2n, 31n, 32n, ORDER - 1n, (1n << 252n) - 1n, number(ORDER)];

  it('raises a point to several exponents as the library does', () => {
    for (let i = 0; i < 4; i++) {
      const base = number(ORDER);
      const read = readPowers(textOf(base), exponents);
      if ('fault' in read) throw new Error(read.fault);
      const wanted = exponents.map((exponent) => textOf((base * exponent) % ORDER));
      expect(compress(read.powers)).toEqual(wanted);
      expect(compress(powersOf(read.point, exponents, false).powers)).toEqual(wanted);
    }
  });

  it('raises from tables as well', () => {
    const base = number(ORDER);
    const table = new FixedTable(decompress(textOf(base))!);
    for (const exponent of exponents) {
      const out = identity();
      table.multiplyInto(out, exponent);
      expect(compress([out])[0]).toBe(textOf((base * exponent) % ORDER));
    }
    expect(compress([GENERATOR])[0]).toBe(textOf(1n));
  });

  it('splits exponents into odd digits far apart', () => {
    for (const exponent of exponents) {
      const digits = digitsOf(exponent);
      const sum = digits.reduceRight((total, digit) => 2n * total + BigInt(digit), 0n);
      expect(sum).toBe(exponent);
      expect(digits.every((digit) => digit === 0 || (digit & 1) === 1 || (digit & 1) === -1)).toBe(
        true,
      );
    }
  });

  it('refuses all eight torsion points, and any point with one added', () => {
    const { Point } = ed25519;
    // Of order 8: q times a point outside the subgroup.
    let generator = Point.ZERO;
    for (let y = 2n; ; y++) {
      const text = y.toString(16).padStart(64, '0');
      const point = decompress(text);
      if (!point) continue;
      const outside = Point.fromHex(text.match(/../g)!.reverse().join(''));
      generator = outside.multiplyUnsafe(ORDER - 1n).add(outside);
      if (!generator.double().double().is0()) break;
    }
    let torsion = generator;
    for (let i = 1; i < 8; i++, torsion = torsion.add(generator)) {
      expect(readPowers(raw(torsion), [])).toEqual({ fault: 'torsion' });
      expect(readPowers(raw(Point.BASE.add(torsion)), [5n])).toEqual({ fault: 'torsion' });
    }
    expect(readPowers(raw(torsion), [])).toEqual({ fault: 'identity' });
  });

  it.each([
    ['F'.repeat(64), 'encoding'],
    ['1', 'encoding'],
    // y = p, y = p + 1, x = 0 with a sign, no x at all
    ['7' + 'f'.repeat(61) + 'ed', 'not-on-curve'],
    ['7' + 'f'.repeat(61) + 'ee', 'not-on-curve'],
    ['8' + '0'.repeat(62) + '1', 'not-on-curve'],
    ['f' + 'f'.repeat(61) + 'ec', 'not-on-curve'],
    ['0'.repeat(63) + '2', 'not-on-curve'],
  ])('refuses %s', (text, fault) => {
    expect(readPowers(text, [])).toEqual({ fault });
  });
});
