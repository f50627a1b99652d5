/** Looking things up in what was verified: a tracker, a fingerprint. */
import { readShortCode, shortCode } from '../crypto/board.ts';
import type { Report } from './session.ts';

/** Where a tracker was found. */
export type Found =
  | { readonly kind: 'counted'; readonly box: string; readonly place: number }
  | { readonly kind: 'replaced'; readonly box: string }
  | { readonly kind: 'malformed' | 'absent' };

/** Finds a tracker, whole or as short code; a short code may fit several ballots. */
export function findTracker(typed: string, { passed }: Pick<Report, 'passed'>): Found[] {
  const whole = typed.trim();
  const short = readShortCode(typed);
  const isWhole = /^[A-Za-z0-9+/]{43}$/.test(whole);
  if (!isWhole && !short) return [{ kind: 'malformed' }];
  const fits = (tracker: string): boolean =>
    isWhole ? tracker === whole : shortCode(tracker) === short;
  const found = passed.flatMap(({ verified }): Found[] => [
    ...verified.trackers.flatMap((tracker, i): Found[] =>
      fits(tracker) ? [{ kind: 'counted', box: verified.name, place: i + 1 }] : [],
    ),
    ...verified.replaced.flatMap((tracker): Found[] =>
      fits(tracker) ? [{ kind: 'replaced', box: verified.name }] : [],
    ),
  ]);
  return found.length > 0 ? found : [{ kind: 'absent' }];
}

/** What a fingerprint is of. */
export type Match =
  | { readonly kind: 'file' | 'election' | 'head'; readonly name: string }
  | { readonly kind: 'event'; readonly name: string; readonly number: number; readonly all: number }
  | { readonly kind: 'card' | 'malformed' | 'absent' };

/** Compares a fingerprint with those of the files, elections, boards and the rule card. */
export function matchFingerprint(
  typed: string,
  { passed, cardHash }: Pick<Report, 'passed' | 'cardHash'>,
): Match {
  const text = typed.replace(/\s/g, '').replace(/^sha-?256[:：]/i, '');
  const hex = text.toLowerCase();
  const isHex = /^[0-9a-f]{64}$/.test(hex);
  if (!isHex && !/^[A-Za-z0-9+/]{43}=?$/.test(text)) return { kind: 'malformed' };
  for (const { file, sha256, verified } of passed) {
    const { name, fingerprint, events } = verified;
    if (isHex && sha256 === hex) return { kind: 'file', name: file };
    if (fingerprint === text.replace(/=$/, '')) return { kind: 'election', name };
    const place = isHex ? events.indexOf(hex) : -1;
    if (place >= 0 && place === events.length - 1) return { kind: 'head', name };
    if (place >= 0) return { kind: 'event', name, number: place + 1, all: events.length };
  }
  return { kind: isHex && cardHash === hex ? 'card' : 'absent' };
}
