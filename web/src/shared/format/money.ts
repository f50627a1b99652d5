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
