/**
 * The rule card as the wizard edits it: `docs/schema/rule-card.schema.json`. The server decides
 * whether a card is right; here are only its shape and how its parts are told apart.
 */
export interface RuleCard {
  format: number;
  title: string;
  year: number;
  note?: string;
  areas: { number: number; label: string }[];
  ballot: 'secret';
  /** What a ballot says of the villages; absent: a grade for each. */
  choice?: Choice;
  method: Method;
  /** Best first; empty when ballots give no grades. */
  grades: Grade[];
  quotas?: GradeQuota[];
  classes: VoterClass[];
  blank: { allowed: boolean; counts_as: 'excluded' | 'void' | { grade: string } };
  submission: 'first' | 'last';
  quorum: { share: string; counted: 'present' | 'returned' };
  thresholds: { open: number; mean: number; histogram: number };
  small_class: 'refuse' | 'renormalise';
  empty_class: 'refuse' | 'renormalise' | 'zero';
  rounding: Rounding;
  ranks: RankConvention;
  ties: TieBreak[];
  /** Only without `composite`. */
  awards?: Award[];
  recusal: 'other_areas' | 'none';
  trustees: { count: number; threshold: number };
  closing: { by: 'chair' | 'time'; minutes: number };
  /** What counts beside the vote; absent: the vote alone. */
  composite?: Composite;
}

/** The four kinds of ballot, by the word that names them in the card. */
export type BallotKind = 'grades' | 'points' | 'approve' | 'order';
export type Choice =
  | 'grades'
  | { points: { least: number; most: number } }
  | { approve: { least: number; most: number } }
  | { order: { places: number } };
export type Method = 'weighted_mean' | 'majority_judgment' | 'approval' | 'borda';
export interface Grade {
  code: string;
  label: string;
  points: string;
}
export interface GradeQuota {
  grade: string;
  most: number;
}
export interface VoterClass {
  code: string;
  label: string;
  /** An exact share of 1: `2/5` or `0.4`. */
  weight: string;
  groups: SlipGroup[];
}
export interface SlipGroup {
  code: string;
  label: string;
  home_area?: number;
  votes_on: number[];
}
export interface Rounding {
  decimals: number;
  mode: 'half_up' | 'half_even' | 'down' | 'up';
  ranks_on: 'exact' | 'published';
}
export type RankConvention = 'competition' | 'dense' | 'modified' | 'fractional' | 'ordinal';
export type TieBreak =
  | 'keep_tied'
  | 'lot_by_hand'
  | 'lot_by_seed'
  | { component: string }
  | { criterion: { component: string; criterion: string } }
  | { class: string }
  | { marks: string };
export interface Award {
  label: string;
  /** An exact share of the ranked villages. */
  share: string;
  tie: 'exclude' | 'include';
}
/** What orders villages: the same members stand in the card and in its composite. */
export interface RankRules {
  rounding: Rounding;
  ranks: RankConvention;
  ties: TieBreak[];
  awards?: Award[];
}

export interface Composite extends RankRules {
  group: 'area' | 'all';
  components: Component[];
  missing: 'refuse' | 'renormalise' | 'zero';
  adjustments: Adjustment[];
  caps: Caps;
  vetoes: Veto[];
  awards: Award[];
}
export interface Component {
  code: string;
  label: string;
  weight: string;
  source: Source;
  scale: Scale;
}
export type Source = 'vote' | { panel: Panel } | { record: CardRecord };
export interface Panel {
  criteria: Criterion[];
  recusal: 'own_town' | 'none';
  on: 'judge_total' | 'criterion';
  trim: Trim;
  minimum_judges: number;
  severity: 'none' | 'least_squares';
}
export interface Criterion {
  code: string;
  label: string;
  help?: string;
  least: string;
  most: string;
  step: string;
  /** A factor, not a share. */
  weight: string;
}
export interface Drop {
  high: number;
  low: number;
  at_least: number;
  below: 'plain_mean' | 'closest_pair' | 'invalid';
}
export type Trim = 'none' | 'median' | { drop: Drop } | { fraction: { each_end: string } };
export interface CardRecord {
  indicators: Indicator[];
}
export interface Indicator {
  code: string;
  label: string;
  unit?: string;
  weight: string;
  least: string;
  most: string;
  step: string;
  scale: Scale;
}
export type Better = 'high' | 'low';
export type Scale =
  | 'as_is'
  | { fixed: { from: string; to: string } }
  | { target: { target: string; beyond: 'cap' | 'count' } }
  | { observed: { better: Better } }
  | { z_score: { better: Better; center: string; spread: string; decimals: number } }
  | { rank: { better: Better } };
export interface Adjustment {
  code: string;
  label: string;
  kind: 'bonus' | 'penalty';
  least: string;
  most: string;
  step: string;
}
export interface Caps {
  bonus?: string;
  penalty?: string;
  least?: string;
  most?: string;
}
export interface Veto {
  code: string;
  label: string;
  effect: 'unranked' | 'last' | 'no_award' | { cap: string };
}

/** The word of a member written as a word or as an object of one member: `{"drop":…}` is `drop`. */
export function wordOf<T extends string | object>(value: T): string {
  return typeof value === 'string' ? value : (Object.keys(value)[0] ?? '');
}

/** What a ballot of the card says. */
export const ballotKind = (card: RuleCard): BallotKind =>
  wordOf(card.choice ?? 'grades') as BallotKind;

/** Whether ballots mark every village by itself, so that a grade or number may be left blank. */
export const marksEach = (card: RuleCard): boolean =>
  ['grades', 'points'].includes(ballotKind(card));

/** What a ballot can say of a village, best first, as `docs/scoring.md` §2.1 lists it. */
export function marksOf(card: RuleCard): { code: string; label: string }[] {
  const choice = card.choice ?? 'grades';
  if (choice === 'grades') return card.grades.map(({ code, label }) => ({ code, label }));
  if ('points' in choice) {
    const { least, most } = choice.points;
    if (!(least <= most && most - least <= 100)) return [];
    return Array.from({ length: most - least + 1 }, (_, at) => {
      const code = String(most - at);
      return { code, label: code };
    });
  }
  if ('approve' in choice) return [{ code: 'approve', label: '' }];
  const { places } = choice.order;
  return Array.from({ length: places <= 20 ? places : 0 }, (_, at) => {
    const code = String(at + 1);
    return { code, label: code };
  });
}

/** The first code `stem-n` that is not in use. */
export function freeCode(stem: string, used: readonly { code: string }[]): string {
  const codes = new Set(used.map((each) => each.code));
  let n = used.length + 1;
  while (codes.has(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}

/** Whether a document read from a file has the outline of a card, so that the wizard can show it. */
export function hasOutline(value: unknown): value is RuleCard {
  if (!isObject(value)) return false;
  const lists = ['areas', 'grades', 'classes', 'ties'];
  const objects = ['blank', 'quorum', 'thresholds', 'rounding', 'trustees', 'closing'];
  return (
    lists.every((name) => Array.isArray(value[name])) &&
    objects.every((name) => isObject(value[name])) &&
    (value['classes'] as unknown[]).every(
      (each) =>
        isObject(each) &&
        everyObject(each['groups']) &&
        (each['groups'] as SlipGroup[]).every((group) => Array.isArray(group.votes_on)),
    ) &&
    (value['composite'] === undefined || isComposite(value['composite']))
  );
}
function isComposite(value: unknown): boolean {
  if (!isObject(value) || !isObject(value['caps']) || !isObject(value['rounding'])) return false;
  return (
    ['adjustments', 'vetoes', 'awards'].every((name) => everyObject(value[name])) &&
    Array.isArray(value['ties']) &&
    everyObject(value['components']) &&
    (value['components'] as Component[]).every(({ source }) => {
      if (!isObject(source)) return source === 'vote';
      if ('panel' in source) return isObject(source.panel) && everyObject(source.panel['criteria']);
      return isObject(source['record']) && everyObject(source['record']['indicators']);
    })
  );
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const everyObject = (value: unknown): boolean => Array.isArray(value) && value.every(isObject);
