/**
 * How two versions of an entry differ, and how two changes of one version come together, member by
 * member: the same rules as the server's (`crates/core/src/entry.rs`), so that what a page shows
 * is what the server will do.
 */
import type { Register } from '@/shared/api';

type Change = Register.Change;
type Clash = Register.Clash;
/** A document by its members. */
export type Members = Readonly<Record<string, unknown>>;
/** Whose value stands where two people changed one member, by the member's path. */
export type Choices = Readonly<Record<string, 'mine' | 'theirs'>>;

/** Whether two values say the same; the order of members does not matter, the order of lists does. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((each, at) => same(each, other[at]));
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => same((one as Members)[name], (other as Members)[name]));
}

const has = (document: Members, name: string): boolean =>
  Object.prototype.hasOwnProperty.call(document, name) && document[name] !== undefined;

/** The members that differ, in the order of their names. */
export function changes(before: object, after: object): Change[] {
  const [old, now] = [before as Members, after as Members];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names
    .filter((name) => !same(old[name], now[name]))
    .map((name) => ({
      path: `/${name}`,
      ...(has(old, name) ? { before: old[name] } : {}),
      ...(has(now, name) ? { after: now[name] } : {}),
    }));
}

/** The members that both changed since `base`, differently. */
export function clashes(base: object, theirs: object, mine: object): Clash[] {
  const others = new Map(changes(base, theirs).map((change) => [change.path, change]));
  return changes(base, mine).flatMap(({ path, before, after }) => {
    const other = others.get(path);
    if (!other || same(other.after, after)) return [];
    return [
      {
        path,
        ...(before === undefined ? {} : { base: before }),
        ...(other.after === undefined ? {} : { theirs: other.after }),
        ...(after === undefined ? {} : { mine: after }),
      },
    ];
  });
}

/**
 * Brings two changes of one version together: what only one of them changed is kept from both,
 * what both changed is as chosen.
 *
 * @throws RangeError when a clash has no choice: nothing is chosen for anybody.
 */
export function resolve<T extends object>(base: T, theirs: T, mine: T, choices: Choices): T {
  const clashing = new Set(clashes(base, theirs, mine).map((clash) => clash.path));
  const merged = { ...theirs } as Record<string, unknown>;
  for (const { path, after } of changes(base, mine)) {
    const choice = clashing.has(path) ? choices[path] : 'mine';
    if (!choice) throw new RangeError(`nobody chose ${path}`);
    if (choice === 'theirs') continue;
    if (after === undefined) delete merged[path.slice(1)];
    else merged[path.slice(1)] = after;
  }
  return merged as T;
}

/** A line that is gone, new, or stands in both. */
export interface Line {
  kind: 'gone' | 'new' | 'same';
  text: string;
}

/** What differs between two lists of lines, in their order. */
export function lineChanges(before: readonly string[], after: readonly string[]): Line[] {
  // Lengths of the longest common run of lines from each pair of places on.
  const width = after.length + 1;
  const longest = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      lines.push({ kind: 'same', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'gone', text: old });
      i += 1;
    } else if (now !== undefined) {
      lines.push({ kind: 'new', text: now });
      j += 1;
    }
  }
  return lines;
}
