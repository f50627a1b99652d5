import { describe, expect, it } from 'vitest';
import { compareRatios, difference, product, readRatio, shown } from '../../standing/ratio';
import { formulaOf } from './formula';
import { namesOf } from './names';
import { beginning, judgesOf, type StepView } from './step';

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
});

let n = 0;
const step = (op: string, from: number[], members: object): StepView =>
  ({ n: n++, op, clause: '', from, step: members }) as unknown as StepView;
const names = namesOf({
  classes: [{ code: 'town', label: '镇' }],
  grades: [{ code: 'excellent', label: '优秀' }],
  composite: {
    components: [
      {
        code: 'tour',
        label: '现场观摩',
        source: { panel: { criteria: [{ code: 'industry', label: '产业发展' }] } },
      },
    ],
  },
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
  const left = step('left_out', [], { component: 'tour', judge: '4', why: 'recused' });
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
    const at = (clause: string) => ({ ...step('sum', [], sum), clause });
    const path = '/composite/components/0/source';
    expect(formulaOf(at(`${path}/panel/criteria`), names).how).toBe('产业发展 8 × 5');
    const record = { ...step('sum', [], { ...sum, in: [['industry', '1/2', '8/1']] }) };
    expect(formulaOf(record, names).how).toBe('产业发展 50% × 8');
  });
});

describe('the mean of a class', () => {
  it('is written out from its marks, and says when they are not published', () => {
    const mean = step('class_mean', [], {
      class: 'town',
      in: [['excellent', '100/1', 9]],
      blank: 2,
      of: 9,
      out: '100/1',
    });
    expect(formulaOf(mean, names).how).toBe('（优秀 9 × 100）÷ 9 票，另有空白 2 票');
    expect(
      formulaOf(step('class_mean', [], { class: 'town', given: true, out: '90/1' }), names).how,
    ).toContain('票数太少');
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
  it('of a village without a place begins where it lost it', () => {
    const lost = step('no_value', [], { why: 'too_few_judges' });
    expect(beginning([lost])).toEqual({ chain: [], roots: [lost] });
  });
});
