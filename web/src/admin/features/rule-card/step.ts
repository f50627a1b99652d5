/** The steps of the wizard, in the order of the year, and what belongs to which. */
export const STEPS = [
  'name',
  'vote',
  'classes',
  'secrecy',
  'score',
  'ranks',
  'trial',
  'freeze',
] as const;
export type Step = (typeof STEPS)[number];

/** The step an address names, or the first. */
export const stepNamed = (text: unknown): Step => STEPS.find((step) => step === text) ?? STEPS[0];

const OF_MEMBER: Readonly<Record<string, Step>> = {
  title: 'name',
  year: 'name',
  note: 'name',
  format: 'name',
  areas: 'name',
  ballot: 'vote',
  choice: 'vote',
  method: 'vote',
  grades: 'vote',
  quotas: 'vote',
  blank: 'vote',
  classes: 'classes',
  recusal: 'classes',
  submission: 'classes',
  quorum: 'classes',
  closing: 'classes',
  thresholds: 'secrecy',
  small_class: 'secrecy',
  empty_class: 'secrecy',
  trustees: 'secrecy',
  rounding: 'ranks',
  ranks: 'ranks',
  ties: 'ranks',
  awards: 'ranks',
};
const RANK_MEMBERS = new Set(['rounding', 'ranks', 'ties', 'awards']);

/** The step that edits the member at `path`, a JSON pointer into the card. */
export function stepOf(path: string): Step {
  const [, member = '', inside = ''] = path.split('/');
  if (member === 'composite') return RANK_MEMBERS.has(inside) ? 'ranks' : 'score';
  return OF_MEMBER[member] ?? 'freeze';
}

/** The steps a clause belongs to: those that edit a member it speaks of. */
export const stepsOfClause = (paths: readonly string[]): ReadonlySet<Step> =>
  new Set(paths.map(stepOf));
