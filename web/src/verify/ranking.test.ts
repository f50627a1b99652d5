import { describe, expect, it } from 'vitest';
import type { Verified } from '../crypto/verify/verify.ts';
import { compareRanking, type Box } from './ranking.ts';

const HASH = 'a'.repeat(64);
const VILLAGES = ['甲镇一村', '乙镇二村', '丙镇三村'];

const card = (changes: object): object => ({
  method: 'weighted_mean',
  ranks: 'competition',
  small_class: 'refuse',
  empty_class: 'refuse',
  ties: ['keep_tied'],
  blank: { counts_as: 'excluded' },
  grades: [],
  rounding: { ranks_on: 'exact' },
  thresholds: { open: 2, mean: 2, histogram: 2 },
  ...changes,
});

/** An archive of the only class, with four ballots. */
const box = (questions: object[], sums: number[][]): Box => ({
  file: 'archives/round-1-town.bel',
  verified: {
    description: `规则卡 sha256:${HASH}`,
    questions,
    sums,
    ballots: 4,
    voters: 4,
  } as unknown as Verified,
});

interface Row {
  village: number;
  rank: number;
  mean: string;
  marks: number[];
  blank?: number;
}

const ranking = (rows: Row[]): object => ({
  rule_card_sha256: HASH,
  areas: [
    {
      area: 1,
      label: '第一片区',
      classes: [
        {
          class: 'town',
          label: '镇',
          weight: '1/1',
          entitled: 4,
          returned: 4,
          closed: null,
          mean_published: true,
          histogram_published: true,
        },
      ],
      ranking: rows.map(({ village, rank, mean, marks, blank = 0 }) => ({
        rank,
        contest: village + 1,
        town: VILLAGES[village]!.slice(0, 2),
        village: VILLAGES[village]!.slice(2),
        score: mean,
        score_exact: mean,
        classes: [{ class: 'town', mean_exact: mean, marks, blank }],
      })),
    },
  ],
});

const compare = (rules: object, rows: Row[], archive: Box) =>
  compareRanking(JSON.stringify(rules), HASH, JSON.stringify(ranking(rows)), [archive]);

const named = (title: string) => ({ title, answers: VILLAGES, blank: false });

describe('villages that ballots name', () => {
  const rules = card({ method: 'approval', choice: { approve: { least: 1, most: 2 } } });
  const archive = box([named('请推荐 1 至 2 个村')], [[1, 4, 2]]);
  const rows = [
    { village: 1, rank: 1, mean: '100/1', marks: [4] },
    { village: 2, rank: 2, mean: '50/1', marks: [2] },
    { village: 0, rank: 3, mean: '25/1', marks: [1] },
  ];

  it('get the share of ballots that name them', () => {
    const report = compare(rules, rows, archive);
    expect(report.differences).toEqual([]);
    expect(report.isRecomputed).toBe(true);
    expect(report.areas[0]!.grades).toEqual(['推荐']);
    expect(report.areas[0]!.rows.map(({ marks }) => marks)).toEqual([[[4]], [[2]], [[1]]]);
  });

  it('are compared mark by mark, mean by mean, place by place', () => {
    const other = [{ ...rows[0]!, marks: [3], mean: '75/1', rank: 2 }, rows[1]!, rows[2]!];
    const kinds = compare(rules, other, archive).differences.map(({ kind }) => kind);
    expect(kinds).toEqual(['marks', 'mean', 'score', 'rank']);
  });
});

it('an order is recomputed from the sums of every place', () => {
  const rules = card({ method: 'borda', choice: { order: { places: 2 } } });
  const archive = box(
    [named('请选出第 1 名'), named('请选出第 2 名')],
    [
      [3, 1, 0],
      [0, 2, 2],
    ],
  );
  const rows = [
    { village: 0, rank: 1, mean: '3/2', marks: [3, 0] },
    { village: 1, rank: 2, mean: '1/1', marks: [1, 2] },
    { village: 2, rank: 3, mean: '1/2', marks: [0, 2] },
  ];
  const report = compare(rules, rows, archive);
  expect(report.differences).toEqual([]);
  expect(report.isRecomputed).toBe(true);
  expect(report.areas[0]!.grades).toEqual(['第 1 名', '第 2 名']);
  const exchanged = [{ ...rows[0]!, village: 1 }, { ...rows[1]!, village: 0 }, rows[2]!];
  expect(compare(rules, exchanged, archive).differences.length).toBeGreaterThan(0);
});

it('points are recomputed with blanks left out', () => {
  const rules = card({ choice: { points: { least: 0, most: 2 } } });
  const asked = VILLAGES.map((title) => ({
    title,
    answers: ['2 分', '1 分', '0 分'],
    blank: false,
  }));
  const archive = box(asked, [
    [4, 0, 0],
    [1, 1, 1],
    [0, 0, 4],
  ]);
  const rows = [
    { village: 0, rank: 1, mean: '2/1', marks: [4, 0, 0] },
    { village: 1, rank: 2, mean: '1/1', marks: [1, 1, 1], blank: 1 },
    { village: 2, rank: 3, mean: '0/1', marks: [0, 0, 4] },
  ];
  const report = compare(rules, rows, archive);
  expect(report.differences).toEqual([]);
  expect(report.isRecomputed).toBe(true);
  expect(report.areas[0]!.grades).toEqual(['2 分', '1 分', '0 分']);
});

it('what the page cannot recompute is said to be unchecked, and marks are still compared', () => {
  const rules = card({
    method: 'majority_judgment',
    grades: [
      { code: 'good', label: '良好', points: '80' },
      { code: 'poor', label: '较差', points: '40' },
    ],
  });
  const asked = [{ title: VILLAGES[0], answers: ['良好', '较差'], blank: false }];
  const report = compare(
    rules,
    [{ village: 0, rank: 1, mean: '80/1', marks: [2, 2] }],
    box(asked, [[3, 1]]),
  );
  expect(report.isRecomputed).toBe(false);
  expect(report.differences.map(({ kind }) => kind)).toEqual(['marks']);
});

describe('a class whose counts are not published', () => {
  const document = (means: (string | null)[], isHistogram = false): string => {
    const text = structuredClone(
      ranking([
        { village: 0, rank: 1, mean: '80/1', marks: [] },
        { village: 1, rank: 2, mean: '40/1', marks: [] },
      ]),
    ) as {
      areas: {
        classes: { histogram_published: boolean }[];
        ranking: {
          score: string | null;
          score_exact: string | null;
          classes: { mean_exact: string | null; marks: number[] | null }[];
        }[];
      }[];
    };
    text.areas[0]!.classes[0]!.histogram_published = isHistogram;
    text.areas[0]!.ranking.forEach((row, i) => {
      row.classes[0]!.marks = null;
      row.classes[0]!.mean_exact = means[i]!;
      if (means[i] === null) row.score = row.score_exact = null;
    });
    return JSON.stringify(text);
  };
  const rules = (mean: number, histogram: number): string =>
    JSON.stringify(card({ thresholds: { open: 2, mean, histogram } }));

  it('is taken at its published means', () => {
    const report = compareRanking(rules(4, 5), HASH, document(['80/1', '40/1']), []);
    expect(report.differences).toEqual([]);
    expect(report.withheld).toEqual([{ area: '第一片区', class: '镇', isFromMeans: true }]);
  });

  it('is refused with a mean that gives another score and place', () => {
    const report = compareRanking(rules(4, 5), HASH, document(['30/1', '40/1']), []);
    expect(report.differences.map(({ kind }) => kind)).toEqual(['score', 'rank', 'rank']);
  });

  it('is said to be unchecked where means are not published either, and may not show one', () => {
    const report = compareRanking(rules(5, 5), HASH, document([null, null]), []);
    expect(report.differences).toEqual([]);
    expect(report.withheld).toEqual([{ area: '第一片区', class: '镇', isFromMeans: false }]);
    const shown = compareRanking(rules(5, 5), HASH, document(['80/1', '40/1']), []);
    expect(shown.differences.map(({ kind }) => kind)).toContain('mean');
  });

  it('needs its archive where turnout publishes its counts, whatever the file says', () => {
    for (const isHistogram of [true, false]) {
      const text = document(['80/1', '40/1'], isHistogram);
      const report = compareRanking(rules(4, 4), HASH, text, []);
      expect(report.differences.map(({ kind }) => kind)).toContain('missing');
      expect(report.withheld).toEqual([]);
    }
  });
});
