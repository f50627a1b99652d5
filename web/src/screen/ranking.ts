import type { Place, RevealRow } from '@/shared/api/screen';

/** The name of a row that stays the same as rows are added. */
export function rowKey(row: RevealRow): string {
  return row.villages.map((place) => place.town + place.village).join('|');
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
export function entranceDelays(rows: readonly RevealRow[]): number[] {
  const others = rows.filter((row) => row.rank !== 1).length;
  let begun = 0;
  return rows.map((row) => {
    if (row.rank === 1) return others === 0 ? 0 : (others - 1) * STAGGER_MS + ROW_MS;
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
  rows: readonly RevealRow[],
): { first: Place[]; others: Place[] } {
  const first = rows.find((row) => row.rank === 1)?.villages ?? [];
  const isFirst = (place: Place): boolean =>
    first.some((winner) => winner.town === place.town && winner.village === place.village);
  return { first, others: contests.filter((place) => !isFirst(place)) };
}
