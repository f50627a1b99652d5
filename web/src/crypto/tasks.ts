/**
 * What the voter page asks of its worker. Apart from the worker itself, so that it also runs where
 * there is none (tests).
 *
 * The secrets of a prepared ballot live in this module's memory only and die with the page.
 */
import { finish, prepare, type Answer, type PreparedBallot } from './ballot.ts';
import { base64 } from './bytes.ts';
import { digest, trackerOf } from './challenge.ts';
import { deriveCredential, type Credential } from './credential.ts';
import { parseElection, type Election, type Question } from './election.ts';
import { selfTest } from './selftest.ts';

/** What the page may ask, and what comes back. */
export interface Tasks {
  /** Whether this device can vote; rejects when it cannot. */
  selftest: { ask: Record<never, never>; reply: true };
  /** The contests of an election, whether this code is on its roll, and as which credential. */
  open: {
    ask: { code: string; election: Uint8Array; roll: string[] };
    reply: { entitled: boolean; credential: string; questions: Question[] };
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

/** What was computed before and is asked for again; checking a key takes milliseconds. */
const elections = new Map<string, Election>();
let own: { code: string; uuid: string; credential: Credential } | undefined;

function read(bytes: Uint8Array): Election {
  const fingerprint = base64(digest(bytes));
  let election = elections.get(fingerprint);
  if (!election) elections.set(fingerprint, (election = parseElection(bytes)));
  return election;
}

function credentialOf(code: string, uuid: string): Credential {
  if (own?.code !== code || own.uuid !== uuid)
    own = { code, uuid, credential: deriveCredential(code, uuid) };
  return own.credential;
}

function prepareFor(bytes: Uint8Array, id: number, post: Post): PreparedBallot {
  const election = read(bytes);
  if (ready?.election === election && ready.secret) return ready;
  ready = prepare(election, {
    onProgress: (done, all) => post({ id, progress: { ready: done, all } }),
  });
  warmUp(election);
  return ready;
}

/**
 * Seals a ballot of one contest and throws it away, so that the engine has compiled everything by
 * the time the voter waits for it.
 */
function warmUp(election: Election): void {
  const small = prepare({ ...election, questions: election.questions.slice(0, 1) });
  const { min } = small.election.questions[0]!;
  const credential = { secret: 1n, publicKey: election.publicKey };
  finish(small, credential, [Array.from({ length: min }, (_, i) => i)]);
}

function answer(request: Request, post: Post): Tasks[keyof Tasks]['reply'] {
  switch (request.task) {
    case 'selftest':
      selfTest();
      return true;
    case 'open': {
      const { uuid, questions } = read(request.election);
      const { publicKey: credential } = credentialOf(request.code, uuid);
      // A line of a roll may go on with ",weight".
      const entitled = request.roll.some((line) => line.split(',')[0] === credential);
      return { entitled, credential, questions: [...questions] };
    }
    case 'prepare': {
      const start = performance.now();
      prepareFor(request.election, request.id, post);
      return performance.now() - start;
    }
    case 'seal': {
      const prepared = prepareFor(request.election, request.id, post);
      const start = performance.now();
      const credential = credentialOf(request.code, prepared.election.uuid);
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
