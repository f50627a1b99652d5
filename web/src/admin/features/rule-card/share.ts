/** Exact shares of 1, as the card writes them: `2/5`, `0.4`, `1`. */

interface Ratio {
  num: bigint;
  den: bigint;
}

/** A percentage as an exact share of 1: `40` is `2/5`; anything else is passed on for the server to refuse. */
export function fromPercent(percent: string): string {
  const match = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(percent.trim());
  if (!match) return percent.trim();
  const fraction = match[2] ?? '';
  const num = BigInt(match[1]! + fraction);
  return written(reduced({ num, den: 100n * 10n ** BigInt(fraction.length) }));
}

/** The exact sum of shares, or null when one of them is not written as a share. */
export function sumOf(shares: readonly string[]): string | null {
  let sum: Ratio = { num: 0n, den: 1n };
  for (const share of shares) {
    const next = read(share);
    if (!next) return null;
    sum = reduced({ num: sum.num * next.den + next.num * sum.den, den: sum.den * next.den });
  }
  return written(sum);
}

/** What is left of 1 after `share`, negative when it is more; null when it is no share. */
export function restOf(share: string): string | null {
  const ratio = read(share);
  return ratio && written(reduced({ num: ratio.den - ratio.num, den: ratio.den }));
}

/** The share as a number of per cent for drawing only; it decides nothing. */
export function drawn(share: string): number {
  const ratio = read(share);
  return ratio ? Number((ratio.num * 100_000n) / ratio.den) / 1000 : 0;
}

function read(share: string): Ratio | null {
  const ratio = /^(-?\d{1,30})\/(\d{1,30})$/.exec(share);
  if (ratio) {
    const den = BigInt(ratio[2]!);
    return den === 0n ? null : { num: BigInt(ratio[1]!), den };
  }
  const decimal = /^(\d{1,28})(?:\.(\d{1,28}))?$/.exec(share);
  if (!decimal) return null;
  const places = decimal[2] ?? '';
  return { num: BigInt(decimal[1]! + places), den: 10n ** BigInt(places.length) };
}
function reduced({ num, den }: Ratio): Ratio {
  let [x, y] = [num < 0n ? -num : num, den];
  while (y) [x, y] = [y, x % y];
  return { num: num / (x || 1n), den: den / (x || 1n) };
}
const written = ({ num, den }: Ratio) => `${num}/${den}`;

/** Σ a·b as a decimal text, or null when a number is half typed or the sum has no finite form. */
export function timesOf(pairs: readonly (readonly [string, string])[]): string | null {
  let sum: Ratio = { num: 0n, den: 1n };
  for (const [a, b] of pairs) {
    const [x, y] = [read(a), read(b)];
    if (!x || !y) return null;
    const product = { num: x.num * y.num, den: x.den * y.den };
    sum = reduced({
      num: sum.num * product.den + product.num * sum.den,
      den: sum.den * product.den,
    });
  }
  for (let places = 0n; places <= 6n; places += 1n) {
    const scaled = sum.num * 10n ** places;
    if (scaled % sum.den !== 0n) continue;
    const digits = (scaled / sum.den).toString().padStart(Number(places) + 1, '0');
    return places ? `${digits.slice(0, -Number(places))}.${digits.slice(-Number(places))}` : digits;
  }
  return null;
}
