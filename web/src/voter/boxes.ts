/**
 * The ballot boxes as one slip sees them: which election and roll each has, whether the slip is on
 * the roll, and whether it has voted. Nobody is asked about a slip: elections, rolls and boards are
 * the same for everybody and searched on the phone.
 */
import type { Question } from '@/crypto/election.ts';
import { getBoard, getElection, getRoll, type Round } from './api.ts';
import type { Sealer } from './sealer.ts';

/** A box whose election this page can vote in. */
export interface OpenedBox {
  /** Whether the slip is on the roll. */
  readonly entitled: boolean;
  /** The slip's public credential in this election. */
  readonly credential: string;
  readonly questions: readonly Question[];
  /** The frozen bytes. */
  readonly election: Uint8Array;
}

/** How long the board may take to say whether a slip has voted, in milliseconds. */
const PATIENCE = 2_500;

/** Opens boxes for the slip that `code` gives at the time; downloads are kept for the next slip. */
export function createBoxes(sealer: Sealer, code: () => string | undefined) {
  const downloads = new Map<string, Promise<{ election: Uint8Array; roll: string[] }>>();
  const opened = new Map<string, OpenedBox>();

  function open(box: string): Promise<OpenedBox> {
    const known = opened.get(box);
    if (known) return Promise.resolve(known);
    let download = downloads.get(box);
    if (!download) {
      download = Promise.all([getElection(box), getRoll(box)]).then(([election, roll]) => ({
        election,
        roll,
      }));
      downloads.set(box, download);
      download.catch(() => downloads.delete(box));
    }
    const own = code()!;
    return download.then(async ({ election, roll }) => {
      const result = { ...(await sealer.ask('open', { code: own, election, roll })), election };
      if (code() === own) opened.set(box, result);
      return result;
    });
  }

  return {
    /** The box of a round this slip may vote in, if there is one. */
    async own(round: Round): Promise<string | undefined> {
      for (const { id } of round.boxes) {
        if ((await open(id)).entitled) return id;
      }
      return undefined;
    },
    /** What {@link own} has found out about a box. */
    opened: (box: string): OpenedBox | undefined => opened.get(box),
    /** The tracker of the slip's last ballot on the board; undefined also when the board is silent. */
    async castElsewhere(box: string): Promise<string | undefined> {
      const { credential } = opened.get(box)!;
      const own = getBoard(box).then(
        ({ ballots }) => ballots.filter((one) => one.credential === credential),
        () => [],
      );
      const silence = new Promise<never[]>((resolve) => setTimeout(() => resolve([]), PATIENCE));
      const ballots = await Promise.race([own, silence]);
      return ballots[ballots.length - 1]?.tracker;
    },
    /** For another slip. */
    forget: (): void => opened.clear(),
  };
}
