// Figures of the built voter page for docs/performance.md: bytes, time until it can be used and
// time to prepare and seal a ballot of 8 contests × 4 grades, and one that recommends up to 5 of 20
// or nobody, in Chromium at full speed and with the processor slowed six times (about a cheap phone
// of some years ago).
//
//   npm run build:voter && npm run bench:voter
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { Answer } from '../src/crypto/ballot.ts';
import { electionBytes } from '../src/crypto/testing/election.ts';
import { CHROMIUM, openHall } from './hall.ts';

const RUNS = 9;
/** Chromium's `Emulation.setCPUThrottlingRate`. */
const SLOWED = 6;
/** Fetched by those who ask for it; see size-gate.mjs. */
const ON_REQUEST = /^english-/;
const dist = resolve(import.meta.dirname, '../dist/voter');
/** The fastest and the median: other work on the machine only ever adds. */
const digest = (values: number[]): Figure => {
  values.sort((a, b) => a - b);
  return [values[0]!, values[values.length >> 1]!];
};
type Figure = readonly [fastest: number, median: number];

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !ON_REQUEST.test(entry.name))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
const total = (size: (bytes: Buffer) => number): string =>
  files.reduce((all, bytes) => all + size(bytes), 0).toLocaleString('en-US');

const hall = await openHall();
hall.set(1, 'open');
const browser = await chromium.launch(CHROMIUM);

/** Loads the page with a code while a round is open; milliseconds since the navigation began. */
async function load(slow: number): Promise<{ painted: number; contest: number; ready: number }> {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
  await page.addInitScript(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    new MutationObserver(() => {
      if (document.querySelector('.answer')) seen['contest'] ??= performance.now();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${hall.url}#${hall.code}`);
  await page.waitForSelector('.answer');
  const times = await page.evaluate(async () => {
    // The first moment the page would answer a tap at once.
    await new Promise((done) => requestIdleCallback(done));
    const ready = performance.now();
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const { seen } = window as unknown as { seen: { contest: number } };
    return { painted: paint?.startTime ?? 0, contest: seen.contest, ready };
  });
  await context.close();
  return times;
}

/**
 * Runs the worker's program on the page's own thread, which is the one Chromium slows down, in a
 * fresh page each time: nothing is compiled or warmed up beforehand.
 */
async function seal(
  slow: number,
  election: string,
  answers: Answer[],
): Promise<Record<'selftest' | 'open' | 'prepare' | 'seal', number>> {
  const name = readdirSync(join(dist, 'assets')).find((file) => file.startsWith('worker-'))!;
  const program = readFileSync(join(dist, 'assets', name), 'utf8');
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${hall.url}nothing.txt`);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
  const times = await page.evaluate(
    (given) => {
      interface Report {
        reply?: unknown;
        failure?: string;
      }
      const scope = {
        listener: undefined as unknown as (event: { data: object }) => void,
        last: {} as Report,
        addEventListener(_: string, listener: (event: { data: object }) => void) {
          this.listener = listener;
        },
        postMessage(report: Report) {
          this.last = report;
        },
      };
      new Function('self', given.program)(scope);
      const time = (task: string, ask: object): number => {
        const start = performance.now();
        scope.listener({ data: { id: 1, task, ...ask } });
        const end = performance.now();
        if (scope.last.failure !== undefined) throw new Error(scope.last.failure);
        return end - start;
      };
      const bytes = new TextEncoder().encode(given.election);
      const { code } = given;
      return {
        selftest: time('selftest', {}),
        // As on the page: the roll was searched before the ballot is prepared.
        open: time('open', { code, election: bytes, roll: [] }),
        prepare: time('prepare', { election: bytes }),
        seal: time('seal', {
          code,
          election: bytes,
          answers: given.answers,
        }),
      };
    },
    { program, election, answers, code: hall.code },
  );
  await context.close();
  return times;
}

async function figures<Name extends string>(
  measure: () => Promise<Record<Name, number>>,
): Promise<Record<Name, Figure>> {
  const runs: Record<Name, number>[] = [];
  for (let i = 0; i < RUNS; i++) runs.push(await measure());
  const names = Object.keys(runs[0]!) as Name[];
  return Object.fromEntries(
    names.map((name) => [name, digest(runs.map((run) => run[name]))]),
  ) as Record<Name, Figure>;
}

const box = hall.state.rounds[0]!.boxes[1]!.id;
const grades = await (await fetch(new URL(`/api/boxes/${box}/election`, hall.url))).text();
const chosen: Answer[] = [[0], [1], [2], [3], [], [0], [1], [0]];
const candidates = Array.from({ length: 20 }, (_, i) => `示例${i + 1}村`);
const upTo = new TextDecoder().decode(
  electionBytes([{ answers: candidates, blank: true, min: 1, max: 5, question: '推荐' }]),
);

async function figuresAt(rate: number) {
  const several = await figures(() => seal(rate, upTo, [[0, 4, 7, 12, 19]]));
  return {
    ...(await figures(() => load(rate))),
    ...(await figures(() => seal(rate, grades, chosen))),
    severalPrepare: several.prepare,
    severalSeal: several.seal,
  };
}

const full = await figuresAt(1);
const slow = await figuresAt(SLOWED);
const row = (label: string, name: keyof typeof full, aim = ''): string =>
  `| ${label} | ${[full, slow].map((rates) => rates[name].map((one) => one.toFixed(1)).join(' · ')).join(' | ')} | ${aim} |`;
console.log(`
| voter page | bytes | aim |
|---|---|---|
| raw | ${total((bytes) => bytes.length)} | |
| gzip | ${total((bytes) => gzipSync(bytes, { level: 9 }).length)} | ≤ 38,000 |
| brotli | ${total((bytes) => brotliCompressSync(bytes).length)} | |

| fastest · median of ${RUNS}, cold, ms | full speed | CPU ÷ ${SLOWED} | aim at ÷ ${SLOWED} |
|---|---|---|---|
${row('first paint', 'painted')}
${row('first contest on screen', 'contest')}
${row('answers a tap', 'ready')}
${row('self-test', 'selftest')}
${row('look for the slip on a roll', 'open')}
${row('prepare a ballot, 8 × 4', 'prepare', '≤ 400 ms')}
${row('seal it', 'seal', '≤ 25 ms')}
${row('prepare "up to 5 of 20, or blank"', 'severalPrepare')}
${row('seal it', 'severalSeal')}
`);
await browser.close();
await hall.close();
