/**
 * Which credentials a spoiled slip loses. The slip's code stays in this page: the server is told
 * public credentials of boxes that are not closed, and so learns nothing about ballots of closed
 * ones.
 */
import { deriveCredential } from '@/crypto/credential';
import type { Round } from '@/shared/api';

/**
 * The public credentials to void for a slip that may vote in `boxes`: those of every official
 * round not yet closed, so that slip and spare can never both vote. A slip that has voted in the
 * open round is refused by the server (`slip_voted`) until that round is closed.
 *
 * An open rehearsal is left out: the slip may have voted in it, and its ballots are deleted.
 */
export function credentialsToVoid(
  code: string,
  boxes: readonly string[],
  rounds: readonly Round[],
): { box: string; credential: string }[] {
  return boxes
    .filter((box) => {
      const round = rounds.find((each) => each.boxes.some((own) => own.id === box));
      if (!round) return false;
      if (round.state === 'open') return round.kind === 'official';
      return round.state === 'frozen' || round.state === 'rehearsed';
    })
    .map((box) => ({ box, credential: deriveCredential(code, box).publicKey }));
}
