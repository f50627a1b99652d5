import { digestText } from '../challenge.ts';
import type { RandomBytes } from '../random.ts';

/** Repeatable bytes for tests and vectors: SHA-256 of the seed and a counter, one block after another. */
export function seededRandom(seed: string): RandomBytes {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; filled += 32) {
      const block = digestText(`${seed}|${counter++}`);
      bytes.set(block.subarray(0, Math.min(32, length - filled)), filled);
    }
    return bytes;
  };
}
