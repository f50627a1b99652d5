/** One trustee's share of opening a box, made only after a look at the board. */
import { trackerToHex } from '@/crypto/board';
import { digestText, trackerOf } from '@/crypto/challenge';
import { base64 } from '@/crypto/bytes';
import { parseElection } from '@/crypto/election';
import { Recount, type RecountFault } from '@/crypto/recount';
import { partialDecryption, type PartialDecryptionJson } from '@/crypto/trustee';
import type { TrusteeTask } from '@/shared/api';

/** The board does not bear out what is to be opened; nothing was decrypted. */
export class OpeningRefused extends Error {
  override name = 'OpeningRefused';
  readonly reason: RecountFault | 'tracker_differs' | 'not_all_ballots' | 'other_key';
  constructor(reason: OpeningRefused['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** How to read a box's public board. */
export interface Board {
  trackers: (box: string) => Promise<string[]>;
  ballot: (box: string, hash: string) => Promise<Uint8Array>;
  roll: (box: string) => Promise<string[]>;
}

/** How many ballots are fetched at once. */
const AT_ONCE = 6;

/**
 * Recounts the board of a task's box and decrypts its sum.
 *
 * # Errors
 * {@link OpeningRefused} when a ballot does not match its tracker or is not signed by a slip of the
 * roll, the number differs from the one announced, the sum is another, or the election has another key
 * than `electionKey`; errors of `board` and `TallyError` pass through.
 */
export async function openBox(
  task: Pick<TrusteeTask, 'box' | 'ballots' | 'election' | 'encrypted_tally'>,
  privateKey: bigint,
  board: Board,
  progress: (done: number, all: number) => void = () => undefined,
  electionKey?: string,
): Promise<PartialDecryptionJson> {
  if (electionKey !== undefined && keyOf(task.election) !== electionKey)
    throw new OpeningRefused('other_key');
  const fingerprint = base64(digestText(task.election));
  const tally: unknown = JSON.parse(task.encrypted_tally);
  const trackers = await board.trackers(task.box);
  const recount = new Recount(fingerprint, new Set(await board.roll(task.box)));
  for (let at = 0; at < trackers.length; at += AT_ONCE) {
    const some = trackers.slice(at, at + AT_ONCE);
    const ballots = await Promise.all(
      some.map(async (tracker) => {
        const hash = trackerToHex(tracker);
        if (!hash) throw new OpeningRefused('tracker_differs');
        const bytes = await board.ballot(task.box, hash);
        if (trackerOf(bytes) !== tracker) throw new OpeningRefused('tracker_differs');
        return bytes;
      }),
    );
    for (const ballot of ballots) recount.add(ballot);
    progress(Math.min(at + AT_ONCE, trackers.length), trackers.length);
  }
  const fault = recount.compare(tally);
  if (fault) throw new OpeningRefused(fault);
  if (recount.counted !== task.ballots) throw new OpeningRefused('not_all_ballots');
  return partialDecryption(fingerprint, privateKey, tally);
}

/** The public key of an election, from its bytes as the voters used them. */
function keyOf(election: string): string {
  return parseElection(new TextEncoder().encode(election)).publicKey;
}
