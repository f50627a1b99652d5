/**
 * A scrutineer's own look before opening: that what is to be decrypted really is the sum of the
 * ballots on the public board, and not, say, a single one of them.
 *
 * Proofs are not checked here: the server checked them before storing and everybody can check the
 * archive. Group membership is checked on the tally alone, which has to equal the sum anyway.
 */
import { Point } from '@noble/ed25519';
import type { BallotJson } from './ballot.ts';
import { tallyFromJson, sum, type Ciphertext } from './elgamal.ts';
import { encodeElements, type Element } from './group.ts';

/** Why a tally is not what it is said to be. */
export type RecountFault = 'ballot_malformed' | 'other_election' | 'not_the_sum';

/** A recount that takes one ballot at a time, in the order of the board. */
export class Recount {
  /** The last ballot of each credential; an earlier one was replaced by its voter. */
  readonly #last = new Map<string, Ciphertext[][]>();
  readonly #election: string;
  #fault: RecountFault | null = null;

  /** `election` is φ, the fingerprint of the election's bytes. */
  constructor(election: string) {
    this.#election = election;
  }

  /** Adds the next ballot of the board. */
  add(ballot: unknown): void {
    const { election_hash, credential, answers } = (ballot ?? {}) as Partial<BallotJson>;
    if (election_hash !== this.#election) {
      this.#fault ??= 'other_election';
      return;
    }
    try {
      const rows = answers!.map(({ choices }) =>
        choices.map(({ alpha, beta }) => ({ alpha: read(alpha), beta: read(beta) })),
      );
      this.#last.set(String(credential), rows);
    } catch {
      this.#fault ??= 'ballot_malformed';
    }
  }

  /** How many ballots count. */
  get counted(): number {
    return this.#last.size;
  }

  /** Compares the sum with the tally; `null` when they are the same. */
  compare(tally: unknown): RecountFault | null {
    if (this.#fault) return this.#fault;
    const ballots = [...this.#last.values()];
    const rows = Array.isArray(tally) ? (tally as unknown[]) : [];
    if (!ballots.every((ballot) => ballot.length === rows.length)) return 'not_the_sum';
    const same = rows.every((row, i) => {
      if (!Array.isArray(row) || !ballots.every((ballot) => ballot[i]!.length === row.length)) {
        return false;
      }
      return row.every((cell: unknown, j) => {
        const claimed = tallyFromJson(cell);
        if (!claimed) return false;
        const summed = sum(ballots.map((ballot) => ballot[i]![j]!));
        const [a, b, c, d] = encodeElements([
          claimed.alpha,
          claimed.beta,
          summed.alpha,
          summed.beta,
        ]);
        return a === c && b === d;
      });
    });
    return rows.length > 0 && same ? null : 'not_the_sum';
  }
}

function read(text: unknown): Element {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text))
    throw new SyntaxError('not a point');
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[31 - i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return Point.fromBytes(bytes);
}
