/** A hall for tests: `fetch`, `EventSource` and the sealing worker, answered from memory. */
import { vi } from 'vitest';
import type { BallotJson } from '@/crypto/ballot.ts';
import { shortCode, trackerToHex } from '@/crypto/board.ts';
import { trackerOf } from '@/crypto/challenge.ts';
import { deriveCredential } from '@/crypto/credential.ts';
import { perform } from '@/crypto/tasks.ts';
import { electionBytes, gradeQuestion } from '@/crypto/testing/election.ts';
import type { Round, RoundState, VoteState } from '../api.ts';
import { createSealer, type Port, type Sealer } from '../sealer.ts';

export const CODE = 'abcde-fghijk-mnopq-rstuvw';
export const OTHER_CODE = 'zzzzz-fghijk-mnopq-rstuvw';

/** The sealing of the page without a worker: the same program, answering a turn later. */
export function localSealer(): Sealer {
  const port: Port = {
    onmessage: null,
    onerror: null,
    postMessage(request) {
      // As between the page and its worker: what cannot be copied cannot be posted.
      const copy = structuredClone(request);
      queueMicrotask(() => perform(copy, (data) => port.onmessage?.({ data })));
    },
  };
  return createSealer(port);
}

class FakeEvents extends EventTarget {
  static open = new Set<FakeEvents>();
  readyState = 1;
  constructor() {
    super();
    FakeEvents.open.add(this);
    queueMicrotask(() => this.dispatchEvent(new Event('open')));
  }
  close(): void {
    FakeEvents.open.delete(this);
  }
}

interface Settings {
  /** Questions of every box. */
  questions?: object[];
  /** Rounds in which {@link CODE} may vote. */
  entitled?: number[];
  states?: RoundState[];
  /** Whether the last ballot of a slip counts, or the first. */
  revote?: boolean;
}

const credentialOf = (ballot: Uint8Array): string =>
  (JSON.parse(new TextDecoder().decode(ballot)) as BallotJson).credential;

/** Stands in for the server until the test ends. */
export function openHall({
  questions = [gradeQuestion('郭城镇西古现村'), gradeQuestion('发城镇王家山后村')],
  entitled = [1, 2],
  states = ['frozen', 'frozen'],
  revote = false,
}: Settings = {}) {
  const elections = new Map<string, Uint8Array>();
  const rolls = new Map<string, string[]>();
  const stored = new Map<string, Uint8Array[]>();
  const rounds: Round[] = states.map((state, i) => {
    const number = i + 1;
    const boxes = ['镇', '村'].map((class_label, j) => {
      const id = `TestBox${number}${j + 1}aaaaaa`;
      elections.set(id, electionBytes(questions, { uuid: id }));
      const mine = j === 1 && entitled.includes(number);
      rolls.set(id, mine ? [deriveCredential(CODE, id).publicKey] : []);
      stored.set(id, []);
      return { id, class_label };
    });
    const title = `第${number}片区`;
    return { number, title, kind: 'official', state, revote, closes_at: null, boxes };
  });
  const hall = {
    state: {
      cycle: { name: '测试会议', organiser: '测试', synthetic: true },
      server_time: new Date(0).toISOString(),
      rounds,
    } as VoteState,
    /** How the next deliveries end: a problem code, a lost connection, or a lost answer. */
    refuse: null as string | null,
    online: true,
    posts: [] as string[],
    requests: [] as string[],
    stored,
    rolls,
    box: (round: number) => `TestBox${round}2aaaaaa`,
    set(round: number, state: RoundState): void {
      hall.state = {
        ...hall.state,
        rounds: hall.state.rounds.map((one) => (one.number === round ? { ...one, state } : one)),
      };
      hall.push();
    },
    push(): void {
      const data = JSON.stringify(hall.state);
      for (const events of FakeEvents.open)
        events.dispatchEvent(new MessageEvent('state', { data }));
    },
    dropEvents(): void {
      for (const events of FakeEvents.open) events.dispatchEvent(new Event('error'));
    },
  };

  const json = (body: unknown, status = 200, headers = {}) =>
    new Response(JSON.stringify(body), { status, headers });

  async function answer(path: string, init: RequestInit): Promise<Response> {
    hall.requests.push(`${init.method ?? 'GET'} ${path}`);
    if (!hall.online) throw new TypeError('Failed to fetch');
    if (path === '/api/vote') {
      const etag = `"${JSON.stringify(hall.state).length}-${hall.state.rounds.map(({ state }) => state).join()}"`;
      const known = new Headers(init.headers).get('if-none-match');
      return known === etag ? new Response(null, { status: 304 }) : json(hall.state, 200, { etag });
    }
    const [, id = '', rest = ''] = /^\/api\/boxes\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const ballots = stored.get(id);
    if (!ballots) return json({ code: 'not_found' }, 404);
    if (rest === 'election') return new Response(elections.get(id)!.slice());
    if (rest === 'roll') return json(rolls.get(id));
    if (rest === 'board')
      return json({
        box: id,
        closed: false,
        ballots: ballots.map((ballot) => ({
          tracker: trackerOf(ballot),
          credential: credentialOf(ballot),
        })),
      });
    if (rest.startsWith('ballots/')) {
      const found = ballots.find((one) => trackerToHex(trackerOf(one)) === rest.slice(8));
      return found ? new Response(found.slice()) : json({ code: 'not_found' }, 404);
    }
    const body = init.body as string;
    hall.posts.push(body);
    if (hall.refuse !== null && hall.refuse !== 'lost answer')
      return json({ code: hall.refuse }, hall.refuse === 'busy' ? 503 : 409);
    const ballot = new TextEncoder().encode(body);
    const tracker = trackerOf(ballot);
    const known = ballots.some((one) => trackerOf(one) === tracker);
    const replaces = ballots.some(
      (one) => trackerOf(one) !== tracker && credentialOf(one) === credentialOf(ballot),
    );
    if (!known && replaces && !revote) return json({ code: 'already_voted' }, 409);
    if (!known) ballots.push(ballot);
    if (hall.refuse === 'lost answer') throw new TypeError('Failed to fetch');
    return json({ tracker, replaces }, known ? 200 : 201);
  }

  FakeEvents.open.clear();
  vi.stubGlobal('EventSource', FakeEvents);
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => answer(path, init));
  return hall;
}

/** The short code of the only ballot in a box. */
export function onlyShortCode(ballots: Uint8Array[]): string {
  return shortCode(trackerOf(ballots[0]!));
}
