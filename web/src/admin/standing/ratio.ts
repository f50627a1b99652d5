/** Exact ratios as the computation writes them, `num/den`, for comparing and showing. */
export interface Ratio {
  num: bigint;
  den: bigint;
}

/** Reads `80/1`, `-3/2` or a decimal such as `92.35`; null for anything else. */
export function readRatio(text: string): Ratio | null {
  const ratio = /^(-?\d+)\/(\d+)$/.exec(text);
  if (ratio) {
    const den = BigInt(ratio[2]!);
    return den === 0n ? null : { num: BigInt(ratio[1]!), den };
  }
  const decimal = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!decimal) return null;
  const places = decimal[3] ?? '';
  const size = BigInt(decimal[2]! + places);
  return { num: decimal[1] ? -size : size, den: 10n ** BigInt(places.length) };
}

/** Negative, zero or positive, as the first is less than, equal to or more than the second. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const ahead = a.num * b.den - b.num * a.den;
  return ahead < 0n ? -1 : ahead > 0n ? 1 : 0;
}

/** The exact difference of two texts, or null when one of them is no ratio. */
export function difference(a: string, b: string): Ratio | null {
  const [x, y] = [readRatio(a), readRatio(b)];
  return x && y && { num: x.num * y.den - y.num * x.den, den: x.den * y.den };
}

/** The exact product of two texts, or null when one of them is no ratio. */
export function product(a: string, b: string): Ratio | null {
  const [x, y] = [readRatio(a), readRatio(b)];
  return x && y && { num: x.num * y.num, den: x.den * y.den };
}

/**
 * As a decimal with at most `places` places. What does not end there is rounded half away from
 * zero and marked `≈`: it is for reading, the ratio beside it is the figure.
 */
export function shownRatio({ num, den }: Ratio, places = 4): string {
  const scale = 10n ** BigInt(places);
  const size = num < 0n ? -num : num;
  const exact = (size * scale) % den === 0n;
  const digits = exact ? (size * scale) / den : (size * scale * 2n + den) / (den * 2n);
  const text = digits.toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const part = text.slice(text.length - places);
  const fraction = exact ? part.replace(/0+$/, '') : part;
  const sign = num < 0n && digits > 0n ? '−' : '';
  return `${exact ? '' : '≈'}${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** The text of a ratio as a decimal for reading; other texts stay as they are. */
export function shown(text: string, places = 4): string {
  const ratio = readRatio(text);
  return ratio ? shownRatio(ratio, places) : text;
}

/** An exact share of 1 in percent for reading, as {@link shown}. */
export function percent(share: string): string {
  const hundredfold = product(share, '100/1');
  return hundredfold ? `${shownRatio(hundredfold, 2)}%` : share;
}
