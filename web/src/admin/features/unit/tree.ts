import type { Register } from '@/shared/api';

/** A row of the tree as a table shows it. */
export type TreeRow = Register.UnitRow & {
  depth: number;
  /** How many units directly below are shown or could be. */
  below: number;
  open: boolean;
};

/** What decides which rows of the tree are seen. */
export interface TreeView {
  /** Units that are folded away below. */
  closed: ReadonlySet<string>;
  /** Whether units that have ended are shown. */
  ended: boolean;
  /** Whether a unit is looked for; all are, when nothing is. */
  wanted: ((row: Register.UnitRow) => boolean) | null;
}

/**
 * The rows of a tree from the top down, in the order given. While something is looked for, what is
 * found stands below its parents and nothing is folded away.
 */
export function treeRows(units: readonly Register.UnitRow[], view: TreeView): TreeRow[] {
  const kept = units.filter((row) => view.ended || !row.ended);
  const known = new Set(kept.map(({ id }) => id));
  const children = new Map<string | null, Register.UnitRow[]>();
  for (const row of kept) {
    // A town's account sees its town without the county above it: that is a top then.
    const parent = row.parent !== null && known.has(row.parent) ? row.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const { wanted } = view;
  const seen = new Map<string, boolean>();
  const found = (row: Register.UnitRow): boolean => {
    const before = seen.get(row.id);
    if (before !== undefined) return before;
    const answer = !wanted || wanted(row) || (children.get(row.id) ?? []).some(found);
    seen.set(row.id, answer);
    return answer;
  };
  const rows: TreeRow[] = [];
  const walk = (parent: string | null, depth: number): void => {
    for (const row of children.get(parent) ?? []) {
      if (!found(row)) continue;
      const below = children.get(row.id)?.length ?? 0;
      const open = below > 0 && (wanted !== null || !view.closed.has(row.id));
      rows.push({ ...row, depth, below, open });
      if (open) walk(row.id, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}

/** Units that begin folded: the towns of a county with more villages than a page shows well. */
export function folded(units: readonly Register.UnitRow[]): Set<string> {
  if (units.length <= 40) return new Set();
  return new Set(
    units.filter(({ kind }) => kind !== 'county' && kind !== 'village').map(({ id }) => id),
  );
}
