import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import {
  decodeElement,
  decodeElementOrIdentity,
  encodeElement,
  encodeElements,
  FixedBase,
  generatorBase,
  GENERATOR,
  IDENTITY,
  ORDER,
  parseScalar,
  randomScalar,
} from './group.ts';
import { bytesToBigInt } from './bytes.ts';
import { selfTest } from './selftest.ts';
import { multiply } from './variable-base.ts';
import { seededRandom } from './testing/seeded.ts';

const G = '6666666666666666666666666666666666666666666666666666666666666658';
/** A point of order 8 in RFC 8032 bytes, from the list of small-order points of curve25519. */
const TORSION = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a';

const reversed = (hex: string) => hex.match(/../g)!.reverse().join('');

describe('the encoding of points', () => {
  it('spells the base point as y without a sign', () => {
    expect(encodeElement(GENERATOR)).toBe(G);
  });

  it('sets the highest bit for odd x, so the negative differs in the first digit only', () => {
    expect(encodeElement(GENERATOR.negate())).toBe('e' + G.slice(1));
  });

  it('is RFC 8032 with its bytes reversed', () => {
    const point = generatorBase().multiply(987654321n);
    expect(encodeElement(point)).toBe(reversed(point.toHex()));
  });

  it('agrees with itself whether spelt alone or in a batch', () => {
    const random = seededRandom('batch');
    const points = Array.from({ length: 20 }, () => generatorBase().multiply(randomScalar(random)));
    expect(encodeElements([IDENTITY, ...points])).toEqual([
      '0'.repeat(63) + '1',
      ...points.map(encodeElement),
    ]);
    for (const point of points) {
      expect(decodeElement(encodeElement(point))!.equals(point)).toBe(true);
    }
  });

  it.each([
    ['the identity', '0'.repeat(63) + '1'],
    ['upper case', 'E' + G.slice(1)],
    ['a digit too few', G.slice(1)],
    ['a digit too many', '0' + G],
    ['a point of order eight', reversed(TORSION)],
    ['y = p', '7' + 'f'.repeat(61) + 'ed'],
    ['y = p + 1, another spelling of the identity', '7' + 'f'.repeat(61) + 'ee'],
    ['the identity with a sign', '8' + '0'.repeat(62) + '1'],
    ['a y with no x', '0'.repeat(63) + '2'],
    ['not a text', 5],
  ])('refuses %s', (_, text) => {
    expect(decodeElement(text)).toBeNull();
  });

  it('refuses a member of the subgroup shifted by a torsion point', () => {
    const torsion = (
      GENERATOR.constructor as unknown as { fromHex(hex: string): typeof GENERATOR }
    ).fromHex(TORSION);
    expect(torsion.clearCofactor().is0()).toBe(true);
    expect(decodeElement(encodeElement(generatorBase().multiply(7n).add(torsion)))).toBeNull();
  });

  it('accepts the identity only as a sum', () => {
    expect(decodeElementOrIdentity('0'.repeat(63) + '1')!.is0()).toBe(true);
    expect(decodeElementOrIdentity(reversed(TORSION))).toBeNull();
  });
});

describe('multiplication by table', () => {
  it('agrees with the library, at the edges too', () => {
    const random = seededRandom('table');
    const point = GENERATOR.multiply(424242n);
    const base = new FixedBase(point);
    const scalars = [1n, 2n, 31n, 32n, 33n, 63n, 64n, 2n ** 252n, ORDER - 1n];
    for (let i = 0; i < 40; i++) scalars.push(randomScalar(random));
    for (const scalar of scalars) {
      expect(base.multiply(scalar).equals(point.multiply(scalar))).toBe(true);
    }
    expect(base.multiply(0n).is0()).toBe(true);
  });
});

it('multiplication of any point has its edges right', () => {
  const point = generatorBase().multiply(99n);
  expect(multiply(point, 0n).is0()).toBe(true);
  expect(multiply(point, ORDER).is0()).toBe(true);
  expect(multiply(point, 1n).equals(point)).toBe(true);
  expect(multiply(point, ORDER - 1n).equals(point.negate())).toBe(true);
  expect(multiply(IDENTITY, 5n).is0()).toBe(true);
});

describe('numbers modulo q', () => {
  it('have one spelling each', () => {
    expect(parseScalar('0')).toBe(0n);
    expect(parseScalar((ORDER - 1n).toString())).toBe(ORDER - 1n);
    for (const bad of [ORDER.toString(), '00', '01', '-1', '+1', '1 ', '', '0x1', '1e3', 1, null]) {
      expect(parseScalar(bad)).toBeNull();
    }
  });

  it('are drawn by reducing 512 bits', () => {
    const bytes = seededRandom('wide')(64);
    expect(randomScalar(() => bytes)).toBe(bytesToBigInt(bytes) % ORDER);
  });
});

it('the self-test of the phone passes here', () => {
  expect(selfTest).not.toThrow();
});

it('the tables and the library compute the same as the larger library, for many scalars', () => {
  const random = seededRandom('compare');
  const theirs = ed25519.Point;
  const key = randomScalar(random);
  const base = new FixedBase(GENERATOR.multiply(key));
  const theirBase = theirs.BASE.multiply(key);
  for (let i = 0; i < 200; i++) {
    const scalar = i < 64 ? 2n ** BigInt(4 * i) % ORDER : randomScalar(random);
    const ours = base.multiply(scalar);
    expect(ours.toHex()).toBe(theirBase.multiply(scalar).toHex());
    // A point whose T does not match its X, Y and Z would go wrong in the next addition only.
    ours.assertValidity();
    expect(multiply(base.multiply(1n), scalar).equals(ours)).toBe(true);
    multiply(ours, scalar).assertValidity();
    expect(ours.add(GENERATOR).toHex()).toBe(theirBase.multiply(scalar).add(theirs.BASE).toHex());
    expect(decodeElement(encodeElement(ours))!.toHex()).toBe(ours.toHex());
  }
});
