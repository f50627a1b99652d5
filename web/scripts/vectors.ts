// Writes fixtures/vectors/ballot-ts.json: keys, credentials, ballots, sums and decryptions made by
// the browser's code from seeded randomness, for the server's code to check byte by byte.
// The same input gives the same file.
//
//   npm run vectors
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { browserVectors } from '../src/crypto/testing/vectors.ts';

const folder = resolve(import.meta.dirname, '../../fixtures/vectors');
mkdirSync(folder, { recursive: true });
writeFileSync(resolve(folder, 'ballot-ts.json'), JSON.stringify(browserVectors(), null, 2) + '\n');
console.log('wrote fixtures/vectors/ballot-ts.json');
