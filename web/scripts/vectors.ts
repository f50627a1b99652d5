// Writes fixtures/vectors/ballot-ts.json (keys, credentials, ballots, sums, decryptions) and
// ceremony-ts.json (key ceremonies), made by the browser's code from seeded randomness, for the
// server's code to check byte by byte. The same input gives the same files.
//
//   npm run vectors
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ceremonyVectors } from '../src/crypto/testing/ceremony.ts';
import { browserVectors } from '../src/crypto/testing/vectors.ts';

const folder = resolve(import.meta.dirname, '../../fixtures/vectors');
mkdirSync(folder, { recursive: true });
const files = {
  'ballot-ts.json': browserVectors(),
  'ceremony-ts.json': ceremonyVectors(),
};
for (const [name, content] of Object.entries(files)) {
  writeFileSync(resolve(folder, name), JSON.stringify(content, null, 2) + '\n');
  console.log(`wrote fixtures/vectors/${name}`);
}
