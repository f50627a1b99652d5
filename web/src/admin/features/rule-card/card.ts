/**
 * The rule card as the form edits it: `docs/schema/rule-card.schema.json`. The server decides
 * whether a card is right; here are only its shape, a first card, and exact percentages.
 */
import type { Area } from '@/shared/api';

export interface RuleCard {
  format: number;
  title: string;
  year: number;
  note?: string;
  areas: { number: number; label: string }[];
  ballot: 'secret';
  method: 'weighted_mean';
  grades: { code: string; label: string; points: string }[];
  classes: VoterClass[];
  blank: { allowed: boolean; counts_as: 'excluded' | 'void' | { grade: string } };
  submission: 'first' | 'last';
  quorum: { share: string; counted: 'present' | 'returned' };
  thresholds: { open: number; mean: number; histogram: number };
  small_class: 'refuse' | 'renormalise';
  empty_class: 'refuse' | 'renormalise' | 'zero';
  rounding: {
    decimals: number;
    mode: 'half_up' | 'half_even' | 'down' | 'up';
    ranks_on: 'exact' | 'published';
  };
  ranks: 'competition' | 'dense' | 'modified' | 'fractional';
  ties: 'keep_tied'[];
  recusal: 'other_areas' | 'none';
  trustees: { count: number; threshold: number };
  closing: { by: 'chair' | 'time'; minutes: number };
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

/** A first card for a register, as a county usually has it; every field is there to be changed. */
export function firstCard(title: string, year: number, areas: readonly Area[]): RuleCard {
  const numbers = areas.map((area) => area.number);
  const label = (n: number) => `第${'零一二三四五六七八九十'[n] ?? n}片区`;
  return {
    format: 1,
    title,
    year,
    areas: numbers.map((number) => ({ number, label: label(number) })),
    ballot: 'secret',
    method: 'weighted_mean',
    grades: [
      { code: 'excellent', label: '优秀', points: '100' },
      { code: 'good', label: '良好', points: '80' },
      { code: 'fair', label: '一般', points: '60' },
      { code: 'poor', label: '较差', points: '40' },
    ],
    classes: [
      {
        code: 'town',
        label: '镇',
        weight: '2/5',
        groups: [{ code: 'organiser', label: '镇街组织委员', votes_on: numbers }],
      },
      {
        code: 'village',
        label: '村',
        weight: '3/5',
        groups: numbers.map((number) => ({
          code: `village-${number}`,
          label: `${label(number)}村党组织书记`,
          home_area: number,
          votes_on: numbers.filter((other) => other !== number),
        })),
      },
    ],
    blank: { allowed: true, counts_as: 'excluded' },
    submission: 'last',
    quorum: { share: '2/3', counted: 'returned' },
    thresholds: { open: 10, mean: 15, histogram: 30 },
    small_class: 'refuse',
    empty_class: 'refuse',
    rounding: { decimals: 2, mode: 'half_up', ranks_on: 'exact' },
    ranks: 'competition',
    ties: ['keep_tied'],
    recusal: 'other_areas',
    trustees: { count: 3, threshold: 3 },
    closing: { by: 'chair', minutes: 10 },
  };
}

/** Whether a document read from a file has the outline of a card, so that the form can show it. */
export function hasOutline(value: unknown): value is RuleCard {
  if (typeof value !== 'object' || value === null) return false;
  const card = value as Record<string, unknown>;
  const lists = ['areas', 'grades', 'classes', 'ties'];
  const objects = ['blank', 'quorum', 'thresholds', 'rounding', 'trustees', 'closing'];
  return (
    lists.every((name) => Array.isArray(card[name])) &&
    objects.every((name) => typeof card[name] === 'object' && card[name] !== null) &&
    (card['classes'] as unknown[]).every(
      (each) =>
        typeof each === 'object' &&
        each !== null &&
        Array.isArray((each as VoterClass).groups) &&
        (each as VoterClass).groups.every((group) => Array.isArray(group?.votes_on)),
    )
  );
}

/** A percentage as an exact share of 1: `40` is `2/5`; anything else is passed on for the server to refuse. */
export function fromPercent(percent: string): string {
  const match = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(percent.trim());
  if (!match) return percent.trim();
  const fraction = match[2] ?? '';
  let num = BigInt(match[1]! + fraction);
  let den = 100n * 10n ** BigInt(fraction.length);
  const divisor = gcd(num, den);
  num /= divisor;
  den /= divisor;
  return `${num}/${den}`;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return x || 1n;
}
