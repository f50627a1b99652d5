/**
 * The chain of events as a state machine: what may come next, and with which data before it.
 * Source: Belenios specification 3.3.0, "Public data".
 */
import { bytesToHex } from '../bytes.ts';
import { digest } from '../challenge.ts';
import type { Entry } from './archive.ts';
import { Fault } from './fault.ts';
import { LETTERS, readAll } from './reader.ts';

/** Which kinds may follow each kind; the first one is `Setup`. */
const FOLLOWERS = {
  Setup: ['Ballot', 'EndBallots'],
  Ballot: ['Ballot', 'EndBallots'],
  EndBallots: ['EncryptedTally'],
  EncryptedTally: ['EndShuffles', 'PartialDecryption'],
  EndShuffles: ['PartialDecryption'],
  PartialDecryption: ['PartialDecryption', 'Result'],
  Result: [],
} as const satisfies Record<string, readonly string[]>;

/** Kinds of events. */
export type EventKind = keyof typeof FOLLOWERS;

/** Fewest and most data entries before an event of each kind. */
const DATA: Readonly<Record<EventKind, readonly [number, number]>> = {
  // Election, trustees, roll, a certificate of the roll that some servers add, setup data.
  Setup: [4, 5],
  Ballot: [1, 1],
  EndBallots: [0, 0],
  EncryptedTally: [2, 2],
  EndShuffles: [0, 0],
  PartialDecryption: [2, 2],
  Result: [1, 1],
};
const MOST_DATA = 5;

/** An event that fits, with its data. */
export interface Step {
  readonly kind: EventKind;
  readonly height: number;
  readonly data: readonly Entry[];
}

/** The hash in the name of an entry. */
export const hashOf = ({ name }: Entry): string => name.slice(0, name.indexOf('.'));

/** The events so far, and the data waiting for the next one. */
export class Chain {
  /** Hashes of the events, in order. */
  readonly hashes: string[] = [];
  /** Ballots have ended. */
  isClosed = false;
  #last: EventKind | null = null;
  #data: Entry[] = [];

  /** Height of the event being read. */
  get height(): number {
    return this.hashes.length;
  }

  /** Nothing may be left over. */
  end(): void {
    if (this.#data.length > 0) throw new Fault('data-stray');
    if (this.#last === null) throw new Fault('no-setup');
  }

  /** Takes the next entry; answers an event when one is complete. */
  push(entry: Entry): Step | null {
    const hash = bytesToHex(digest(entry.bytes));
    if (entry.name === `${hash}.data.json`) {
      if (this.#data.length >= MOST_DATA) throw new Fault('data-stray');
      this.#data.push(entry);
      return null;
    }
    if (entry.name === `${hash}.event.json`) return this.#event(entry.bytes, hash);
    throw new Fault('entry-name');
  }

  #event(bytes: Uint8Array, hash: string): Step {
    const event = readAll(
      bytes,
      (reader) => {
        reader.expect('{');
        let parent: string | undefined;
        if (reader.skip('"parent":')) {
          parent = reader.hash();
          reader.expect(',');
        }
        reader.expect('"height":');
        const height = reader.integer();
        reader.expect(',"type":');
        const kind = reader.plain(LETTERS);
        const payload = reader.skip(',"payload":') ? reader.hash() : undefined;
        reader.expect('}');
        return { parent, height, kind, payload };
      },
      (at) => new Fault('event-form', { at }),
    );
    const { height } = this;
    if (event.height !== height) throw new Fault('event-height');
    if (event.parent !== this.hashes.at(-1)) throw new Fault('event-parent');
    if (!Object.hasOwn(FOLLOWERS, event.kind)) throw new Fault('event-kind');
    const kind = event.kind as EventKind;
    const allowed: readonly string[] = this.#last === null ? ['Setup'] : FOLLOWERS[this.#last];
    if (!allowed.includes(kind)) throw new Fault('event-order');
    const data = this.#data;
    this.#data = [];
    const [fewest, most] = DATA[kind];
    if (data.length < fewest || data.length > most) throw new Fault('event-data');
    const last = data.at(-1);
    if (event.payload !== (last && hashOf(last))) throw new Fault('event-payload');
    this.isClosed ||= kind === 'EndBallots';
    this.hashes.push(hash);
    this.#last = kind;
    return { kind, height, data };
  }
}

/** The hashes setup data refer to: election, trustees, roll, and the certificate of the roll if any. */
export function readSetup(bytes: Uint8Array): string[] {
  return readAll(
    bytes,
    (reader) => {
      const hashes: string[] = [];
      for (const field of ['{"election":', ',"trustees":', ',"credentials":']) {
        reader.expect(field);
        hashes.push(reader.hash());
      }
      if (reader.skip(',"credentials_certificate":')) hashes.push(reader.hash());
      reader.expect('}');
      return hashes;
    },
    (at) => new Fault('setup-form', { at }),
  );
}

/** Owner (from 1) and hash of a partial decryption. */
export function readOwned(bytes: Uint8Array): { owner: number; payload: string } {
  return readAll(
    bytes,
    (reader) => {
      reader.expect('{"owner":');
      const start = reader.at;
      const owner = reader.integer();
      if (owner >= 2 ** 32) reader.fail(start);
      reader.expect(',"payload":');
      const payload = reader.hash();
      reader.expect('}');
      return { owner, payload };
    },
    (at) => new Fault('owned-form', { at }),
  );
}
