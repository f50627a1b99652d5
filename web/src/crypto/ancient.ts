/** Chrome 67 to 70 and Safari before 12.1 lack `globalThis`, which the libraries look for. */
if (typeof globalThis === 'undefined') {
  (self as unknown as Record<string, unknown>)['globalThis'] = self;
}
