/**
 * A scrutineer's own look before opening: that what is to be decrypted really is the sum of the
 * ballots on the public board, and not, say, a single one of them.
 *
 * Every ballot must be signed by a slip of the roll: a server has no slips, so it cannot surround a
 * single ballot with made-up ones. What the proofs say is left to whoever checks the archive: a
 * wrong proof can spoil a sum, but opens no ballot.
 */
import { Point } from '@noble/ed25519';
import type { BallotJson } from './ballot.ts';
import { BallotFault, checkSigned } from './check.ts';
import { tallyFromJson, sum, type Ciphertext } from './elgamal.ts';
import { encodeElements, type Element } from './group.ts';

/** Why a tally is not what it is said to be. */
export type RecountFault = 'ballot_malformed' | 'other_election' | 'not_signed' | 'not_the_sum';

const NAMES: Partial<Record<BallotFault['kind'], RecountFault>> = {
  'ballot-election': 'other_election',
  'ballot-credential': 'not_signed',
  'ballot-signature': 'not_signed',
};

const ciphertexts = ({ answers }: BallotJson): Ciphertext[][] =>
  answers.map(({ choices }) =>
    choices.map(({ alpha, beta }) => ({ alpha: read(alpha), beta: read(beta) })),
  );

/** A recount that takes one ballot at a time, in the order of the board. */
export class Recount {
  /** The last ballot of each credential; an earlier one was replaced by its voter. */
  readonly #last = new Map<string, Ciphertext[][]>();
  readonly #election: string;
  readonly #roll: ReadonlySet<string>;
  #fault: RecountFault | null = null;

  /** `election` is φ, the fingerprint of the election's bytes; `roll` its public credentials. */
  constructor(election: string, roll: ReadonlySet<string>) {
    this.#election = election;
    this.#roll = roll;
  }

  /** Adds the next ballot of the board, as its bytes. */
  add(bytes: Uint8Array): void {
    try {
      const ballot = checkSigned(this.#election, bytes, this.#roll);
      this.#last.set(ballot.credential, ciphertexts(ballot));
    } catch (error) {
      const named = error instanceof BallotFault ? NAMES[error.kind] : undefined;
      this.#fault ??= named ?? 'ballot_malformed';
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
