/**
 * The analysis as `pingyi-diagnostics` writes it: figures for reading, none of which decides. Real
 * numbers are null where there is none; weights and the places where order turns are exact ratios.
 */
export interface Sentence {
  zh: string;
  en: string;
}
export type Estimate = number | null;
export interface Analysis {
  notice: Sentence;
  seed: string;
  draws: number;
  panels: PanelAnalysis[];
  /** Code of the component that was scored day by day; null where no days are known. */
  toured: string | null;
  sensitivity: WeightAnalysis[];
}
export interface PanelAnalysis {
  component: string;
  label: string;
  design: {
    judges: number;
    villages: number;
    criteria: number;
    sheets: number;
    complete: boolean;
  };
  refused: Sentence | null;
  judges: JudgeAnalysis[];
  villages: VillageAnalysis[];
  agreement: Agreement[];
  rasch: { refused: Sentence | null; remarks: Sentence[] };
  without_judge: JudgeLeftOut[];
  drift: Drift;
  flags: Flag[];
}
export interface Measure {
  measure: Estimate;
  error: Estimate;
  infit: Estimate;
  outfit: Estimate;
  extreme: boolean;
}
export interface JudgeAnalysis {
  judge: string;
  town: string;
  sheets: number;
  mean: Estimate;
  spread: Estimate;
  /** Points above (+) or below (−) the average judge on the same villages. */
  lenience: Estimate;
  lenience_exact: string | null;
  measure: Measure | null;
  with_others: Estimate;
}
export interface VillageAnalysis {
  /** Number of the area, or `all`. */
  group: string;
  town: string;
  village: string;
  sheets: number;
  mean: Estimate;
  place: number | null;
  place_from: number | null;
  place_to: number | null;
  bracket: number | null;
  unclear_with: number[];
  measure: Measure | null;
}
export interface Agreement {
  criterion: string | null;
  label: string;
  complete_villages: number;
  kendall_w: Estimate;
  icc_single: Estimate;
  icc_mean: Estimate;
  alpha: Estimate;
}
export interface JudgeLeftOut {
  judge: string;
  moved: { village: number; place: number | null; without: number | null }[];
}
export interface Drift {
  says: Sentence;
  link: 'visits' | 'covariate' | null;
  days: { day: number; effect: Estimate; error: Estimate }[];
}
export interface Flag {
  kind: string;
  judge: string;
  village: number | null;
  value: Estimate;
  threshold: Estimate;
  says: Sentence;
}
export interface WeightAnalysis {
  /** Number of the area, or `all`. */
  group: string;
  label: string;
  of: 'components' | 'classes';
  villages: [string, string][];
  left_out: [string, string][];
  weights: WeightSpan[];
}
export interface WeightSpan {
  code: string;
  label: string;
  weight: string;
  nearest: Swap | null;
  swaps: Swap[];
  /** Sets of level villages, best first: below the first swap, between swaps, above the last. */
  orders: number[][][];
}
export interface Swap {
  at: string;
  at_decimal: string;
  pairs: [number, number][];
}

/** A real number with so many decimals and a proper minus, or a dash. */
export function figure(value: Estimate, decimals = 2, sign = false): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(decimals);
  const zero = Number(text) === 0;
  return `${value < 0 && !zero ? '−' : sign && !zero ? '+' : ''}${text}`;
}

/** The villages of a group that have a place, best first. */
export const placedOf = (villages: readonly VillageAnalysis[], group: string): VillageAnalysis[] =>
  villages
    .filter((village) => village.group === group && village.place !== null)
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0));

/** The groups of an analysis in their order, with the names that the influence of weights tells. */
export function groupsOf(analysis: Analysis | undefined): [string, string][] {
  const named = new Map<string, string>();
  for (const panel of analysis?.panels ?? [])
    for (const { group } of panel.villages) named.set(group, '');
  for (const { group, label } of analysis?.sensitivity ?? []) named.set(group, label);
  return [...named];
}

/** A line of the bump chart: a village's place, from 0, at each order. */
export function placesIn(span: WeightSpan, villages: number): number[][] {
  return Array.from({ length: villages }, (_, village) =>
    span.orders.map((order) => {
      let before = 0;
      for (const set of order) {
        // Level villages share the middle of the places they take.
        if (set.includes(village)) return before + (set.length - 1) / 2;
        before += set.length;
      }
      return before;
    }),
  );
}
