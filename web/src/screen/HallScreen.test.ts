// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { ServerClock } from './clock.ts';
import HallScreen from './HallScreen.vue';
import type { RevealRow, ScreenState } from '@/shared/api/screen';

const contests = ['东刘家疃村', '沟杨家村', '西古现村', '王家山后村'].map((village) => ({
  town: '发城镇',
  village,
}));
const row = (rank: number, score: string, ...indices: number[]): RevealRow => ({
  rank: String(rank),
  score,
  tie: indices.length > 1,
  villages: indices.map((index) => contests[index]!),
});
const rows = [row(4, '74.26', 0), row(3, '80.15', 1), row(1, '92.35', 2, 3)];

const state = (part: Partial<ScreenState>): ScreenState => ({
  cycle: { name: '海阳市2022年述职评议会议', organiser: '服务中心', synthetic: true },
  server_time: '2022-11-27T06:32:10Z',
  rule_card_hash: 'a'.repeat(64),
  voter_url: 'http://hall.test/v/',
  scene: 'welcome',
  round: { number: 1, title: '第一轮', kind: 'official', contests },
  check_in: { present: 3, entitled: 4 },
  voting: null,
  tally: null,
  reveal: null,
  ...part,
});

const reveal = (step: number): ScreenState =>
  state({
    scene: 'reveal',
    reveal: { steps: 3, step, finished: step === 3, rows: rows.slice(0, step) },
  });

let clock: ServerClock;
beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  clock = new ServerClock(() => 0);
  clock.sample('2022-11-27T06:32:10Z');
});

const show = (first: ScreenState) => mount(HallScreen, { props: { state: first, clock } });

test('synthetic data is marked in every scene, real data is not', () => {
  expect(show(state({})).text()).toContain('示例数据');
  const real = state({});
  real.cycle!.synthetic = false;
  expect(show(real).text()).not.toContain('示例数据');
});

test('the countdown follows the server and tells when the host is awaited', async () => {
  const voting = {
    opened_at: '2022-11-27T06:30:00Z',
    closes_at: '2022-11-27T06:35:00Z',
    returned: 2,
    issued: 4,
    classes: [{ label: '镇', returned: 2, issued: 4 }],
  };
  const page = show(state({ scene: 'voting', voting }));
  expect(page.get('[role=timer]').text()).toContain('2:50');
  expect(page.get('.turnout').text()).toContain('2 / 4');
  const late = new ServerClock(() => 0);
  late.sample('2022-11-27T06:35:01Z');
  const over = mount(HallScreen, {
    props: { state: state({ scene: 'voting', voting }), clock: late },
  });
  expect(over.get('[role=timer]').text()).toContain('等待主持人关闭投票');
});

test('without a fixed end the clock counts upwards', () => {
  const voting = {
    opened_at: '2022-11-27T06:30:00Z',
    closes_at: null,
    returned: 0,
    issued: 4,
    classes: [],
  };
  const page = show(state({ scene: 'voting', voting }));
  expect(page.get('[role=timer]').text()).toContain('2:10');
  expect(page.get('[role=timer]').text()).toContain('已进行');
});

test('only one step of the tally is in progress, and those after it wait', () => {
  const tally = {
    ballots: 4,
    checked: 4,
    trustees: {
      received: 1,
      needed: 3,
      names: [
        { name: '监票人甲', done: true },
        { name: '监票人乙', done: false },
      ],
    },
    recomputed: false,
  };
  const page = show(state({ scene: 'tally', tally }));
  const labels = page.findAll('ol [role=img]').map((icon) => icon.attributes('aria-label'));
  expect(labels).toEqual(['已完成', '已完成', '进行中', '等待']);
  expect(page.text()).toContain('1 / 3');
  expect(page.findAll('.given').map((item) => item.text())).toEqual([
    expect.stringContaining('甲'),
  ]);
});

test('a row found standing does not move, a new one enters', async () => {
  const page = show(reveal(2));
  expect(page.findAll('.row.enters')).toHaveLength(0);
  await page.setProps({ state: reveal(3) });
  expect(page.findAll('.row.enters')).toHaveLength(1);
  expect(page.get('.row.enters').classes()).toContain('first');
});

test('the last step is played to its end although the scene becomes the result', async () => {
  const page = show(reveal(2));
  await page.setProps({ state: { ...reveal(3), scene: 'result' } });
  expect(page.findAll('.row.enters')).toHaveLength(1);
});

test('tied villages share one row with one rank', () => {
  const page = show(reveal(3));
  const first = page.get('.row.first');
  expect(first.get('.rank').text()).toMatch(/^1\s*并列$/);
  expect(first.findAll('.village').map((village) => village.text())).toEqual([
    '西古现村',
    '王家山后村',
  ]);
});

test('another round begins with a table of its own', async () => {
  const page = show(reveal(3));
  const next = reveal(1);
  next.round = { ...next.round!, number: 2, title: '第二轮' };
  await page.setProps({ state: next });
  expect(page.findAll('.row')).toHaveLength(1);
  expect(page.text()).not.toContain('92.35');
});
