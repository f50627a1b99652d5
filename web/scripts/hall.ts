// A hall to look at the voter page in: the built page and the voting interface answered from
// memory, with real elections and rolls. It checks nothing; the real server does.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Round, RoundState, VoteState } from '../src/voter/api.ts';
import { trackerToHex } from '../src/crypto/board.ts';
import { trackerOf } from '../src/crypto/challenge.ts';
import { deriveCredential, generateCode } from '../src/crypto/credential.ts';
import { electionBytes, gradeQuestion } from '../src/crypto/testing/election.ts';
import { seededRandom } from '../src/crypto/testing/seeded.ts';

const dist = resolve(import.meta.dirname, '../dist/voter');

/** As the server sends it. */
export const POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

const VILLAGES = [
  '郭城镇西古现村',
  '发城镇王家山后村',
  '徐家店镇示例一村',
  '朱吴镇示例一村',
  '郭城镇示例二村',
  '发城镇示例三村',
  '徐家店镇示例四村',
  '朱吴镇示例五村',
];

const credentialOf = (ballot: Uint8Array): string =>
  (JSON.parse(new TextDecoder().decode(ballot)) as { credential: string }).credential;

export interface Hall {
  url: string;
  code: string;
  state: VoteState;
  /** Changes a round and tells everybody. */
  set(round: number, state: RoundState): void;
  /** What `POST …/ballots` answers next instead of taking the ballot: a code, or a broken line. */
  refuse: string | null;
  ballots: Map<string, Uint8Array[]>;
  close(): Promise<void>;
}

/** Contests of other kinds: up to three of many, exactly two, one of two; two may be left blank. */
const RECOMMENDATIONS = [
  {
    answers: [...VILLAGES, '碧城工业区街道办事处嵩潜夼后店子村', '方圆街道里口村'],
    blank: true,
    min: 1,
    max: 3,
    question: '推荐2022年度比武观摩先进村',
  },
  { answers: VILLAGES.slice(0, 4), min: 2, max: 2, question: '推荐下一年度观摩点' },
  {
    answers: ['同意', '不同意'],
    blank: true,
    min: 1,
    max: 1,
    question: '对本次会议总结报告的意见',
  },
];

/** As many villages as one round may have, the longest names of a county among them. */
const MANY = [
  ...VILLAGES,
  '碧城工业区街道办事处嵩潜夼后店子村',
  ...Array.from({ length: 23 }, (_, i) => `朱吴镇示例${'一二三四五六七八九十'[i % 10]}${i + 10}村`),
];

/** Rounds that ask in other ways: points, names, an order, and grades of which some are few. */
const KINDS: Partial<Record<number, Pick<Round, 'choice' | 'quotas'> & { questions: object[] }>> = {
  5: {
    choice: 'points',
    questions: VILLAGES.map((question) => ({
      answers: Array.from({ length: 11 }, (_, i) => `${10 - i} 分`),
      min: 0,
      max: 1,
      question,
    })),
  },
  6: {
    choice: 'approve',
    questions: [{ answers: MANY, min: 1, max: 3, question: '请推荐 1 至 3 个村' }],
  },
  7: {
    choice: 'order',
    questions: [1, 2, 3].map((place) => ({
      answers: MANY,
      min: 1,
      max: 1,
      question: `请选出第 ${place} 名`,
    })),
  },
  8: {
    quotas: [
      { grade: '优秀', most: 2 },
      { grade: '良好', most: 3 },
    ],
    questions: VILLAGES.map((village) => gradeQuestion(village, 1)),
  },
};

/** Opens a hall: three rounds of eight villages, graded 优秀 to 较差, one of other contests, and four of
 * {@link KINDS}. From the third on the last ballot of a slip counts. */
export async function openHall(options: { min?: 0 | 1; code?: string } = {}): Promise<Hall> {
  const code = options.code ?? generateCode(seededRandom('slip'));
  const elections = new Map<string, Uint8Array>();
  const rolls = new Map<string, string[]>();
  const ballots = new Map<string, Uint8Array[]>();
  const listeners = new Set<ServerResponse>();
  const rounds = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => {
    const { questions, ...rules } = KINDS[number] ?? {};
    const boxes = ['镇', '村'].map((class_label, i) => {
      const id = `Ha11Test${number}${i + 1}aaaaaa`;
      elections.set(
        id,
        electionBytes(
          questions ??
            (number === 4
              ? RECOMMENDATIONS
              : VILLAGES.map((village) => gradeQuestion(village, options.min ?? 0))),
          { uuid: id, name: `第${'一二三四五六七八'[number - 1]}片区评议(${class_label})` },
        ),
      );
      const random = seededRandom(`others ${id}`);
      const roll = Array.from({ length: 20 }, () => deriveCredential(generateCode(random), id)).map(
        ({ publicKey }) => publicKey,
      );
      // The slip votes in the second box of every round but the third.
      if (i === 1 && number !== 3) roll.push(deriveCredential(code, id).publicKey);
      rolls.set(id, roll.sort());
      ballots.set(id, []);
      return { id, class_label };
    });
    return {
      number,
      ...rules,
      title: `第${'一二三四五六七八'[number - 1]}片区`,
      kind: 'official' as const,
      state: 'frozen' as RoundState,
      revote: number > 2,
      closes_at: null as string | null,
      boxes,
    };
  });
  const state: VoteState = {
    cycle: {
      name: '海阳市2022年农村党组织书记专业化管理比武观摩述职评议会议',
      organiser: '海阳市农村党组织书记专业化管理服务中心',
      synthetic: true,
    },
    server_time: new Date().toISOString(),
    rounds,
  };
  const hall: Hall = {
    url: '',
    code,
    state,
    refuse: null,
    ballots,
    set(number, next) {
      const round = rounds.find((one) => one.number === number)!;
      round.state = next;
      round.closes_at = next === 'open' ? new Date(Date.now() + 330_000).toISOString() : null;
      const event = `event: state\ndata: ${JSON.stringify(now())}\n\n`;
      for (const listener of listeners) listener.write(event);
    },
    close: () =>
      new Promise((done) => {
        for (const listener of listeners) listener.end();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  const now = (): VoteState => ({ ...state, server_time: new Date().toISOString() });

  function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array) {
    response.writeHead(status, {
      'content-type': type,
      'content-security-policy': POLICY,
      'content-encoding': 'gzip',
    });
    response.end(gzipSync(body));
  }
  const json = (response: ServerResponse, body: unknown, status = 200) =>
    send(response, status, 'application/json', JSON.stringify(body));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url!, 'http://hall').pathname;
    if (path === '/api/vote') return json(response, now());
    if (path === '/api/vote/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`event: state\ndata: ${JSON.stringify(now())}\n\n`);
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
      return;
    }
    const [, id = '', rest = ''] = /^\/api\/boxes\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const box = ballots.get(id);
    if (box && rest === 'election')
      return send(response, 200, 'application/json', elections.get(id)!);
    if (box && rest === 'roll') return json(response, rolls.get(id));
    if (box && rest === 'board')
      return json(response, {
        box: id,
        closed: rounds.find(({ boxes }) => boxes.some((one) => one.id === id))!.state !== 'open',
        ballots: box.map((ballot) => ({
          tracker: trackerOf(ballot),
          credential: credentialOf(ballot),
        })),
      });
    if (box && rest === 'ballots' && request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const ballot = Buffer.concat(chunks);
      if (hall.refuse === 'broken line') return void response.destroy();
      if (hall.refuse !== null)
        return json(response, { title: '', status: 409, code: hall.refuse }, 409);
      const tracker = trackerOf(ballot);
      const known = box.some((one) => trackerOf(one) === tracker);
      const replaces = box.some(
        (one) => trackerOf(one) !== tracker && credentialOf(one) === credentialOf(ballot),
      );
      if (!known) box.push(ballot);
      return json(response, { tracker, replaces }, known ? 200 : 201);
    }
    if (box && rest.startsWith('ballots/')) {
      const found = box.find((one) => trackerToHex(trackerOf(one)) === rest.slice(8));
      return found
        ? send(response, 200, 'application/json', found)
        : json(response, { code: 'not_found' }, 404);
    }
    const file = path.startsWith('/v/') && extname(path) ? path.slice(3) : 'index.html';
    const types: Record<string, string> = {
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.html': 'text/html; charset=utf-8',
    };
    try {
      send(response, 200, types[extname(file)] ?? 'text/plain', readFileSync(join(dist, file)));
    } catch {
      send(response, 404, 'text/plain', 'not here');
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  hall.url = `http://127.0.0.1:${(server.address() as { port: number }).port}/v/`;
  return hall;
}

/** Flags for Debian's Chromium without a screen. */
export const CHROMIUM = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};
