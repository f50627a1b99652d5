/** Steps of a village in a test, and the names of the card they follow. */
import { namesOf } from '../names';
import type { StepView } from '../step';

let n = 0;
/** A step that used those with the numbers `from`. */
export const step = (op: string, from: number[], members: object, clause = ''): StepView =>
  ({ n: n++, op, clause, from, step: members }) as unknown as StepView;

/** What every card has beside its composite. */
export const BALLOT = {
  classes: [
    { code: 'town', label: '镇' },
    { code: 'village', label: '村' },
  ],
  grades: [
    { code: 'excellent', label: '优秀' },
    { code: 'good', label: '良好' },
  ],
};
export const names = namesOf({
  ...BALLOT,
  composite: {
    components: [
      {
        code: 'tour',
        label: '现场观摩',
        source: { panel: { criteria: [{ code: 'industry', label: '产业发展' }] } },
      },
      {
        code: 'record',
        label: '年度指标',
        source: { record: { indicators: [{ code: 'income', label: '村集体收入' }] } },
      },
      { code: 'vote', label: '民主评议', source: 'vote' },
    ],
    vetoes: [{ code: 'safety', label: '发生安全生产责任事故' }],
  },
});
/** Of a card that ranks by the vote alone. */
export const voteAlone = namesOf(BALLOT);
