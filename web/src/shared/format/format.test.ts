import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { locale } from '@/shared/i18n';
import { count, dateSpan, longDate, numeral, shortHash, sumFen, toPercent, wanYuan } from './index';

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
});

describe('dates', () => {
  it('are written as a document writes them', () => {
    expect(longDate('2022-11-04')).toBe('2022年11月4日');
    expect(dateSpan('2022-11-24', '2022-11-27')).toBe('2022年11月24日至27日');
    expect(dateSpan('2022-11-30', '2022-12-02')).toBe('2022年11月30日至2022年12月2日');
    expect(dateSpan('2022-11-24', '2022-11-24')).toBe('2022年11月24日');
    expect(longDate('soon')).toBe('soon');
  });

  it('follow the language shown', () => {
    locale.value = 'en';
    expect(longDate('2022-11-04')).toBe('4 Nov 2022');
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
  ])('%s is %s', (share, percent) => {
    expect(toPercent(share)).toBe(percent);
  });
});
