/** What a step lacks where it gives nothing, in a sentence. */
import { membersOf, type StepView } from './step';
import type { Names } from './names';
import { t } from './step.messages';

/** What is missing for a step; empty where it gives something. */
export function missingOf(step: StepView, names: Names): string {
  const m = membersOf(step);
  if (m['out'] !== null) return '';
  const code = String(m['missing'] ?? '');
  const { missing } = t.value;
  switch (step.op) {
    case 'trimmed_mean':
      return missing.scores(((m['in'] as string[] | undefined) ?? []).length);
    case 'sum': {
      const name = names.criterion(String(m['component'] ?? ''), code);
      return ofPanel(step) ? missing.criterion(name) : missing.indicator(name);
    }
    case 'class_mean':
    case 'class_marks':
      return missing.marks;
    case 'score':
    case 'majority':
      return missing.class(names.class(code));
    case 'composite':
      return missing.component(names.component(code));
    default:
      return '';
  }
}

/** Whether a sum is over the criteria of a panel, not over the indicators of a record. */
export const ofPanel = (step: StepView): boolean => step.clause.includes('/panel');
