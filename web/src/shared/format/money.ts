/** One 万元 is 10,000 yuan; amounts travel in fen. */
const FEN_PER_WAN = 1_000_000n;

/**
 * Fen as 万元 with two decimals and grouped thousands: `734577_0000n` is `7,345.77`.
 *
 * Exact integer arithmetic; half a hundredth rounds away from zero, once, for showing only.
 */
export function wanYuan(fen: number | bigint): string {
  const amount = BigInt(fen);
  const sign = amount < 0n ? '−' : '';
  const size = amount < 0n ? -amount : amount;
  const hundredths = (size * 100n + FEN_PER_WAN / 2n) / FEN_PER_WAN;
  const whole = (hundredths / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${whole}.${(hundredths % 100n).toString().padStart(2, '0')}`;
}

/** The exact sum of amounts in fen. */
export function sumFen(amounts: Iterable<number>): bigint {
  let total = 0n;
  for (const amount of amounts) total += BigInt(amount);
  return total;
}

/**
 * Fen as 万元 to the last fen, as it is typed: `66_200_000n` is `66.2`, one fen `0.000001`.
 */
export function exactWan(fen: number | bigint): string {
  const amount = BigInt(fen);
  const size = amount < 0n ? -amount : amount;
  const fraction = (size % FEN_PER_WAN).toString().padStart(6, '0').replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${size / FEN_PER_WAN}${fraction ? `.${fraction}` : ''}`;
}

/**
 * What was typed as 万元 in fen, or null where it is no amount. Up to six decimals, which is one
 * fen; grouped thousands and full-width digits are read as well. No float is made on the way.
 */
export function parseWan(typed: string): number | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '');
  const match = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return null;
  const whole = BigInt(match[1]!.replaceAll(',', ''));
  const fen = whole * FEN_PER_WAN + BigInt((match[2] ?? '').padEnd(6, '0'));
  return fen <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(fen) : null;
}
