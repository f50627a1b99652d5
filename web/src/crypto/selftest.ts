/**
 * "This phone can vote": a quick run of everything voting needs, against known answers.
 * Old and broken engines are found at the door, not when the round is open.
 */
import { base64 } from './bytes.ts';
import { digestText } from './challenge.ts';
import { encodeElement, generatorBase, GENERATOR, ORDER } from './group.ts';
import { systemRandom } from './random.ts';

/** Runs the test; throws, whatever the engine throws, when this device cannot vote. */
export function selfTest(): void {
  // SHA-256("abc"), FIPS 180-2.
  expect(base64(digestText('abc')) === 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0');
  // 2·G and (q−1)·G = −G, which also exercises the carries of the table.
  const two = '2260cdf3092329c21da25ee8c9a21f5697390f51643851560e5f46ae6af8a3c9';
  expect(encodeElement(generatorBase().multiply(2n)) === two);
  expect(
    generatorBase()
      .multiply(ORDER - 1n)
      .equals(GENERATOR.negate()),
  );
  const first = systemRandom(32);
  expect(first.length === 32 && first.join() !== systemRandom(32).join());
}

function expect(condition: boolean): void {
  if (!condition) throw new Error('self-test failed');
}
