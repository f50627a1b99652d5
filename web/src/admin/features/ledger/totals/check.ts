/** Whether sums say the same as the projects they stand for, reckoned again from the list. */
import type { Register } from '@/shared/api';
import { sumFen } from '@/shared/format';

type Amounts = Pick<Register.Total, 'planned' | 'arrived' | 'spent'>;
const KINDS = ['planned', 'arrived', 'spent'] as const;

/** By what a project belongs to a part; undefined for sources, of which it may have several. */
export function partOf(axis: Register.Axis, row: Register.LedgerRow): string | undefined {
  if (axis === 'category') return row.category;
  if (axis === 'town') return row.town.name;
  if (axis === 'area') return row.area;
  if (axis === 'state') return row.state;
  return undefined;
}

const same = (sum: Amounts, rows: readonly Amounts[]): boolean =>
  KINDS.every((kind) => BigInt(sum[kind]) === sumFen(rows.map((row) => row[kind])));

/**
 * Whether the whole is the sum of the list, the parts add up to the whole, and each part is the
 * sum of its own projects.
 */
export function addsUp(
  axis: Register.Axis,
  totals: Register.Totals,
  rows: readonly Register.LedgerRow[],
): boolean {
  if (totals.whole.count !== rows.length || !same(totals.whole, rows)) return false;
  if (!same(totals.whole, totals.parts)) return false;
  const numbers = new Set(rows.map((row) => row.number));
  const named = new Set(totals.parts.flatMap((part) => part.projects));
  if (named.size !== numbers.size || [...named].some((number) => !numbers.has(number))) {
    return false;
  }
  if (axis === 'source') return true;
  return totals.parts.every((part) => {
    const own = rows.filter((row) => partOf(axis, row) === part.name);
    return own.length === part.count && same(part, own);
  });
}

/** The projects furthest behind: by months late, then by points behind. */
export function longestDelays(
  rows: readonly Register.LedgerRow[],
  most: number,
): Register.LedgerRow[] {
  return rows
    .filter((row) => row.light.months_late > 0 || row.light.behind > 0)
    .filter((row) => row.light.unexempted === 'red' || row.light.unexempted === 'amber')
    .sort(
      (a, b) =>
        b.light.months_late - a.light.months_late ||
        b.light.behind - a.light.behind ||
        (a.number < b.number ? -1 : 1),
    )
    .slice(0, most);
}
