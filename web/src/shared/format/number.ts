/** A whole number with grouped thousands. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The first twelve digits of a hash in groups of four, for reading aloud and comparing. */
export function shortHash(hex: string): string {
  return (hex.slice(0, 12).match(/.{1,4}/g) ?? []).join(' ');
}

const NUMERALS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** A small number as a Chinese numeral, as titles want it: 12 is 十二. */
export function numeral(n: number): string {
  if (n <= 10) return NUMERALS[n] ?? String(n);
  if (n < 20) return `十${NUMERALS[n - 10]}`;
  if (n < 100) return `${NUMERALS[Math.floor(n / 10)]}十${n % 10 ? NUMERALS[n % 10] : ''}`;
  return String(n);
}
