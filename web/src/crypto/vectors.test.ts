import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { browserVectors } from './testing/vectors.ts';

const folder = resolve(import.meta.dirname, '../../../fixtures/vectors');

it('the vectors made by the browser are the committed ones (else: npm run vectors)', () => {
  const committed: unknown = JSON.parse(readFileSync(resolve(folder, 'ballot-ts.json'), 'utf8'));
  expect(JSON.parse(JSON.stringify(browserVectors()))).toEqual(committed);
});
