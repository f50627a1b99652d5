/** A step as it would be written by hand: what it is called, what it gave, how it comes about. */
import { percent, shown } from '../../standing/ratio';
import { whyWords } from '../../standing/messages';
import { listed, word } from '@/shared/i18n';
import { missingOf, ofPanel } from './missing';
import type { Names } from './names';
import { membersOf, type Members, type StepView } from './step';
import { t } from './step.messages';
import { classFormula, majorityFormula, openingFormula } from './vote';

export interface Formula {
  title: string;
  /** The outcome in decimals, for reading. */
  out: string;
  /** The outcome as an exact ratio, where it is one. */
  exact: string | null;
  /** How it comes about, or what is missing for it; empty when the parts say it. */
  how: string;
}
type Terms = [string, string, string][];

/** Longer sums are told by their parts below. */
const MOST_TERMS = 40;

export function formulaOf(step: StepView, names: Names): Formula {
  const m = membersOf(step);
  const out = typeof m['out'] === 'string' ? m['out'] : '';
  return {
    title: titleOf(step, m, names),
    out: outcomeOf(step.op, m) ?? (out && shown(out)),
    // Where the decimals are the figure itself, the ratio beside them would say it twice.
    exact: shown(out).startsWith('≈') ? out : null,
    how: missingOf(step, names) || howOf(step, m, names),
  };
}

const textIn = (m: Members) => (name: string) => String(m[name] ?? '');

function titleOf(step: StepView, m: Members, names: Names): string {
  const text = textIn(m);
  const title = word(t.value.ops, step.op);
  // A card has one vote at most, so its classes need no component.
  if (m['class'] !== undefined) return `${names.class(text('class'))} · ${title}`;
  if (step.op === 'veto') return `${title} ${names.veto(text('veto'))}`;
  const component = text('component');
  const part = text('criterion') || text('indicator');
  const own =
    step.op === 'total'
      ? t.value.judgeN(text('judge'))
      : part
        ? names.criterion(component, part)
        : title;
  const named = component && step.op !== 'opening' && !names.voteAlone;
  return named ? `${names.component(component)} · ${own}` : own;
}

/** The outcome of a step that gives no ratio. */
function outcomeOf(op: string, m: Members): string | null {
  const text = textIn(m);
  switch (op) {
    case 'round':
      return text('out');
    case 'place':
      return t.value.place(text('place'));
    case 'no_value':
      return whyWords(text('why'));
    case 'award':
      return t.value.award(text('award'), Number(m['quota']), Number(m['of']));
    default:
      return null;
  }
}

function howOf(step: StepView, m: Members, names: Names): string {
  const text = textIn(m);
  const terms = () => (m['in'] as Terms | undefined) ?? [];
  const criterion = (code: string) => names.criterion(text('component'), code);
  const weighted = (name: (code: string) => string) =>
    terms()
      .map(([code, weight, value]) => `${name(code)} ${percent(weight)} × ${shown(value)}`)
      .join(' + ');
  const factored = () =>
    terms()
      .map(([code, factor, value]) => {
        const times = factor === '1/1' ? '' : ` × ${shown(factor)}`;
        return `${criterion(code)} ${shown(value)}${times}`;
      })
      .join(' + ');
  switch (step.op) {
    case 'total':
      return factored();
    case 'trimmed_mean':
      return meanFormula(m);
    case 'sum':
      // The weight of a criterion is a factor, that of an indicator a share.
      return ofPanel(step) ? factored() : weighted(criterion);
    case 'composite':
      return weighted(names.component);
    case 'score':
      return weighted(names.class);
    case 'majority':
      return majorityFormula(m, names);
    case 'class_mean':
    case 'class_marks':
      return classFormula(m, names);
    case 'opening':
      return openingFormula(m, names);
    case 'scale':
      return t.value.scaled(shown(text('in')));
    case 'severity':
      return severityFormula(m);
    case 'corrected':
      return text('in') === text('out')
        ? t.value.uncorrected
        : t.value.corrected(shown(text('in')));
    case 'adjust':
      return t.value.adjustment(shown(text('bonus')), shown(text('penalty')));
    case 'limit':
    case 'veto':
      return t.value.limited(shown(text('in')));
    case 'round':
      return t.value.rounded(shown(text('in'), 8));
    case 'tie_break':
      return m['lot_needed'] === true ? t.value.lotNeeded : '';
    default:
      return '';
  }
}

function meanFormula(m: Members): string {
  const values = (m['in'] as string[] | undefined) ?? [];
  const [first = 0, past = values.length] = (m['kept'] as number[] | undefined) ?? [];
  const kept = values.slice(first, past).map((each) => shown(each));
  if (m['rule'] === 'median') return t.value.medianOf(listed(kept), values.length);
  return t.value.meanOf(kept.length <= MOST_TERMS ? kept.join(' + ') : '…', kept.length);
}

/** By how much each judge is above the others, or below. */
function severityFormula(m: Members): string {
  const judges = (m['judges'] as [judge: string, above: string][] | undefined) ?? [];
  if (judges.length > MOST_TERMS) return '';
  return t.value.severity(listed(judges.map(([judge, above]) => `${judge} ${shown(above)}`)));
}
