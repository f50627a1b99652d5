import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Contact, follow } from './live.ts';
import type { ScreenState } from '@/shared/api/screen';

class Stream extends EventTarget {
  static opened: Stream[] = [];
  closed = false;
  constructor() {
    super();
    Stream.opened.push(this);
  }
  close(): void {
    this.closed = true;
  }
  push(state: ScreenState): void {
    this.dispatchEvent(new MessageEvent('state', { data: JSON.stringify(state) }));
  }
}

const at = (seconds: number, scene = 'welcome'): ScreenState =>
  ({ server_time: new Date(seconds * 1000).toISOString(), scene }) as ScreenState;

let answer: () => Response | Promise<Response>;
let asked: Headers[];
let states: ScreenState[];
let contacts: Contact[];
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  Stream.opened = [];
  asked = [];
  states = [];
  contacts = [];
  answer = () => new Response(JSON.stringify(at(1)), { headers: { ETag: '"a"' } });
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    asked.push(new Headers(init.headers));
    return answer();
  });
});

afterEach(() => {
  end();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function start(random = 0.5): void {
  end = follow({
    url: '/api/screen',
    eventsUrl: '/api/screen/events',
    onState: (state) => states.push(state),
    onContact: (contact) => contacts.push(contact),
    random: () => random,
  });
}

const stream = (): Stream => Stream.opened.at(-1)!;

/** When each of four attempts to reconnect was made, in milliseconds. */
async function attempts(random: number): Promise<number[]> {
  Stream.opened = [];
  answer = () => Promise.reject(new TypeError('unreachable'));
  start(random);
  const times: number[] = [];
  const begun = Date.now();
  for (let tries = 1; tries <= 4; tries += 1) {
    stream().dispatchEvent(new Event('error'));
    while (Stream.opened.length === tries) await vi.advanceTimersByTimeAsync(100);
    times.push(Date.now() - begun);
  }
  end();
  return times;
}

test('a pushed state is shown, one that arrives late is not', async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  stream().push(at(5, 'voting'));
  stream().push(at(4, 'ready'));
  expect(states.map((state) => state.scene)).toEqual(['welcome', 'voting']);
});

test('polling asks with the ETag and an unchanged answer counts as contact', async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  answer = () => new Response(null, { status: 304 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked.length).toBeGreaterThan(2);
  expect(asked[1]!.get('If-None-Match')).toBe('"a"');
  expect(states).toHaveLength(1);
  expect(contacts).toEqual(['live']);
});

test('while events arrive, polling is rare', async () => {
  start();
  stream().dispatchEvent(new Event('open'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.length).toBeLessThanOrEqual(5);
});

test('a lost server is marked after a while and found again', async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  answer = () => Promise.reject(new TypeError('unreachable'));
  stream().dispatchEvent(new Event('error'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(contacts).toEqual(['live']);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(contacts).toEqual(['live', 'lost']);
  answer = () => new Response(JSON.stringify(at(9, 'tally')));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(contacts).toEqual(['live', 'lost', 'live']);
  expect(states.at(-1)!.scene).toBe('tally');
});

test('reconnecting waits longer each time and differs between devices', async () => {
  const slow = await attempts(0.9);
  const quick = await attempts(0.1);
  const waits = slow.map((time, index) => time - (slow[index - 1] ?? 0));
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(quick[3]!).toBeLessThan(slow[3]!);
});

test('after the end nothing is asked any more', async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  const before = asked.length;
  end();
  expect(stream().closed).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(before);
});
