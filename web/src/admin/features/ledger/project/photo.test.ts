// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { fitted } from './photo';

test('a large picture is made smaller and keeps its proportions, a small one stays', () => {
  expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 });
  expect(fitted(3000, 4000)).toEqual({ width: 1200, height: 1600 });
  expect(fitted(800, 600)).toEqual({ width: 800, height: 600 });
  expect(fitted(10_000, 1)).toEqual({ width: 1600, height: 1 });
});
