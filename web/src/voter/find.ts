/**
 * "Find my ballot": the board must list its tracker, and the bytes stored under it must still have
 * that hash.
 */
import { readShortCode, shortCode, trackerToHex } from '@/crypto/board.ts';
import { getBoard, getStoredBallot, Refusal, type Round, type VoteState } from './api.ts';
import type { Sealer } from './sealer.ts';

/** What was found. `place` counts from 1 in the order the ballots came. */
export type Finding =
  /** `replaced` by a later ballot of the same slip, which counts instead. */
  | {
      kind: 'found';
      round: Round;
      tracker: string;
      place: number;
      all: number;
      replaced: boolean;
    }
  /** Listed, but what is stored under it has another hash, or is not there. */
  | { kind: 'altered'; round: Round; tracker: string }
  | { kind: 'missing' }
  /** Two ballots share the short code; the whole tracker is needed. */
  | { kind: 'ambiguous' }
  | { kind: 'not_a_code' }
  | { kind: 'unreachable' };

/** Rounds with a board to look at. */
const hasBoard = ({ state }: Round): boolean => !['draft', 'frozen'].includes(state);

/** Looks for a tracker or short code, in one box when it is known and in all boards otherwise. */
export async function findBallot(
  typed: string,
  vote: VoteState,
  sealer: Sealer,
  box?: string,
): Promise<Finding> {
  const whole = trackerToHex(typed.trim()) !== null ? typed.trim() : null;
  const short = whole === null ? readShortCode(typed) : null;
  if (whole === null && short === null) return { kind: 'not_a_code' };
  const matches = (tracker: string) =>
    whole === null ? shortCode(tracker) === short : tracker === whole;
  const places = vote.rounds
    .flatMap((round) => round.boxes.map(({ id }) => ({ round, id })))
    .filter(({ round, id }) => (box === undefined ? hasBoard(round) : id === box));
  try {
    const hits = (
      await Promise.all(
        places.map(async ({ round, id }) => {
          const { ballots } = await getBoard(id);
          return ballots.flatMap(({ tracker, credential }, i) => {
            if (!matches(tracker)) return [];
            const later = ballots.slice(i + 1);
            const replaced = later.some((one) => one.credential === credential);
            return [{ round, id, tracker, place: i + 1, all: ballots.length, replaced }];
          });
        }),
      )
    ).flat();
    if (hits.length === 0) return { kind: 'missing' };
    if (hits.length > 1) return { kind: 'ambiguous' };
    const { round, id, tracker, place, all, replaced } = hits[0]!;
    let stored: string | null = null;
    try {
      const bytes = await getStoredBallot(id, trackerToHex(tracker)!);
      stored = await sealer.ask('track', { ballot: bytes });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    return stored === tracker
      ? { kind: 'found', round, tracker, place, all, replaced }
      : { kind: 'altered', round, tracker };
  } catch {
    return { kind: 'unreachable' };
  }
}
