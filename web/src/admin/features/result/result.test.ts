import { describe, expect, it } from 'vitest';
import {
  compareRatios,
  difference,
  percent,
  product,
  readRatio,
  shown,
} from '../../standing/ratio';
import { formulaOf } from './formula';
import { beginning, judgesOf } from './step';
import { names, step } from './testing/steps';

describe('an exact ratio', () => {
  it('is read from both ways of writing it and shown in decimals, marked where it does not end', () => {
    expect(shown('1847/20')).toBe('92.35');
    expect(shown('2/3')).toBe('≈0.6667');
    expect(shown('-1/8', 2)).toBe('≈−0.13');
    expect(shown('80/1')).toBe('80');
    expect(shown('town')).toBe('town');
    expect(readRatio('1/0')).toBeNull();
  });
  it('is compared and subtracted without rounding', () => {
    expect(compareRatios(readRatio('1/3')!, readRatio('0.3333')!)).toBe(1);
    expect(difference('1/3', '1/3')).toEqual({ num: 0n, den: 9n });
    expect(product('2/5', '88/1')).toEqual({ num: 176n, den: 5n });
  });
  it('of 1 is shown in percent, also where a share has no finite one', () => {
    expect(percent('2/5')).toBe('40%');
    expect(percent('2/3')).toBe('≈66.67%');
  });
});

describe('the judges behind a mean', () => {
  const totals = ['80/1', '94/1', '88/1'].map((out, at) =>
    step('total', [], {
      component: 'tour',
      judge: String(at + 1),
      in: [['industry', '1/1', out]],
      out,
    }),
  );
  const left = step('left_out', [], {
    component: 'tour',
    judge: '4',
    in: [['industry', 'recused']],
  });
  const mean = step(
    'trimmed_mean',
    totals.map((total) => total.n),
    {
      component: 'tour',
      in: ['80/1', '88/1', '94/1'],
      kept: [1, 2],
      out: '88/1',
    },
  );
  const all = [...totals, left, mean];

  it('are told from the highest, with who was dropped and who was left out', () => {
    expect(judgesOf(mean, all).map(({ judge, fate }) => [judge, fate])).toEqual([
      ['2', 'high'],
      ['3', 'kept'],
      ['1', 'low'],
      ['4', 'recused'],
    ]);
  });
  it('make the formula of the mean with the kept ones alone', () => {
    expect(formulaOf(mean, names)).toEqual({
      title: '现场观摩 · 评委平均',
      out: '88',
      exact: null,
      how: '（88）÷ 1 份',
    });
    expect(formulaOf(totals[0]!, names).how).toBe('产业发展 80');
  });
  it('were too few to drop any: no sheet counts, and the mean is not made', () => {
    const few = step(
      'trimmed_mean',
      totals.map((total) => total.n),
      {
        component: 'tour',
        in: ['80/1', '88/1', '94/1'],
        rule: 'minimum_judges',
        kept: [0, 0],
        out: null,
      },
    );
    const fates = judgesOf(few, [...totals, left, few]).map(({ fate }) => fate);
    expect(fates).toEqual(['few', 'few', 'few', 'recused']);
    expect(formulaOf(few, names)).toEqual({
      title: '现场观摩 · 评委平均',
      out: '',
      exact: null,
      how: '有效评分只有 3 份，少于规定的份数，没有得分',
    });
  });
  it.each([
    ['recused', ['recused', 'voided', 'scored']],
    ['voided', ['scored', 'voided', 'blank']],
    ['incomplete', ['scored', 'absent']],
    ['incomplete', ['blank', 'absent']],
    ['absent', ['absent', 'absent']],
  ])('are left out as %s where a sheet has %j', (fate, cells) => {
    const sheet = step('left_out', [], {
      component: 'tour',
      judge: '4',
      in: cells.map((cell) => ['industry', cell]),
    });
    const last = judgesOf(mean, [...totals, sheet, mean]).at(-1);
    expect(last).toEqual({ judge: '4', value: null, fate });
  });
});

describe('strict and lenient judges', () => {
  const severity = step('severity', [0, 1], {
    component: 'tour',
    judges: [
      ['1', '1/2'],
      ['2', '-1/2'],
    ],
  });
  const corrected = (out: string) =>
    formulaOf(step('corrected', [], { component: 'tour', in: '88/1', out }), names).how;
  it('are named, with how far they are from the others', () => {
    expect(formulaOf(severity, names).how).toBe('比别人偏宽（负数偏严）：1 0.5、2 −0.5');
  });
  it('change a mean or leave it', () => {
    expect(corrected('87/1')).toBe('校正前 88，校正后');
    expect(corrected('88/1')).toBe('校正后不变');
  });
});

describe('a median', () => {
  const median = step('trimmed_mean', [], {
    component: 'tour',
    criterion: 'industry',
    rule: 'median',
    in: ['7/1', '8/1', '9/1'],
    kept: [1, 2],
    out: '8/1',
  });
  it('calls the outer values beside the middle, not dropped extremes', () => {
    expect(judgesOf(median, [median]).map(({ fate }) => fate)).toEqual(['above', 'kept', 'below']);
    expect(formulaOf(median, names).how).toBe('3 份从低到高排，取正中间的 8');
  });
});

describe('a sum', () => {
  const sum = { component: 'tour', in: [['industry', '5/1', '8/1']], out: '40/1' };
  it('multiplies a criterion by its factor and takes a share of an indicator', () => {
    const path = '/composite/components/0/source';
    const panel = step('sum', [], sum, `${path}/panel/criteria`);
    expect(formulaOf(panel, names).how).toBe('产业发展 8 × 5');
    const record = step('sum', [], {
      component: 'record',
      in: [['income', '1/2', '8/1']],
      out: '4/1',
    });
    expect(formulaOf(record, names).how).toBe('村集体收入 50% × 8');
  });
});

describe('a veto', () => {
  it('is called by its name', () => {
    const veto = step('veto', [], { veto: 'safety', in: '90/1', out: '60/1' });
    expect(formulaOf(veto, names).title).toBe('一票否决 发生安全生产责任事故');
  });
});

describe('the explanation', () => {
  it('begins with the chain from the place, then the score', () => {
    const score = step('composite', [], { out: '90/1' });
    const rounded = step('round', [score.n], { in: '90/1', out: '90.00' });
    const place = step('place', [], { place: '1' });
    const { chain, roots } = beginning([score, rounded, place]);
    expect(chain).toEqual([place, rounded]);
    expect(roots).toEqual([score]);
  });
  it('of a village without a place begins with the score it has not, then what else is missing', () => {
    const few = step('trimmed_mean', [], { component: 'tour', in: [], out: null });
    const unmeasured = step('sum', [], { component: 'record', missing: 'income', out: null });
    const score = step('composite', [few.n], { in: [], missing: 'tour', out: null });
    expect(beginning([few, unmeasured, score])).toEqual({
      chain: [],
      roots: [score, unmeasured],
    });
  });
  it('of a village whose score may not be known is that it may not', () => {
    const opening = step('opening', [], { component: 'vote', classes: [] });
    const withheld = step('no_value', [opening.n], { component: 'vote', why: 'withheld' });
    expect(beginning([opening, withheld])).toEqual({ chain: [], roots: [withheld] });
  });
});
