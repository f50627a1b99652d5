/**
 * The code on a paper slip as people type it: `XXXXX-XXXXXX-XXXXX-XXXXXX` in base 58.
 *
 * Spelling only, free of cryptography, so the page can tell a slip of the pen from a slip that is
 * not on the roll without loading anything else.
 * Source: Belenios specification 3.3.0, "Credentials".
 */

/** Base 58: digits and letters without 0, O, I and l, which are mistaken for each other. */
export const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Lengths of the four groups of a code; 22 characters in all. */
export const CODE_GROUPS = [5, 6, 5, 6] as const;
const CODE_LENGTH = 22;

/** What can be wrong with a typed code. */
export type CodeFault =
  | { kind: 'empty' }
  | { kind: 'too_short'; missing: number }
  | { kind: 'too_long'; extra: number }
  /** `position` counts the 22 characters from 1; `character` as typed. */
  | { kind: 'foreign_character'; character: string; position: number };

/** A well-spelt code, or the first thing wrong with it. */
export type CodeReading = { code: string } | { fault: CodeFault };

/**
 * Reads a code as typed or scanned: spaces, dashes of any kind and full-width letters are
 * forgiven, upper and lower case are not (they are different characters of base 58).
 */
export function readCode(typed: string): CodeReading {
  const characters = [...typed.normalize('NFKC').replace(/[\s\-‐-―−·._,、]/g, '')];
  if (characters.length === 0) return { fault: { kind: 'empty' } };
  const foreign = characters.findIndex((character) => !BASE58.includes(character));
  if (foreign >= 0) {
    const character = characters[foreign]!;
    return { fault: { kind: 'foreign_character', character, position: foreign + 1 } };
  }
  const missing = CODE_LENGTH - characters.length;
  if (missing > 0) return { fault: { kind: 'too_short', missing } };
  if (missing < 0) return { fault: { kind: 'too_long', extra: -missing } };
  return { code: groupCode(characters.join('')) };
}

/** 22 characters with the three dashes put in. */
export function groupCode(characters: string): string {
  let start = 0;
  return CODE_GROUPS.map((length) => characters.slice(start, (start += length))).join('-');
}
