/** Basis points as per cent with two decimals: `4_550` is `45.50`. */
export function percent(points: number): string {
  const size = Math.abs(points);
  const text = `${Math.trunc(size / 100)}.${String(size % 100).padStart(2, '0')}`;
  return points < 0 ? `−${text}` : text;
}

/** Basis points as per cent, as it is typed: `4_550` is `45.5`. */
export function exactPercent(points: number): string {
  return percent(points).replace(/\.?0+$/, '');
}

/** What was typed as per cent in basis points, or null where it is none from 0 to 100. */
export function parsePercent(typed: string): number | null {
  const text = typed.normalize('NFKC').replace(/\s|%$/g, '');
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const points = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return points <= 10_000 ? points : null;
}

/** A part of a whole in basis points, rounded half up; null where the whole is nothing. */
export function pointsOf(part: number | bigint, whole: number | bigint): number | null {
  const [above, below] = [BigInt(part), BigInt(whole)];
  if (below <= 0n) return null;
  return Number((above * 20_000n + below) / (below * 2n));
}
