/**
 * The verifier of the browser: reads an archive from front to back and believes nothing. Written from the
 * specification, beside the one in Rust and the peer's: a third opinion.
 *
 * Checked: the form of the file; every name is the hash of its content; every document is in the one
 * canonical form; the events form a chain in the only possible order; keys of trustees prove possession
 * and combine to the election key; the roll is sorted and without repeats; every ballot (`ballot.ts`),
 * and none stands there twice; the encrypted tally and both counts are those of the last ballot of each
 * credential; every partial decryption; the result is recomputed.
 *
 * Memory: the ballots being checked, and a hash and a place in the file for each. A ballot that is replaced
 * by a later one of its voter is read again to take it out of the sum.
 */
import { ArchiveReader, type Entry, type Source } from './archive.ts';
import { choicesOf } from './ballot.ts';
import { Chain, hashOf, readOwned, readSetup, type Step } from './chain.ts';
import {
  bitsOf,
  readElection,
  readRoll,
  type Election,
  type Question,
  type Roll,
} from './documents.ts';
import { Fault, type FoundFault } from './fault.ts';
import { pointsOf, type BallotWork, type Outcome } from './work.ts';
import { Accumulator, isOpenedTo, readResult, readShare, type Share, type Tally } from './tally.ts';
import { readTrustees, type Trustees } from './trustees.ts';

/** How far verification is. */
export interface Progress {
  /** Bytes of the archive whose ballots are checked. */
  readonly bytes: number;
  readonly size: number;
  /** Ballots checked. */
  readonly ballots: number;
}

/** A factor of the election key. */
export interface TrusteeGroup {
  /** Names and keys of the members. */
  readonly members: readonly { name: string | null; key: string }[];
  /** Members needed; `null` for a single trustee, who always is. */
  readonly threshold: number | null;
}

/** What a verified archive says; plain data, to be sent between workers. */
export interface Verified {
  readonly name: string;
  readonly description: string;
  readonly uuid: string;
  readonly fingerprint: string;
  readonly questions: readonly Question[];
  readonly groups: readonly TrusteeGroup[];
  /** Numbers of the trustees whose shares are there, from 1 over all groups. */
  readonly shares: readonly number[];
  /** The board's time in seconds since 1970. */
  readonly time: number;
  /** Credentials on the roll. */
  readonly voters: number;
  /** Ballots that count: one per credential that voted. */
  readonly ballots: number;
  /** Ballots replaced by a later one of the same credential. */
  readonly revotes: number;
  /** Sum of the weights of the ballots that count. */
  readonly weight: number;
  /** Trackers of the ballots that count, in the order of the board. */
  readonly trackers: readonly string[];
  /** Trackers of replaced ballots. */
  readonly replaced: readonly string[];
  readonly closed: boolean;
  /** The sums by question and answer; `null` while there is no result. */
  readonly sums: readonly (readonly number[])[] | null;
  /** Hashes of the events in order; the last one is the head. */
  readonly events: readonly string[];
}

/** The outcome. */
export type Verdict =
  | { readonly ok: true; readonly verified: Verified }
  | { readonly ok: false; readonly fault: FoundFault };

/** How to verify. */
export interface Options {
  /** Who checks the ballots. */
  readonly work: BallotWork;
  readonly onProgress?: (progress: Progress) => void;
  /** Accept a roll in any order: some programs that make Belenios archives do not sort. */
  readonly acceptUnsortedRoll?: boolean;
}

/** The first fault, placed. */
class Found extends Error {
  constructor(readonly fault: FoundFault) {
    super(fault.code);
  }
}

/** Verifies an archive. The verdict does not depend on how many workers check the ballots. */
export async function verifyArchive(source: Source, options: Options): Promise<Verdict> {
  const verifier = new Verifier(source, options);
  try {
    return { ok: true, verified: await verifier.run() };
  } catch (error) {
    if (error instanceof Found) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** A ballot on its way through a worker. */
interface Waiting {
  readonly entry: Entry;
  readonly height: number;
}

/** Ballots sent to a worker at once: enough to hide the sending, few enough to show progress. */
const BATCH = 4;

interface Setup {
  readonly election: Election;
  readonly trustees: Trustees;
  readonly roll: Roll;
  readonly accumulator: Accumulator;
}

interface Counted {
  readonly entry: { start: number; length: number };
  readonly height: number;
  readonly tracker: string;
}

class Verifier {
  readonly #source: Source;
  readonly #options: Options;
  readonly #archive: ArchiveReader;
  readonly #chain = new Chain();
  readonly #seen = new Set<string>();
  readonly #counted = new Map<string, Counted>();
  readonly #replaced: string[] = [];
  #setup: Setup | null = null;
  #next: Waiting[] = [];
  #queue: { ballots: Waiting[]; outcomes: Promise<Outcome[]> }[] = [];
  #checked = 0;
  #tally: Tally | null = null;
  #shares: (Share | undefined)[] = [];
  #sums: number[][] | null = null;

  constructor(source: Source, options: Options) {
    this.#source = source;
    this.#options = options;
    this.#archive = new ArchiveReader(source);
  }

  async run(): Promise<Verified> {
    let time = 0;
    let first: { error: unknown } | null = null;
    try {
      time = await this.#read();
    } catch (error) {
      first = { error };
    }
    // Ballots that wait stand before whatever was found since.
    await this.#settle(0);
    if (first) throw first.error;
    return this.#verified(time);
  }

  /** Runs a step whose faults belong to an entry. */
  async #placed<T>(
    entry: () => string,
    height: number | null,
    step: () => T | Promise<T>,
  ): Promise<T> {
    try {
      return await step();
    } catch (error) {
      throw error instanceof Fault ? new Found(error.at(entry(), height)) : error;
    }
  }

  async #read(): Promise<number> {
    const archive = this.#archive;
    const entry = (): string => archive.name;
    const time = await this.#placed(entry, null, () => archive.open());
    for (;;) {
      const next = await this.#placed(entry, this.#chain.height, () => archive.next());
      if (!next) break;
      const step = await this.#placed(entry, this.#chain.height, () => this.#chain.push(next));
      if (step) await this.#step(step);
    }
    await this.#placed(entry, this.#chain.height, () => this.#chain.end());
    return time;
  }

  async #step({ kind, height, data }: Step): Promise<void> {
    const at = <T>(index: number, step: () => T | Promise<T>): Promise<T> =>
      this.#placed(() => data[index]!.name, height, step);
    for (const [i, one] of data.entries()) {
      await at(i, () => {
        if (this.#seen.has(one.name))
          throw new Fault(kind === 'Ballot' ? 'ballot-replayed' : 'data-repeated');
        this.#seen.add(one.name);
      });
    }
    if (kind === 'Setup') {
      await this.#takeSetup(data, at);
    } else if (kind === 'Ballot') {
      await at(0, () => this.#takeBallot(data[0]!, height));
    } else if (kind === 'EncryptedTally') {
      await this.#settle(0);
      const tally = this.#ready().accumulator.finish();
      const differs = (entry: Entry, text: string): boolean =>
        new TextDecoder('latin1').decode(entry.bytes) !== text;
      await at(0, () => {
        if (differs(data[0]!, tally.text)) throw new Fault('tally-product');
      });
      await at(1, () => {
        if (differs(data[1]!, tally.sized)) throw new Fault('tally-counts');
      });
      this.#tally = tally;
    } else if (kind === 'PartialDecryption') {
      await this.#takeShare(data, at);
    } else if (kind === 'Result') {
      await at(0, () => {
        const sums = readResult(data[0]!.bytes);
        if (!isOpenedTo(sums, this.#tally!, this.#ready().trustees, this.#shares))
          throw new Fault('result-sums');
        this.#sums = sums;
      });
    }
  }

  #ready(): Setup {
    // The chain begins with a setup.
    return this.#setup!;
  }

  async #takeSetup(data: readonly Entry[], at: At): Promise<void> {
    const last = data.length - 1;
    await at(last, () => {
      const references = readSetup(data[last]!.bytes);
      const there = data.slice(0, last).map(hashOf);
      if (references.join() !== there.join()) throw new Fault('setup-reference');
    });
    const election = await at(0, () => readElection(data[0]!.bytes));
    const trustees = await at(1, () => {
      const found = readTrustees(data[1]!.bytes);
      if (found.combined !== election.publicKey) throw new Fault('election-key');
      return found;
    });
    const sorted = this.#options.acceptUnsortedRoll !== true;
    const roll = await at(2, () => readRoll(data[2]!.bytes, sorted));
    this.#archive.largest = Math.min(this.#archive.largest, largestAnswer(election));
    this.#options.work.open(data[0]!.bytes, [...roll.keys()]);
    this.#setup = { election, trustees, roll, accumulator: new Accumulator(election) };
  }

  async #takeBallot(entry: Entry, height: number): Promise<void> {
    this.#next.push({ entry, height });
    if (this.#next.length < BATCH) return;
    this.#send();
    await this.#settle(2 * this.#options.work.parallel);
  }

  #send(): void {
    const ballots = this.#next;
    if (ballots.length === 0) return;
    this.#next = [];
    const outcomes = this.#options.work.check(ballots.map(({ entry }) => entry.bytes));
    // A failure is met when its turn comes.
    outcomes.catch(() => {});
    this.#queue.push({ ballots, outcomes });
  }

  /** Counts checked ballots in the order of the board until at most `rest` batches are under way. */
  async #settle(rest: number): Promise<void> {
    if (rest === 0) this.#send();
    while (this.#queue.length > rest) {
      const { ballots, outcomes } = this.#queue.shift()!;
      let results: Outcome[];
      try {
        results = await outcomes;
        for (const [i, ballot] of ballots.entries()) await this.#count(ballot, results[i]!);
      } catch (error) {
        this.#queue = [];
        throw error;
      }
      const { entry } = ballots.at(-1)!;
      this.#options.onProgress?.({
        bytes: entry.start + entry.bytes.length,
        size: this.#source.size,
        ballots: this.#checked,
      });
    }
  }

  async #count({ entry, height }: Waiting, outcome: Outcome): Promise<void> {
    if ('code' in outcome) {
      throw new Found(new Fault(outcome.code, outcome.detail).at(entry.name, height));
    }
    const { accumulator, roll } = this.#ready();
    const { credential, tracker } = outcome;
    const weight = roll.get(credential)!;
    accumulator.add(pointsOf(outcome.coordinates), weight);
    const before = this.#counted.get(credential);
    if (before) {
      const { start, length } = before.entry;
      accumulator.add(choicesOf(await this.#source.read(start, start + length)), weight, -1);
      this.#replaced.push(before.tracker);
    }
    const place = { start: entry.start, length: entry.bytes.length };
    this.#counted.set(credential, { entry: place, height, tracker });
    this.#checked++;
  }

  async #takeShare(data: readonly Entry[], at: At): Promise<void> {
    const { election, trustees } = this.#ready();
    const owner = await at(1, () => {
      const owned = readOwned(data[1]!.bytes);
      if (owned.payload !== hashOf(data[0]!)) throw new Fault('owned-reference');
      if (!trustees.keys[owned.owner - 1]) throw new Fault('share-owner', { trustee: owned.owner });
      return owned.owner;
    });
    const key = trustees.keys[owner - 1]!;
    const share = await at(0, () => readShare(data[0]!.bytes, election, this.#tally!, key));
    await at(1, () => {
      if (this.#shares[owner - 1]) throw new Fault('share-repeated', { trustee: owner });
      this.#shares[owner - 1] = share;
    });
  }

  #verified(time: number): Verified {
    const { election, trustees, roll, accumulator } = this.#ready();
    const counted = [...this.#counted.values()].sort((a, b) => a.height - b.height);
    return {
      name: election.name,
      description: election.description,
      uuid: election.uuid,
      fingerprint: election.fingerprint,
      questions: election.questions,
      groups: trustees.groups.map(({ threshold, members }) => ({
        threshold,
        members: members.map(({ name, text }) => ({ name, key: text })),
      })),
      shares: trustees.keys.flatMap((_, i) => (this.#shares[i] ? [i + 1] : [])),
      time,
      voters: roll.size,
      ballots: counted.length,
      revotes: this.#replaced.length,
      weight: accumulator.weight,
      trackers: counted.map(({ tracker }) => tracker),
      replaced: this.#replaced,
      closed: this.#chain.isClosed,
      sums: this.#sums,
      events: this.#chain.hashes,
    };
  }
}

/**
 * Most bytes of a ballot, tally, share or result of this election: for each ciphertext two points, or a
 * factor; for each branch of a proof two numbers; and their names. Twice that, so that a wrong shape is
 * called by its name.
 */
function largestAnswer({ questions }: Election): number {
  const lengths = questions.map((question) => {
    const bits = bitsOf(question);
    const branches = 2 * bits + question.max - question.min + 1 + (question.blank ? 3 : 0);
    return 128 + 192 * bits + 192 * branches;
  });
  return 2 * (1024 + lengths.reduce((sum, length) => sum + length, 0));
}

type At = <T>(index: number, step: () => T | Promise<T>) => Promise<T>;
