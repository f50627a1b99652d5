import { afterEach, describe, expect, it } from 'vitest';
import { locale } from '@/shared/i18n';
import { formulaOf } from './formula';
import { names, step, voteAlone } from './testing/steps';

afterEach(() => {
  locale.value = 'zh-CN';
});

describe('a sum that something is missing for', () => {
  const source = '/composite/components/0/source';
  const lost = (op: string, missing: string, component?: string, clause = '') =>
    step(op, [], { component, in: [], missing, out: null }, clause);
  const indicator = lost('sum', 'income', 'record', `${source}/record/indicators`);

  it.each([
    ['an indicator', indicator, '缺少“村集体收入”的数值，没有得分'],
    [
      'a criterion',
      lost('sum', 'industry', 'tour', `${source}/panel/criteria`),
      '缺少“产业发展”的得分，没有合计',
    ],
    ['a class', lost('score', 'town', 'vote'), '“镇”没有一张票给它评定，没有得分'],
    ['a class', lost('majority', 'town', 'vote'), '“镇”没有一张票给它评定，没有得分'],
    ['a component', lost('composite', 'vote'), '缺少“民主评议”的得分，没有综合得分'],
  ])('names %s as the card does', (_, given, how) => {
    expect(formulaOf(given, names)).toMatchObject({ out: '', exact: null, how });
  });
  it('says so in English too', () => {
    locale.value = 'en';
    expect(formulaOf(indicator, names).how).toBe('No value of “村集体收入”, so there is no score');
  });
  it('names the vote where the card has nothing else', () => {
    expect(formulaOf(lost('composite', 'vote'), voteAlone).how).toContain('“评议”');
  });
});

describe('a class that gave a village no mark', () => {
  it.each(['class_mean', 'class_marks'])('has no %s', (op) => {
    const members = { component: 'vote', class: 'town', in: [['excellent', '100/1', 0]] };
    const lost = step(op, [], { ...members, blank: 3, of: 0, out: null });
    expect(formulaOf(lost, names)).toMatchObject({ out: '', how: '没有一张票给它评定' });
  });
});

describe('a vote without values', () => {
  it.each([
    ['no_turnout', '还没有投票'],
    ['round_not_decided', '本轮投票没有达到法定人数，或者票数太少'],
    ['withheld', '投票人数太少，分数不公布'],
  ])('tells %s in words', (why, out) => {
    const lost = step('no_value', [], { component: 'vote', why });
    expect(formulaOf(lost, names)).toMatchObject({ title: '民主评议 · 没有分数', out, how: '' });
    expect(formulaOf(lost, voteAlone).title).toBe('没有分数');
  });
});
