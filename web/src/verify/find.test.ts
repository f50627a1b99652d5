import { describe, expect, it } from 'vitest';
import { shortCode } from '../crypto/board.ts';
import { trackerOf } from '../crypto/challenge.ts';
import type { Verified } from '../crypto/verify/verify.ts';
import { findTracker, matchFingerprint } from './find.ts';
import { compareRanking, type Box } from './ranking.ts';

const trackers = ['a', 'b', 'c'].map((text) => trackerOf(new TextEncoder().encode(text)));
const CARD = 'c'.repeat(64);
const question = (title: string) => ({
  title,
  answers: ['优秀', '一般'],
  blank: false,
  min: 0,
  max: 1,
});
const verified = (name: string, sums: number[][], ballots = 4): Verified => ({
  name,
  description: `示例 规则卡 sha256:${CARD}`,
  uuid: 'VerifyTest1111',
  fingerprint: 'F'.repeat(43),
  questions: [question('里店镇邵伯村'), question('郭城镇西古现村')],
  groups: [],
  shares: [],
  time: 0,
  voters: 5,
  ballots,
  revotes: 1,
  weight: ballots,
  trackers: trackers.slice(0, 2),
  replaced: trackers.slice(2),
  closed: true,
  sums,
  events: ['1', '2', '3'].map((digit) => digit.repeat(64)),
});
const passed = [{ file: 'a.bel', sha256: 'e'.repeat(64), verified: verified('镇', [[1, 1]]) }];

describe('looking things up', () => {
  it('finds a tracker, whole or short, counted or replaced', () => {
    const place = { kind: 'counted', box: '镇', place: 2 };
    expect(findTracker(` ${trackers[1]!} `, { passed })).toEqual([place]);
    expect(findTracker(shortCode(trackers[1]!).toLowerCase(), { passed })).toEqual([place]);
    expect(findTracker(trackers[2]!, { passed })).toEqual([{ kind: 'replaced', box: '镇' }]);
    expect(findTracker('A'.repeat(43), { passed })).toEqual([{ kind: 'absent' }]);
    expect(findTracker('?', { passed })).toEqual([{ kind: 'malformed' }]);
  });

  it('says what a fingerprint is of', () => {
    const match = (text: string) => matchFingerprint(text, { passed, cardHash: CARD });
    expect(match(`SHA-256：${'E'.repeat(64)}`)).toEqual({ kind: 'file', name: 'a.bel' });
    expect(match('F'.repeat(43))).toEqual({ kind: 'election', name: '镇' });
    expect(match('3'.repeat(64))).toEqual({ kind: 'head', name: '镇' });
    expect(match('1'.repeat(64))).toEqual({ kind: 'event', name: '镇', number: 1, all: 3 });
    expect(match(CARD)).toEqual({ kind: 'card' });
    expect(match('0'.repeat(64))).toEqual({ kind: 'absent' });
    expect(match('1234')).toEqual({ kind: 'malformed' });
  });
});

describe('a published ranking', () => {
  const card = {
    method: 'weighted_mean',
    ranks: 'competition',
    ties: ['keep_tied'],
    small_class: 'refuse',
    empty_class: 'refuse',
    blank: { counts_as: 'excluded' },
    rounding: { ranks_on: 'exact' },
    thresholds: { open: 1, mean: 1, histogram: 1 },
    grades: [
      { code: 'a', label: '优秀', points: '100' },
      { code: 'b', label: '一般', points: '62.5' },
    ],
  };
  const classOf = (code: string, label: string, weight: string) => ({
    class: code,
    label,
    weight,
    entitled: 5,
    returned: 4,
    closed: null,
    mean_published: true,
    histogram_published: true,
  });
  // Means: 邵伯村 town 100·3 + 62.5 over 4, village 100; 西古现村 81.25 and 62.5.
  const row = (rank: number, contest: number, name: [string, string], exact: string[]) => ({
    rank,
    contest,
    town: name[0],
    village: name[1],
    score: '',
    score_exact: exact[0],
    classes: [
      {
        class: 'town',
        mean_exact: exact[1],
        marks: contest === 1 ? [3, 1] : [2, 2],
        blank: 0,
      },
      {
        class: 'village',
        mean_exact: exact[2],
        marks: contest === 1 ? [2, 0] : [0, 4],
        blank: contest === 1 ? 2 : 0,
      },
    ],
  });
  const ranking = () => ({
    rule_card_sha256: CARD,
    areas: [
      {
        area: 1,
        label: '第一片区',
        classes: [classOf('town', '镇', '2/5'), classOf('village', '村', '3/5')],
        ranking: [
          row(1, 1, ['里店镇', '邵伯村'], ['385/4', '725/8', '100/1']),
          row(2, 2, ['郭城镇', '西古现村'], ['70/1', '325/4', '125/2']),
        ],
      },
    ],
  });
  const boxes: Box[] = [
    {
      file: 'out/archives/round-1-town.bel',
      verified: verified('镇', [
        [3, 1],
        [2, 2],
      ]),
    },
    {
      file: 'round-1-village.bel',
      verified: verified('村', [
        [2, 0],
        [0, 4],
      ]),
    },
  ];
  const compare = (published: unknown, own = boxes, hash = CARD) =>
    compareRanking(JSON.stringify(card), hash, JSON.stringify(published), own);
  const kinds = (published: unknown, own = boxes) =>
    compare(published, own).differences.map(({ kind }) => kind);

  it('follows from the sums', () => {
    const report = compare(ranking());
    expect(report.differences).toEqual([]);
    expect(report.isRecomputed).toBe(true);
    expect(report.areas[0]!.rows[0]!.marks).toEqual([
      [3, 1],
      [2, 0],
    ]);
  });

  it('is refused where a number does not follow', () => {
    const changed = ranking();
    const [first, second] = changed.areas[0]!.ranking;
    first!.classes[0]!.marks = [4, 0];
    first!.classes[1]!.blank = 1;
    first!.classes[1]!.mean_exact = '99/1';
    first!.score_exact = '97/1';
    second!.rank = 1;
    expect(kinds(changed)).toEqual(['marks', 'blank', 'mean', 'score', 'rank']);
  });

  it('is refused for another card, a missing box, one too many, another turnout', () => {
    expect(compare(ranking(), boxes, 'd'.repeat(64)).differences.map(({ kind }) => kind)).toEqual([
      'card',
      'bound',
      'bound',
    ]);
    expect(kinds(ranking(), boxes.slice(1))).toEqual(['missing']);
    expect(kinds(ranking(), [...boxes, { ...boxes[0]!, file: 'round-2-town.bel' }])).toEqual([
      'extra',
    ]);
    const turnout = ranking();
    turnout.areas[0]!.classes[0]!.returned = 3;
    turnout.areas[0]!.classes[1]!.entitled = 6;
    expect(kinds(turnout)).toEqual(['returned', 'entitled']);
  });

  it('is not judged by rules the page does not know', () => {
    const other = JSON.stringify({ ...card, small_class: 'renormalise' });
    expect(compareRanking(other, CARD, JSON.stringify(ranking()), boxes)).toMatchObject({
      isRecomputed: false,
      differences: [],
    });
    expect(kinds('nothing')).toEqual(['form']);
  });
});
