/**
 * Which credentials a spoiled slip loses. The slip's code stays in this page: the server is told
 * public credentials of boxes still to come, and so learns nothing about ballots already cast.
 */
import type { Round } from '@/shared/api';
import { trackerToHex } from '@/crypto/board';
import { deriveCredential } from '@/crypto/credential';

/** What this needs to know of the boards; the page asks the server, a test answers itself. */
export interface Boards {
  trackers: (box: string) => Promise<string[]>;
  credential: (box: string, hash: string) => Promise<unknown>;
}

/**
 * The public credentials to void for a slip that may vote in `boxes`.
 *
 * Boxes not yet open lose it. The open box loses it only when nobody voted with it there: a
 * ballot that was cast stays. Closed boxes are left alone.
 */
export async function credentialsToVoid(
  code: string,
  boxes: readonly string[],
  rounds: readonly Round[],
  boards: Boards,
): Promise<{ box: string; credential: string }[]> {
  const voided: { box: string; credential: string }[] = [];
  for (const box of boxes) {
    const round = rounds.find((each) => each.boxes.some((own) => own.id === box));
    if (!round) continue;
    const credential = deriveCredential(code, box).publicKey;
    const toCome = ['draft', 'frozen', 'rehearsed'].includes(round.state);
    if (toCome || (round.state === 'open' && !(await hasVoted(box, credential, boards)))) {
      voided.push({ box, credential });
    }
  }
  return voided;
}

async function hasVoted(box: string, credential: string, boards: Boards): Promise<boolean> {
  for (const tracker of await boards.trackers(box)) {
    const hash = trackerToHex(tracker);
    if (hash && (await boards.credential(box, hash)) === credential) return true;
  }
  return false;
}
