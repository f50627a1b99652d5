/** Numbers as they are typed: 万元 kept exactly in fen, percent in basis points, whole numbers. */

/** Fen of an amount in 万元 such as `1,234.5`; null where nothing is typed, undefined where it is no amount. */
export function parseWan(text: string): number | null | undefined {
  const plain = text.trim().replace(/[,，\s]/g, '');
  if (!plain) return null;
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(plain);
  if (!match) return undefined;
  return Number(match[1]! + (match[2] ?? '').padEnd(6, '0'));
}

/** Fen in 万元, with as many decimals as it takes and no more. */
export function exactWan(fen: number | null): string {
  if (fen === null) return '';
  const digits = String(fen).padStart(7, '0');
  const decimals = digits.slice(-6).replace(/0+$/, '');
  return digits.slice(0, -6) + (decimals ? `.${decimals}` : '');
}

/** Basis points of a percentage such as `12.5`; as for amounts. */
export function parsePercent(text: string): number | null | undefined {
  const plain = text.trim().replace(/[%％]$/, '');
  if (!plain) return null;
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(plain);
  return match ? Number(match[1]! + (match[2] ?? '').padEnd(2, '0')) : undefined;
}

/** Basis points as a percentage without its sign. */
export const exactPercent = (points: number): string => String(points / 100);

/** A whole number as typed; null where nothing is typed, undefined where it is none. */
export function parseCount(text: string): number | null | undefined {
  const plain = text.trim();
  if (!plain) return null;
  return /^\d{1,9}$/.test(plain) ? Number(plain) : undefined;
}
