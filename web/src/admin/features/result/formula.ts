/** A step as it would be written by hand: what it is called, what it gave, how it comes about. */
import { shown } from '../../standing/ratio';
import { whyWords } from '../../standing/messages';
import { toPercent } from '@/shared/format';
import { listed, word } from '@/shared/i18n';
import { membersOf, type StepView } from './step';
import { t } from './step.messages';

/** What codes of the card are called. */
export interface Names {
  component: (code: string) => string;
  criterion: (component: string, code: string) => string;
  class: (code: string) => string;
  mark: (code: string) => string;
}
export interface Formula {
  title: string;
  /** The outcome in decimals, for reading. */
  out: string;
  /** The outcome as an exact ratio, where it is one. */
  exact: string | null;
  /** How it comes about; empty when the parts say it. */
  how: string;
}
type Terms = [string, string, string][];

/** Longer sums are told by their parts below. */
const MOST_TERMS = 40;

export function formulaOf(step: StepView, names: Names): Formula {
  const m = membersOf(step);
  const text = (name: string) => String(m[name] ?? '');
  const component = text('component');
  const out = typeof m['out'] === 'string' ? m['out'] : '';
  const named = component ? `${names.component(component)} · ` : '';
  const base: Formula = {
    title: named + word(t.value.ops, step.op),
    out: out ? shown(out) : '',
    // Where the decimals are the figure itself, the ratio beside them would say it twice.
    exact: shown(out).startsWith('≈') ? out : null,
    how: '',
  };
  const weighted = (name: (code: string) => string) =>
    ((m['in'] as Terms | undefined) ?? [])
      .map(([code, weight, value]) => `${name(code)} ${toPercent(weight)}% × ${shown(value)}`)
      .join(' + ');
  const factored = (name: (code: string) => string) =>
    ((m['in'] as Terms | undefined) ?? [])
      .map(([code, factor, value]) => {
        const times = factor === '1/1' ? '' : ` × ${shown(factor)}`;
        return `${name(code)} ${shown(value)}${times}`;
      })
      .join(' + ');
  switch (step.op) {
    case 'total':
      return {
        ...base,
        title: `${named}${t.value.judgeN(text('judge'))}`,
        how: factored((code) => names.criterion(component, code)),
      };
    case 'trimmed_mean': {
      const values = (m['in'] as string[] | undefined) ?? [];
      const [first = 0, past = values.length] = (m['kept'] as number[] | undefined) ?? [];
      const kept = values.slice(first, past);
      const sum = kept.length <= MOST_TERMS ? kept.map((each) => shown(each)).join(' + ') : '…';
      const criterion = text('criterion');
      return {
        ...base,
        title: criterion ? named + names.criterion(component, criterion) : base.title,
        how:
          m['rule'] === 'median'
            ? t.value.medianOf(listed(kept.map((each) => shown(each))), values.length)
            : t.value.meanOf(sum, kept.length),
      };
    }
    case 'sum':
      // The weight of a criterion is a factor, that of an indicator a share.
      return {
        ...base,
        how: (step.clause.includes('/panel') ? factored : weighted)((code) =>
          names.criterion(component, code),
        ),
      };
    case 'composite':
      return { ...base, how: weighted(names.component) };
    case 'score':
      return { ...base, how: weighted(names.class) };
    case 'class_mean':
    case 'class_marks':
      return classFormula(m, base, names);
    case 'scale':
      return {
        ...base,
        title: text('indicator')
          ? named + names.criterion(component, text('indicator'))
          : base.title,
        how: t.value.scaled(shown(text('in'))),
      };
    case 'corrected':
      return { ...base, how: t.value.corrected(shown(text('in'))) };
    case 'adjust':
      return {
        ...base,
        how: t.value.adjustment(shown(text('bonus')), shown(text('penalty'))),
      };
    case 'limit':
    case 'veto':
      return {
        ...base,
        title: step.op === 'veto' ? `${base.title} ${text('veto')}` : base.title,
        how: t.value.limited(shown(text('in'))),
      };
    case 'round':
      return { ...base, out, how: t.value.rounded(shown(text('in'), 8)) };
    case 'place':
      return { ...base, out: t.value.place(text('place')) };
    case 'no_value':
      return { ...base, out: whyWords(text('why')) };
    case 'opening':
      return { ...base, how: openingOf(m, names) };
    case 'award':
      return { ...base, out: t.value.award(text('award'), Number(m['quota']), Number(m['of'])) };
    case 'tie_break':
      return { ...base, how: m['lot_needed'] === true ? t.value.lotNeeded : '' };
    default:
      return base;
  }
}

function classFormula(m: Record<string, unknown>, base: Formula, names: Names): Formula {
  const title = `${names.class(String(m['class'] ?? ''))} · ${base.title}`;
  if (m['given'] === true) return { ...base, title, how: t.value.given };
  const terms = ((m['in'] as (string | number)[][] | undefined) ?? []).map((term) =>
    term.length === 3
      ? `${names.mark(String(term[0]))} ${term[2]} × ${shown(String(term[1]))}`
      : `${names.mark(String(term[0]))} ${term[1]}`,
  );
  const blank = Number(m['blank'] ?? 0);
  const how = t.value.marks(terms.join(' + '), Number(m['of'] ?? 0));
  return { ...base, title, how: blank ? `${how}，${t.value.blank(blank)}` : how };
}

const openingOf = (m: Record<string, unknown>, names: Names): string =>
  ((m['classes'] as [string, number, string][] | undefined) ?? [])
    .map(([code, returned, state]) =>
      state === 'opened'
        ? t.value.opened(names.class(code), returned)
        : t.value.notOpened(names.class(code), returned),
    )
    .join('；');
