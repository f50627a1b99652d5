/**
 * What the voter page asks of its worker. Apart from the worker itself, so that it also runs where
 * there is none (tests).
 *
 * The secrets of a prepared ballot live in this module's memory only and die with the page.
 */
import { finish, prepare, type Answer, type PreparedBallot } from './ballot.ts';
import { trackerOf } from './challenge.ts';
import { deriveCredential } from './credential.ts';
import { parseElection, type Question } from './election.ts';
import { selfTest } from './selftest.ts';

/** What the page may ask, and what comes back. */
export interface Tasks {
  /** Whether this device can vote; rejects when it cannot. */
  selftest: { ask: Record<never, never>; reply: true };
  /** The contests of an election, and whether this code is on its roll. */
  open: {
    ask: { code: string; election: Uint8Array; roll: string[] };
    reply: { entitled: boolean; name: string; questions: Question[] };
  };
  /** Prepares a ballot, reporting progress; replies with the milliseconds it took. */
  prepare: { ask: { election: Uint8Array }; reply: number };
  /** Seals with the last preparation of this election (made on the spot if there is none). */
  seal: {
    ask: { code: string; election: Uint8Array; answers: Answer[] };
    reply: { ballot: string; tracker: string; milliseconds: number };
  };
  /** The tracker of stored bytes. */
  track: { ask: { ballot: Uint8Array }; reply: string };
}

/** A request as posted. */
export type Request = {
  [Task in keyof Tasks]: { id: number; task: Task } & Tasks[Task]['ask'];
}[keyof Tasks];

/** What is posted back: any number of `progress`, then one `reply` or `failure`. */
export type Report =
  | { id: number; progress: { ready: number; all: number } }
  | { id: number; reply: unknown }
  | { id: number; failure: string };

/** Takes reports to the page. */
export type Post = (report: Report) => void;

let ready: PreparedBallot | undefined;

function prepareFor(bytes: Uint8Array, id: number, post: Post): PreparedBallot {
  const election = parseElection(bytes);
  if (ready?.election.fingerprint === election.fingerprint && ready.secret) return ready;
  ready = prepare(election, {
    onProgress: (done, all) => post({ id, progress: { ready: done, all } }),
  });
  return ready;
}

function answer(request: Request, post: Post): Tasks[keyof Tasks]['reply'] {
  switch (request.task) {
    case 'selftest':
      selfTest();
      return true;
    case 'open': {
      const { uuid, name, questions } = parseElection(request.election);
      const { publicKey } = deriveCredential(request.code, uuid);
      // A line of a roll may go on with ",weight".
      const entitled = request.roll.some((line) => line.split(',')[0] === publicKey);
      return { entitled, name, questions: [...questions] };
    }
    case 'prepare': {
      const start = performance.now();
      prepareFor(request.election, request.id, post);
      return performance.now() - start;
    }
    case 'seal': {
      const prepared = prepareFor(request.election, request.id, post);
      const start = performance.now();
      const credential = deriveCredential(request.code, prepared.election.uuid);
      const { bytes, tracker } = finish(prepared, credential, request.answers);
      const ballot = new TextDecoder().decode(bytes);
      return { ballot, tracker, milliseconds: performance.now() - start };
    }
    case 'track':
      return trackerOf(request.ballot);
  }
}

/** Does what was asked; whatever goes wrong is reported, never thrown. */
export function perform(request: Request, post: Post): void {
  try {
    post({ id: request.id, reply: answer(request, post) });
  } catch (error) {
    post({ id: request.id, failure: error instanceof Error ? error.message : String(error) });
  }
}
