/**
 * Where secrets come from: a function that returns that many fresh random bytes.
 * Injected everywhere, so tests and vectors are repeatable and the page has one source only.
 */
export type RandomBytes = (length: number) => Uint8Array;

/** The browser's own generator; also there on plain `http://`, where `crypto.subtle` is not. */
export const systemRandom: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));
