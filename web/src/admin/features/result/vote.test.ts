import { afterEach, describe, expect, it } from 'vitest';
import { locale } from '@/shared/i18n';
import { formulaOf } from './formula';
import { namesOf } from './names';
import { BALLOT, names, step, voteAlone } from './testing/steps';

afterEach(() => {
  locale.value = 'zh-CN';
});

const MARKS = [
  ['excellent', '100/1', 9],
  ['good', '80/1', 3],
];
const classStep = (op: string, members: object) =>
  step(op, [], { component: 'vote', class: 'town', ...members });

describe('the mean of a class', () => {
  const counted = { in: MARKS, blank: 2, of: 12, out: '95/1' };
  const mean = classStep('class_mean', counted);

  it('is written out from its marks, without saying again whose vote it is', () => {
    expect(formulaOf(mean, names)).toMatchObject({
      title: '镇 · 票类平均',
      out: '95',
      how: '（优秀 9 × 100 + 良好 3 × 80）÷ 12 票，另有空白 2 票',
    });
    locale.value = 'en';
    expect(formulaOf(mean, names).how).toBe(
      '(优秀 9 × 100 + 良好 3 × 80) ÷ 12 ballots, and 2 blank',
    );
  });
  it('says when the marks are not published', () => {
    const given = classStep('class_mean', { given: true, out: '90/1' });
    expect(formulaOf(given, names).how).toContain('票数太少');
  });
  it.each([
    [{ approve: { least: 0, most: 3 } }, 'approve', '推荐'],
    [{ order: { places: 3 } }, '1', '第 1 名'],
    [{ points: { least: 0, most: 10 } }, '10', '10 分'],
    ['grades', 'good', '良好'],
  ])('calls a mark what %j makes of it', (choice, code, mark) => {
    const marked = classStep('class_mean', { ...counted, in: [[code, '80/1', 3]] });
    expect(formulaOf(marked, namesOf({ ...BALLOT, choice })).how).toContain(`${mark} 3 × 80`);
  });
});

describe('majority judgment', () => {
  it('shows the shares of a class, then whose marks are taken together', () => {
    const shares = ['3/4', '1/4'];
    const marks = classStep('class_marks', { in: MARKS, blank: 0, of: 12, out: shares });
    expect(formulaOf(marks, names)).toEqual({
      title: '镇 · 票类计票',
      out: '',
      exact: null,
      how: '共 12 票：优秀 9（75%）、良好 3（25%）',
    });
    const members = { component: 'vote', in: [['town', '1/1', shares]], out: '100/1' };
    const majority = step('majority', [], { ...members, profile: [['1/2', 0, 0]] });
    expect(formulaOf(majority, names)).toMatchObject({
      title: '民主评议 · 多数评定',
      out: '100',
      how: '各票类（镇 100%）按权重合在一起，从好到差排，取正中间',
    });
  });
});

describe('an opening', () => {
  it.each([
    ['under_threshold', '人数不足，没有开箱', 'too few, not opened'],
    ['round_not_decided', '本轮没有结果，没有开箱', 'the round has no result, not opened'],
    ['opened', '已开箱，得票不公布', 'opened, nothing of it published'],
    ['mean', '已开箱，只公布平均分', 'opened, means published'],
    ['histogram', '已开箱，公布得票', 'opened, counts published'],
  ])('tells of a class that is %s', (state, zh, en) => {
    const opening = step('opening', [], {
      component: 'vote',
      area: 1,
      classes: [
        ['town', 2, state],
        ['village', 76, 'histogram'],
      ],
    });
    expect(formulaOf(opening, names)).toMatchObject({
      title: '开票',
      how: `镇 2 票，${zh}；村 76 票，已开箱，公布得票`,
    });
    locale.value = 'en';
    expect(formulaOf(opening, names).how).toBe(
      `镇: 2 ballots, ${en}; 村: 76 ballots, opened, counts published`,
    );
  });
});

describe('a card that ranks by the vote alone', () => {
  it('does not name the vote in a title, but in the score', () => {
    const score = step('score', [], { component: 'vote', in: [['town', '1/1', '95/1']] });
    expect(formulaOf(score, voteAlone).title).toBe('投票得分');
    expect(formulaOf(score, names).title).toBe('民主评议 · 投票得分');
    const whole = step('composite', [], { in: [['vote', '1/1', '95/1']], out: '95/1' });
    expect(formulaOf(whole, voteAlone).how).toBe('评议 100% × 95');
  });
});
