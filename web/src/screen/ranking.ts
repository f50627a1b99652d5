import type { Place, RevealRow } from '@/shared/api/screen';

/** The name of a row that stays the same as rows are added. */
export function rowKey(row: RevealRow): string {
  return row.villages.map((place) => place.town + place.village).join('|');
}

/**
 * The row of the first place, once it is there. Where ties share the mean of their places its rank
 * is not 1; then it is the row that finishes the table.
 */
export function firstRow(rows: readonly RevealRow[], finished: boolean): RevealRow | null {
  return rows.find((row) => row.rank === '1') ?? (finished ? (rows.at(-1) ?? null) : null);
}

/**
 * The score at which a bar is full: the smallest power of ten that no revealed score exceeds, so
 * 100 for grades of 100/80/60/40. It is read from revealed rows alone.
 */
export function fullScore(rows: readonly RevealRow[]): number {
  let full = 1;
  for (const row of rows) while (Number(row.score) > full) full *= 10;
  return full;
}

/** Length of a row's bar as a share of the full bar. */
export function barShare(row: RevealRow, full: number): number {
  return Math.min(1, Math.max(0, Number(row.score) / full));
}

/** Time between rows that arrive together. */
const STAGGER_MS = 450;
/** An ordinary row: slides in, bar grows for 0.8 s, the rank appears. */
const ROW_MS = 1700;

/**
 * When each new row begins to move, in milliseconds from now, in the order given (last rank
 * first). Rows revealed all at once follow each other; the first place waits for all others.
 */
export function entranceDelays(rows: readonly RevealRow[], first: RevealRow | null): number[] {
  const others = rows.filter((row) => row !== first).length;
  let begun = 0;
  return rows.map((row) => {
    if (row === first) return others === 0 ? 0 : (others - 1) * STAGGER_MS + ROW_MS;
    const delay = begun * STAGGER_MS;
    begun += 1;
    return delay;
  });
}

/**
 * The modest table: first places by name, everybody else in visiting order without rank or score.
 * Until the first place is revealed, nobody is set apart.
 */
export function modestTable(
  contests: readonly Place[],
  first: RevealRow | null,
): { first: Place[]; others: Place[] } {
  const winners = first?.villages ?? [];
  const won = (place: Place): boolean =>
    winners.some((winner) => winner.town === place.town && winner.village === place.village);
  return { first: winners, others: contests.filter((place) => !won(place)) };
}
