/** Chrome 67 to 70 and Safari before 12.1 lack `globalThis`, which the libraries look for. */
if (typeof globalThis === 'undefined') {
  (self as unknown as Record<string, unknown>)['globalThis'] = self;
}

/** Chrome 67 and 68 have big integers, but neither of these. */
const { prototype } = Array;
prototype.flatMap ??= function (this: unknown[], map: (...args: never[]) => unknown) {
  return [].concat(...(this.map(map as never) as never[]));
} as typeof prototype.flatMap;
prototype.flat ??= function (this: unknown[]) {
  return [].concat(...(this as never[]));
} as typeof prototype.flat;
