import { expect, test } from 'vitest';
import { barShare, entranceDelays, firstRow, fullScore, modestTable } from './ranking.ts';
import type { RevealRow } from '@/shared/api/screen';

function row(rank: number, score: string, ...villages: string[]): RevealRow {
  return {
    rank: String(rank),
    score,
    tie: villages.length > 1,
    villages: villages.map((village) => ({ town: '郭城镇', village })),
  };
}

test('bars are measured against the full mark, not against the winner', () => {
  expect(fullScore([row(2, '84.55', '甲村'), row(1, '92.35', '乙村')])).toBe(100);
  expect(fullScore([row(1, '100.00', '乙村')])).toBe(100);
  expect(fullScore([row(1, '4.20', '乙村')])).toBe(10);
  expect(barShare(row(1, '92.35', '乙村'), 100)).toBeCloseTo(0.9235);
});

test('a row revealed alone moves at once, also the first place', () => {
  const last = row(8, '70.00', '甲村');
  expect(entranceDelays([last], null)).toEqual([0]);
  const first = row(1, '90.00', '甲村');
  expect(entranceDelays([first], first)).toEqual([0]);
});

test('revealed together, rows follow each other and the first place comes after all', () => {
  const first = row(1, '90.00', '丙村', '丁村');
  const delays = entranceDelays([row(4, '70.00', '甲村'), row(3, '75.00', '乙村'), first], first);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(delays[2]! - delays[1]!).toBeGreaterThanOrEqual(1_300);
});

test('the first place is rank 1, or finishes the table where ties share a mean place', () => {
  const tied = { ...row(1, '90.00', '丙村', '丁村'), rank: '1.5' };
  const second = row(3, '75.00', '乙村');
  expect(firstRow([second], false)).toBeNull();
  expect(firstRow([second, tied], true)).toBe(tied);
  const single = row(1, '90.00', '丙村');
  expect(firstRow([second, single], false)).toBe(single);
});

test('the modest table sets the first places apart and keeps visiting order', () => {
  const contests = ['甲村', '乙村', '丙村', '丁村'].map((village) => ({ town: '郭城镇', village }));
  const before = modestTable(contests, null);
  expect(before).toEqual({ first: [], others: contests });
  const after = modestTable(contests, row(1, '90.00', '丁村', '乙村'));
  expect(after.first.map((place) => place.village)).toEqual(['丁村', '乙村']);
  expect(after.others.map((place) => place.village)).toEqual(['甲村', '丙村']);
});
