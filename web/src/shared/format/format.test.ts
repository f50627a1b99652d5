import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { locale } from '@/shared/i18n';
import {
  count,
  dateSpan,
  exactPercent,
  exactWan,
  longDate,
  longMonth,
  numeral,
  parsePercent,
  parseWan,
  percent,
  pointsOf,
  shortHash,
  sumFen,
  toPercent,
  wanYuan,
} from './index';

afterEach(() => {
  locale.value = 'zh-CN';
});

describe('money', () => {
  it('shows the ledger of the model as 7,345.77 万元, exactly', () => {
    const [, ...rows] = readFileSync('../fixtures/haiyang-2022/projects.csv', 'utf8')
      .trim()
      .split('\n');
    const total = sumFen(rows.map((row) => Number(row.split(',')[5])));
    expect(total).toBe(7_345_770_000n);
    expect(wanYuan(total)).toBe('7,345.77');
  });

  it('rounds halves of a hundredth away from zero, once', () => {
    expect(wanYuan(5_000)).toBe('0.01');
    expect(wanYuan(4_999)).toBe('0.00');
    expect(wanYuan(14_999)).toBe('0.01');
    expect(wanYuan(-5_000)).toBe('−0.01');
  });

  it('keeps every fen of a sum beyond what a float holds', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(sumFen([most, most, 1])).toBe(2n * BigInt(most) + 1n);
    expect(wanYuan(123_456_789_012_345_678n)).toBe('123,456,789,012.35');
  });

  it.each([
    ['6.62', 6_620_000],
    ['66.2', 66_200_000],
    ['0.000001', 1],
    ['7,345.77', 7_345_770_000],
    ['７３４５．７７', 7_345_770_000],
    [' 0 ', 0],
    ['0.1', 100_000],
    ['1000000000', 1_000_000_000_000_000],
  ])('typed as %s 万元 is %d fen', (typed, fen) => {
    expect(parseWan(typed)).toBe(fen);
  });

  it.each(['', '-1', '1.0000001', '1e3', '=1', '1,23', '12.', '.5', '12,34.5', '999999999999'])(
    'is not read out of %j',
    (typed) => {
      expect(parseWan(typed)).toBeNull();
    },
  );

  it('is typed again as it is kept, to the last fen', () => {
    for (const fen of [0, 1, 10, 999_999, 1_000_000, 66_200_000, 123_456_789_012_345]) {
      expect(parseWan(exactWan(fen))).toBe(fen);
    }
    expect(exactWan(66_200_000)).toBe('66.2');
    expect(exactWan(1)).toBe('0.000001');
  });
});

describe('basis points', () => {
  it('are shown and typed as per cent', () => {
    expect([0, 5, 4_550, 10_000, -1_500].map(percent)).toEqual([
      '0.00',
      '0.05',
      '45.50',
      '100.00',
      '−15.00',
    ]);
    expect([0, 5, 4_550, 10_000].map(exactPercent)).toEqual(['0', '0.05', '45.5', '100']);
    for (const points of [0, 1, 10, 4_550, 9_999, 10_000]) {
      expect(parsePercent(exactPercent(points))).toBe(points);
    }
    expect(parsePercent('45％')).toBe(4_500);
    for (const wrong of ['', '101', '-1', '45.555', '1e1', '４５.x']) {
      expect(parsePercent(wrong)).toBeNull();
    }
  });

  it('of a whole are exact and rounded once', () => {
    expect(pointsOf(1, 3)).toBe(3_333);
    expect(pointsOf(2, 3)).toBe(6_667);
    expect(pointsOf(1, 0)).toBeNull();
    expect(pointsOf(9_007_199_254_740_991, 9_007_199_254_740_991)).toBe(10_000);
  });
});

describe('dates', () => {
  it('are written as a document writes them', () => {
    expect(longDate('2022-11-04')).toBe('2022年11月4日');
    expect(dateSpan('2022-11-24', '2022-11-27')).toBe('2022年11月24日至27日');
    expect(dateSpan('2022-11-30', '2022-12-02')).toBe('2022年11月30日至2022年12月2日');
    expect(dateSpan('2022-11-24', '2022-11-24')).toBe('2022年11月24日');
    expect(longDate('soon')).toBe('soon');
    expect(longMonth('2022-11')).toBe('2022年11月');
  });

  it('follow the language shown', () => {
    locale.value = 'en';
    expect(longDate('2022-11-04')).toBe('4 Nov 2022');
    expect(longMonth('2022-11')).toBe('Nov 2022');
  });
});

describe('numbers', () => {
  it('are grouped, shortened and written out', () => {
    expect(count(1234567)).toBe('1,234,567');
    expect(count(103)).toBe('103');
    expect(shortHash('12d446ea56d57358e46e90f2')).toBe('12d4 46ea 56d5');
    expect([1, 10, 12, 20, 34].map(numeral)).toEqual(['一', '十', '十二', '二十', '三十四']);
  });
});

describe('a share of one as a percentage', () => {
  it.each([
    ['2/5', '40'],
    ['0.4', '40'],
    ['3/8', '37.5'],
    ['1/1', '100'],
    ['0.005', '0.5'],
    ['1/3', '1/3'],
    ['1/0', '1/0'],
    ['forty', 'forty'],
  ])('%s is %s', (share, wanted) => {
    expect(toPercent(share)).toBe(wanted);
  });
});
