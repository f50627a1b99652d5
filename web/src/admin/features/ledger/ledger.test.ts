import { describe, expect, it } from 'vitest';
import type { Register } from '@/shared/api';
import { checkProject, emptyProject, fundingSum, weightSum } from './edit/form';
import { applyFilter, filterText, NOTHING, queryOf, readFilter, writeFilter } from './filter';
import { faultsOf, isChanged, monthsBefore, step, typedOf, type MonthRow } from './report/typed';
import {
  dateOf,
  dayNumber,
  monthEnd,
  monthPlus,
  monthTicks,
  planCurve,
  plannedProgress,
  reportCurve,
  spanOf,
} from './schedule';
import { lineOf, standing } from './state';
import { addsUp, longestDelays } from './totals/check';

const GREEN: Register.Lit = {
  light: 'green',
  unexempted: 'green',
  planned: null,
  behind: 0,
  months_late: 0,
  exemption: null,
};
function row(number: string, more: Partial<Register.LedgerRow> = {}): Register.LedgerRow {
  return {
    id: `id-${number}`,
    version: 1,
    number,
    name: `项目${number}`,
    category: '产业',
    town: { id: 't', name: '郭城镇' },
    villages: [],
    area: '第一片区',
    owner: '',
    leader: '',
    planned: 100,
    arrived: 60,
    spent: 20,
    state: 'building',
    progress: 0,
    light: GREEN,
    reported: null,
    problem: '',
    solver: '',
    households: null,
    planned_finish: null,
    pending: 0,
    synthetic: false,
    ...more,
  };
}
function project(more: Partial<Register.LedgerProject> = {}): Register.LedgerProject {
  return {
    ...emptyProject(),
    number: 'HY2022-001',
    name: '村级道路硬化项目',
    category: '基础设施',
    town: 't',
    start: { planned: '2026-01-01', actual: null },
    finish: { planned: '2026-10-31', actual: null },
    ...more,
  };
}
const move = (from: Register.ProjectState, to: Register.ProjectState, day = '01') => ({
  from,
  to,
  by: 'organiser',
  at: `2026-03-${day}T00:00:00Z`,
  why: '按程序',
});

describe('a filter', () => {
  const all = readFilter({});
  it('is read from an address and written back, without what shows everything', () => {
    const query = { light: 'red,amber', town: '郭城镇', problem: '1', q: 'dlyh' };
    expect(writeFilter(readFilter(query))).toEqual(query);
    expect(writeFilter(all)).toEqual({});
    expect(readFilter({ light: 'purple,red', state: ['paused', 'x'] })).toMatchObject({
      lights: ['red'],
      state: 'paused',
    });
    expect(queryOf(filterText(readFilter(query)))).toEqual(query);
  });

  it('leaves what fits everything that was asked', () => {
    const rows = [
      row('1', { light: { ...GREEN, light: 'red' }, problem: '缺料' }),
      row('2', { town: { id: 'u', name: '朱吴镇' }, villages: [{ id: 'v', name: '西古现村' }] }),
      row('3', { category: '' }),
    ];
    const left = (more: Partial<typeof all>, ...args: [Set<string>?, Set<string>?]) =>
      applyFilter(rows, { ...all, ...more }, ...args).map((each) => each.number);
    expect(left({})).toEqual(['1', '2', '3']);
    expect(left({ lights: ['red', 'amber'] })).toEqual(['1']);
    expect(left({ problem: true })).toEqual(['1']);
    expect(left({ town: '朱吴镇' })).toEqual(['2']);
    expect(left({ q: '古现' })).toEqual(['2']);
    expect(left({ q: 'xgx' })).toEqual([]);
    expect(left({ q: 'xgx' }, new Set(['id-2']))).toEqual(['2']);
    expect(left({ category: NOTHING })).toEqual(['3']);
    expect(left({ source: '村集体' }, new Set(), new Set(['3']))).toEqual(['3']);
  });
});

describe('the plan', () => {
  it('is the one the server reckons with', () => {
    expect(plannedProgress(project(), '2025-12-31')).toBe(0);
    expect(plannedProgress(project(), '2026-06-01')).toBe(4_983);
    expect(plannedProgress(project(), '2027-01-01')).toBe(10_000);
    const milestone = (weight: number, planned: string) => ({
      name: '节点',
      weight,
      planned,
      actual: null,
    });
    const milestones = [milestone(3_000, '2026-03-01'), milestone(7_000, '2026-09-01')];
    const stepped = project({ milestones });
    expect(plannedProgress(stepped, '2026-02-28')).toBe(0);
    expect(plannedProgress(stepped, '2026-03-01')).toBe(3_000);
    expect(plannedProgress(stepped, '2026-09-01')).toBe(10_000);
    const curve = planCurve(stepped, dayNumber('2026-01-01')!, dayNumber('2026-12-31')!);
    expect(curve.map((point) => [dateOf(point.day), point.points])).toEqual([
      ['2026-01-01', 0],
      ['2026-03-01', 0],
      ['2026-03-01', 3_000],
      ['2026-09-01', 3_000],
      ['2026-09-01', 10_000],
      ['2026-12-31', 10_000],
    ]);
    const none = { planned: null, actual: null };
    expect(plannedProgress(project({ start: none }), '2026-03-01')).toBeNull();
  });

  it('knows its months', () => {
    expect([monthEnd('2026-02'), monthEnd('2024-02'), monthEnd('2026-12')]).toEqual([
      '2026-02-28',
      '2024-02-29',
      '2026-12-31',
    ]);
    expect([monthPlus('2026-01', -1), monthPlus('2026-11', 2)]).toEqual(['2025-12', '2027-01']);
    const span = spanOf(project(), '2026-11-26')!;
    expect(span.map(dateOf)).toEqual(['2026-01-01', '2026-12-01']);
    expect(monthTicks(...span, 6).map(dateOf)).toHaveLength(6);
    const none = { planned: null, actual: null };
    expect(spanOf(project({ start: none, finish: none }), '2026-11-26')).toBeNull();
  });

  it('puts a report at the end of its month, and at today while the month lasts', () => {
    const report = { progress: 4_500, sentence: '', by: 'town', at: '' };
    const reports = ['2026-10', '2026-11'].map((month) => ({ ...report, month }));
    expect(reportCurve(reports, '2026-11-26').map((point) => dateOf(point.day))).toEqual([
      '2026-10-31',
      '2026-11-26',
    ]);
  });
});

describe('the line of states', () => {
  it('keeps the place of a project that stands still', () => {
    const moves = [
      move('reserve', 'declared', '02'),
      move('declared', 'reviewed', '03'),
      move('reviewed', 'paused', '04'),
      move('paused', 'adjusted', '05'),
    ];
    expect(standing('adjusted', moves)).toBe('reviewed');
    expect(lineOf('adjusted', moves).map((each) => each.place)).toEqual([
      'done',
      'done',
      'now',
      ...Array<string>(5).fill('ahead'),
    ]);
    expect(lineOf('adjusted', moves)[1]!.at).toBe('2026-03-02T00:00:00Z');
    expect(standing('withdrawn', [move('reserve', 'withdrawn')])).toBe('reserve');
    expect(standing('building', [])).toBe('building');
  });
});

describe('a project being edited', () => {
  const whole = project({
    funding: [
      { source: '衔接资金', planned: 66_200_001, arrived: 10_000, spent: 1 },
      { source: '村集体', planned: 9_007_199_254_740_991, arrived: 0, spent: 0 },
    ],
    milestones: [
      { name: '清表', weight: 3_333, planned: '2026-03-01', actual: null },
      { name: '浇筑', weight: 6_667, planned: null, actual: null },
    ],
    acceptance: { on: '2026-11-01', result: '合格', document: '' },
  });

  it('is worth sending when nothing is missing', () => {
    expect(checkProject(whole)).toEqual([]);
    expect(weightSum(whole)).toBe(10_000);
    expect(fundingSum(whole, 'planned')).toBe(9_007_199_320_940_992n);
  });

  it('names every member that is missing or contradicts itself', () => {
    const broken = structuredClone(whole);
    broken.name = ' ';
    broken.funding[0]!.spent = 10_001;
    broken.funding[1]!.source = '衔接资金 ';
    broken.milestones[0]!.weight = 0;
    broken.finish.planned = '2025-12-31';
    broken.problem = '缺料';
    broken.acceptance!.on = '';
    expect(checkProject(broken)).toEqual([
      { path: '/name', code: 'empty' },
      { path: '/funding/0/spent', code: 'more_than_arrived' },
      { path: '/funding/1/source', code: 'repeated' },
      { path: '/finish/planned', code: 'dates' },
      { path: '/milestones/0/weight', code: 'weight' },
      { path: '/milestones', code: 'weights' },
      { path: '/solver', code: 'empty' },
      { path: '/acceptance/on', code: 'date' },
    ]);
    expect(checkProject(emptyProject()).map((fault) => fault.path)).toEqual([
      '/number',
      '/name',
      '/category',
      '/town',
    ]);
  });
});

describe('totals', () => {
  const rows = [row('1'), row('2', { category: '民生', planned: 50 })];
  const part = (name: string, numbers: string[], planned: number) => ({
    name,
    count: numbers.length,
    planned,
    arrived: numbers.length * 60,
    spent: numbers.length * 20,
    projects: numbers,
  });
  const whole = part('', ['1', '2'], 150);

  it('add up when whole, parts and list say the same', () => {
    const parts = [part('产业', ['1'], 100), part('民生', ['2'], 50)];
    expect(addsUp('category', { whole, parts }, rows)).toBe(true);
    expect(addsUp('source', { whole, parts }, rows)).toBe(true);
    const off = [part('产业', ['1'], 101), part('民生', ['2'], 49)];
    expect(addsUp('category', { whole, parts: off }, rows)).toBe(false);
    expect(addsUp('category', { whole, parts: parts.slice(1) }, rows)).toBe(false);
    expect(addsUp('category', { whole, parts }, rows.slice(1))).toBe(false);
  });

  it('name the longest delays first', () => {
    const late = (months_late: number, behind: number): Register.Lit => ({
      ...GREEN,
      unexempted: 'red',
      months_late,
      behind,
    });
    const some = [
      row('1', { light: late(0, 3_000) }),
      row('2', { light: late(4, 100) }),
      row('3'),
      row('4', { light: late(4, 900) }),
    ];
    expect(longestDelays(some, 9).map((each) => each.number)).toEqual(['4', '2', '1']);
    expect(longestDelays(some, 1)).toHaveLength(1);
  });
});

describe('the report of a month', () => {
  const found: MonthRow = {
    id: 'p',
    number: '1',
    name: '项目',
    town: { id: 't', name: '郭城镇' },
    villages: [],
    progress: 4_550,
    report: null,
  };
  const report = { month: '2026-11', progress: 6_000, sentence: '正常', by: 'x', at: '' };

  it('begins with the number of last time and nothing said', () => {
    expect(typedOf(found)).toEqual({ percent: '45.5', sentence: '' });
    expect(typedOf({ ...found, report })).toEqual({ percent: '60', sentence: '正常' });
    expect(isChanged({ ...found, report }, { percent: '60', sentence: '正常' })).toBe(false);
    expect(isChanged(found, { percent: '45.5', sentence: '正常' })).toBe(true);
  });

  it('is a number from 0 to 100 and one sentence', () => {
    expect(faultsOf({ percent: '45.5', sentence: '正常' })).toEqual([]);
    expect(faultsOf({ percent: '101', sentence: ' ' })).toEqual(['percent', 'sentence']);
    expect(faultsOf({ percent: '1', sentence: '长'.repeat(101) })).toEqual(['long']);
  });

  it('is stepped in fives, within 0 and 100', () => {
    expect(step('45.5', 5)).toBe('50');
    expect(step('45.5', -5)).toBe('45');
    expect(step('45', 5)).toBe('50');
    expect(step('0', -5)).toBe('0');
    expect(step('98', 5)).toBe('100');
    expect(step('x', 5)).toBe('5');
  });

  it('can be made for this month and the eleven before it', () => {
    const months = monthsBefore('2026-02');
    expect(months).toHaveLength(12);
    expect(months.slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12']);
  });
});
