/**
 * What survives a reload: everything the voter did, for as long as the tab lives, on this phone
 * only. `sessionStorage`, so closing the tab forgets it.
 */

import type { Answer } from '@/crypto/ballot.ts';

/** A ballot that is on the board. */
export interface Delivery {
  /** Null when another phone sent it and the board could not be asked. */
  tracker: string | null;
  /** How it came there: from here, in the place of an earlier one, or from another phone. */
  how?: 'replaced' | 'elsewhere';
}

/** What is remembered about one ballot box. */
export interface BoxMemory {
  /** By contest: null is untouched; an abstention on purpose is `blank` or an empty list. */
  choices?: (Answer | null)[];
  /** The contest shown, or the number of contests for the review list. */
  at?: number;
  /** Sealed but not acknowledged: sent again as it is, byte for byte. */
  pending?: { ballot: string; tracker: string };
  /** Acknowledged. Stays while the voter changes the ballot, until the new one is acknowledged. */
  done?: Delivery;
}

/** Everything remembered for one slip. */
export interface Memory {
  code: string;
  boxes: Record<string, BoxMemory>;
}

const KEY = 'pingyi.vote';
const SIZE = 'pingyi.size';
const LANGUAGE = 'pingyi.language';

/** Storage may be forbidden or full; then the page works but forgets on reload. */
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // Nothing to be done; see above.
  }
}

/** The slip in use and what was done with it. */
export function loadMemory(): Memory | null {
  try {
    const memory = JSON.parse(read(KEY) ?? 'null') as Memory | null;
    return memory && typeof memory.code === 'string' && typeof memory.boxes === 'object'
      ? memory
      : null;
  } catch {
    return null;
  }
}

/** Remembers, or forgets everything with null. */
export function saveMemory(memory: Memory | null): void {
  write(KEY, memory && JSON.stringify(memory));
}

/** The size of the text: 0, 1 or 2. */
export const loadSize = (): number => Number(read(SIZE) ?? 0) % 3;
export const saveSize = (size: number): void => write(SIZE, String(size));

/** The language chosen, if one was. */
export const loadLanguage = (): string | null => read(LANGUAGE);
export const saveLanguage = (language: string): void => write(LANGUAGE, language);
