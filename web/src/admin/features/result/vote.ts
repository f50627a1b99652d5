/** How the steps of a vote come about. */
import { inParens, listed } from '@/shared/i18n';
import { percent, shown } from '../../standing/ratio';
import type { Names } from './names';
import type { Members } from './step';
import { t } from './step.messages';

type Marks = [mark: string, points: string, count: number][];

/** The mean points of a class, or the shares of its marks. */
export function classFormula(m: Members, names: Names): string {
  if (m['given'] === true) return t.value.given;
  const marks = (m['in'] as Marks | undefined) ?? [];
  const of = Number(m['of'] ?? 0);
  const blank = Number(m['blank'] ?? 0);
  const shares = m['out'];
  const how = Array.isArray(shares)
    ? t.value.shares(listed(marks.map((mark, at) => shareOf(mark, shares[at], names))), of)
    : t.value.marks(
        marks
          .map(([mark, points, count]) => `${names.mark(mark)} ${count} × ${shown(points)}`)
          .join(' + '),
        of,
      );
  return blank ? t.value.withBlank(how, blank) : how;
}

const shareOf = ([mark, , count]: Marks[number], share: unknown, names: Names): string =>
  `${names.mark(mark)} ${count}${inParens(percent(String(share)))}`;

/** Whose marks are taken together, and with what weight. */
export const majorityFormula = (m: Members, names: Names): string =>
  t.value.middle(
    listed(
      ((m['in'] as [string, string, unknown][] | undefined) ?? []).map(
        ([code, weight]) => `${names.class(code)} ${percent(weight)}`,
      ),
    ),
  );

/** What turnout opened in an area, and what it published of that. */
export function openingFormula(m: Members, names: Names): string {
  const { opening } = t.value;
  const classes = (m['classes'] as [string, number, keyof typeof opening.states][]) ?? [];
  return classes
    .map(([code, returned, state]) =>
      opening.class(names.class(code), returned, opening.states[state]),
    )
    .join(opening.join);
}
