/** An exact share of 1 as a percentage: `2/5` is `40`; what has no finite form stays as it is. */
export function toPercent(share: string): string {
  const match = /^(\d{1,30})\/(\d{1,30})$/.exec(share);
  const decimal = /^(\d{1,28})(?:\.(\d{1,28}))?$/.exec(share);
  let num: bigint;
  let den: bigint;
  if (match) [num, den] = [BigInt(match[1]!), BigInt(match[2]!)];
  else if (decimal) {
    const fraction = decimal[2] ?? '';
    [num, den] = [BigInt(decimal[1]! + fraction), 10n ** BigInt(fraction.length)];
  } else return share;
  if (den === 0n) return share;
  for (let places = 0; places <= 6; places += 1) {
    const scaled = num * 100n * 10n ** BigInt(places);
    if (scaled % den !== 0n) continue;
    const digits = (scaled / den).toString().padStart(places + 1, '0');
    return places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  }
  return share;
}
