/**
 * The voter page's side of the HTTP interface. Nothing here sends a code, a name or an answer:
 * what leaves the phone is a sealed ballot, and requests everybody makes alike.
 */

/** Where a round stands. */
export type RoundState =
  'draft' | 'frozen' | 'rehearsed' | 'open' | 'closed' | 'tallied' | 'revealed' | 'annulled';

/** One ballot box of a round. */
export interface Box {
  /** The uuid of the box's election. */
  id: string;
  class_label: string;
}

/** Most villages one ballot may give a grade. */
export interface Quota {
  /** As written on the ballot. */
  grade: string;
  most: number;
}

/** One area's vote. */
export interface Round {
  number: number;
  title: string;
  kind: 'official' | 'rehearsal';
  state: RoundState;
  /** A slip may vote again while the round is open, and its last ballot counts. */
  revote: boolean;
  /** What a ballot says of the villages; without it, a grade for each. */
  choice?: 'grades' | 'points' | 'approve' | 'order';
  /** What this page keeps to beyond the election's own limits. */
  quotas?: readonly Quota[];
  /** RFC 3339, or null when the host closes by hand. */
  closes_at: string | null;
  boxes: Box[];
}

/** What every phone in the hall may know. */
export interface VoteState {
  cycle: { name: string; organiser: string; synthetic: boolean };
  /** RFC 3339; countdowns run on the server's clock. */
  server_time: string;
  rounds: Round[];
}

/**
 * One box's public board: trackers in the order the ballots came, and who signed them. Of several
 * by one credential the last counts.
 */
export interface Board {
  box: string;
  closed: boolean;
  ballots: { tracker: string; credential: string }[];
}

/** Why a ballot was not taken; `unknown` for anything the interface does not promise. */
export type RefusalCode =
  | 'round_not_open'
  | 'slip_unknown'
  | 'slip_void'
  | 'already_voted'
  | 'ballot_malformed'
  | 'ballot_proof_invalid'
  | 'ballot_wrong_box'
  | 'too_large'
  | 'unknown';

/** The server understood and said no; asking again would not help. */
export class Refusal extends Error {
  override name = 'Refusal';
  /** Codes other than these are possible and treated as `unknown`. */
  readonly code: RefusalCode;
  constructor(code: unknown) {
    super(String(code));
    this.code = typeof code === 'string' ? (code as RefusalCode) : 'unknown';
  }
}

/** Nothing was understood: no network, a timeout, a busy or broken server. Ask again later. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

const TIMEOUT = 15_000;

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  try {
    const response = await fetch(path, {
      ...init,
      signal: abort.signal,
      // No cookie identifies a voter, not even by accident.
      credentials: 'omit',
    });
    if (response.ok || response.status === 304) return response;
    const code = await problemCode(response);
    if (response.status >= 500 || response.status === 429 || code === 'busy')
      throw new Unreachable(`${response.status}`);
    throw new Refusal(code);
  } catch (error) {
    if (error instanceof Refusal || error instanceof Unreachable) throw error;
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function problemCode(response: Response): Promise<unknown> {
  try {
    return ((await response.json()) as { code?: unknown }).code;
  } catch {
    return undefined;
  }
}

/** The body, or {@link Unreachable} when the connection broke in the middle. */
async function body<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

const bytesOf = async (path: string): Promise<Uint8Array> => {
  const response = await request(path);
  return new Uint8Array(await body(() => response.arrayBuffer()));
};

/** Whether something is a {@link VoteState}, as far as this page relies on it. */
export function isVoteState(value: unknown): value is VoteState {
  const state = value as Partial<VoteState> | null;
  return (
    typeof state === 'object' &&
    state !== null &&
    typeof state.cycle?.name === 'string' &&
    typeof state.server_time === 'string' &&
    Array.isArray(state.rounds) &&
    state.rounds.every((round) => typeof round.number === 'number' && Array.isArray(round.boxes))
  );
}

/** The state of the vote, or null when it is still the one with this `etag`. */
export async function getVote(
  etag: string | null,
): Promise<{ state: VoteState; etag: string | null } | null> {
  const response = await request('/api/vote', {
    cache: 'no-store',
    headers: etag === null ? {} : { 'if-none-match': etag },
  });
  if (response.status === 304) return null;
  const state: unknown = await body(() => response.json());
  if (!isVoteState(state)) throw new Unreachable('not a state of the vote');
  return { state, etag: response.headers.get('etag') };
}

/** Where {@link VoteState} is pushed, as events named `state`. */
export const VOTE_EVENTS = '/api/vote/events';

/** The frozen bytes of a box's election. */
export function getElection(box: string): Promise<Uint8Array> {
  return bytesOf(`/api/boxes/${encodeURIComponent(box)}/election`);
}

/** A box's public credentials; the same for everybody, so asking says nothing about the voter. */
export async function getRoll(box: string): Promise<string[]> {
  const response = await request(`/api/boxes/${encodeURIComponent(box)}/roll`);
  return body(() => response.json() as Promise<string[]>);
}

/**
 * Puts a sealed ballot into a box; `replaces` when an earlier one of the slip no longer counts. The
 * same bytes again get the same answer.
 */
export async function postBallot(
  box: string,
  ballot: string,
): Promise<{ tracker: string; replaces: boolean }> {
  const response = await request(`/api/boxes/${encodeURIComponent(box)}/ballots`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: ballot,
  });
  return body(() => response.json() as Promise<{ tracker: string; replaces: boolean }>);
}

/** A box's board, always fresh. */
export async function getBoard(box: string): Promise<Board> {
  const response = await request(`/api/boxes/${encodeURIComponent(box)}/board`, {
    cache: 'no-store',
  });
  return body(() => response.json() as Promise<Board>);
}

/** The bytes the server stores under a hash (hexadecimal). */
export function getStoredBallot(box: string, hash: string): Promise<Uint8Array> {
  return bytesOf(`/api/boxes/${encodeURIComponent(box)}/ballots/${hash}`);
}
