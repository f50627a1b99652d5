import type { Register } from '@/shared/api';

type Heading = Register.ImportView['headings'][number];
type Column = Register.ImportColumn;

const plain = (text: string): string => text.trim().toLowerCase();

/** How a heading came to its column: by its very name, by a likeness, or not at all. */
export function standing(
  heading: Heading,
  columns: readonly Column[],
): 'exact' | 'guessed' | 'none' {
  const column = columns.find(({ code }) => code === heading.column);
  if (!column) return 'none';
  const names = [column.code, column.zh, column.en].map(plain);
  return names.includes(plain(heading.heading)) ? 'exact' : 'guessed';
}

/** Columns that must be there and that no heading stands for. */
export function missing(headings: readonly Heading[], columns: readonly Column[]): Column[] {
  const chosen = new Set(headings.map(({ column }) => column));
  return columns.filter(({ code, required }) => required && !chosen.has(code));
}

/** Columns that more than one heading was given, with those headings. */
export function doubled(
  headings: readonly Heading[],
  columns: readonly Column[],
): { column: Column; headings: string[] }[] {
  return columns
    .map((column) => ({
      column,
      headings: headings.filter((each) => each.column === column.code).map((each) => each.heading),
    }))
    .filter((each) => each.headings.length > 1);
}

/** The column that exports carry their number in; coming back it means nothing. */
const EXPORT_NUMBER = '导出编号';

/** Whether somebody should look at the columns before the difference. */
export function needsLook(view: Register.ImportView): boolean {
  const looked = view.headings.filter(({ heading }) => heading.trim() !== EXPORT_NUMBER);
  return (
    missing(view.headings, view.columns).length > 0 ||
    looked.some((heading) => standing(heading, view.columns) !== 'exact')
  );
}
