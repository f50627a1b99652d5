/**
 * The steps of one village as a tree: each figure with the figures it was made from. The formats
 * are those of `docs/scoring.md` §6.
 */
import type { Steps } from '@/shared/api';
import { compareRatios, readRatio } from '../../standing/ratio';

export type StepView = Steps['steps'][number];
/** A step as it stands in `trace.jsonl`. */
export type Members = Record<string, unknown>;
export const membersOf = (step: StepView): Members => step.step as Members;

/** A judge's sheet in a mean: kept, dropped at an end, one of too few, or left out before. */
export interface JudgeRow {
  judge: string;
  value: string | null;
  fate: 'kept' | 'high' | 'low' | 'above' | 'below' | 'few' | LeftOut;
}
type LeftOut = 'recused' | 'voided' | 'absent' | 'incomplete';

/** The steps a step used, as far as they are about this village, in order. */
export function usedBy(step: StepView, all: readonly StepView[]): StepView[] {
  // How lenient judges are follows from every village; the totals of this one would not show it.
  if (step.op === 'severity') return [];
  const from = new Set(step.from);
  return all.filter(({ n }) => from.has(n));
}

/** From a place down to the score it follows from: told one after another, not one inside another. */
const CHAIN = ['award', 'place', 'tie_break', 'round', 'veto', 'limit', 'adjust'];

/**
 * Where the explanation begins: the chain from the place to the score, and the steps below it that
 * unfold. What gave nothing and is in no other step stands for itself.
 */
export function beginning(all: readonly StepView[]): { chain: StepView[]; roots: StepView[] } {
  const used = new Set(all.flatMap(({ from }) => from));
  const lost = (step: StepView) => step.op === 'no_value' || membersOf(step)['out'] === null;
  const score = all.filter(({ op }) => op === 'composite');
  const others = all.filter((step) => lost(step) && !used.has(step.n) && !score.includes(step));
  return {
    chain: CHAIN.flatMap((op) => all.filter((step) => step.op === op)),
    roots: [...score, ...others],
  };
}

const DROPPED = ['low', 'high'] as const;
const BESIDE = ['below', 'above'] as const;
const FEW = ['few', 'few'] as const;

/**
 * The judges behind a trimmed mean, from the highest value to the lowest, and those left out.
 * Equal values are the same whichever of them counts as dropped.
 */
export function judgesOf(mean: StepView, all: readonly StepView[]): JudgeRow[] {
  const members = membersOf(mean);
  const values = (members['in'] as string[] | undefined) ?? [];
  const [first = 0, past = values.length] = (members['kept'] as number[] | undefined) ?? [];
  const criterion = members['criterion'];
  // Of a median the outer ones are not dropped as extremes: they are only not in the middle.
  const [lower, upper] =
    members['out'] === null ? FEW : members['rule'] === 'median' ? BESIDE : DROPPED;
  const totals = usedBy(mean, all)
    .filter(({ op }) => op === 'total')
    .map((step) => ({
      judge: String(membersOf(step)['judge']),
      value: String(membersOf(step)['out']),
    }))
    .sort((a, b) => compareTexts(a.value, b.value));
  const rows: JudgeRow[] = (
    totals.length ? totals : values.map((value) => ({ judge: '', value }))
  ).map((row, at) => ({ ...row, fate: at < first ? lower : at >= past ? upper : 'kept' }));
  const left = criterion
    ? []
    : all.filter(
        (step) => step.op === 'left_out' && membersOf(step)['component'] === members['component'],
      );
  return [
    ...rows.reverse(),
    ...left.map((step) => ({
      judge: String(membersOf(step)['judge']),
      value: null,
      fate: leftOut(step),
    })),
  ];
}

/** The reason that is told of a sheet that does not count: `LeftOutReason::of` of the computation. */
function leftOut(step: StepView): LeftOut {
  const cells = (membersOf(step)['in'] as [criterion: string, cell: string][] | undefined) ?? [];
  const has = (state: string) => cells.some(([, cell]) => cell === state);
  if (has('recused')) return 'recused';
  if (has('voided')) return 'voided';
  return has('scored') || has('blank') ? 'incomplete' : 'absent';
}

function compareTexts(a: string, b: string): number {
  const [x, y] = [readRatio(a), readRatio(b)];
  return x && y ? compareRatios(x, y) : 0;
}
