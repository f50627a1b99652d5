/**
 * The organiser's side as built, on answers of this file's making: what the interface knows by
 * default, how a page is opened on it, and how it is judged.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as data from './admin-data.mjs';
import {
  checkAccessible,
  checkNoSideScroll,
  HALL,
  LAPTOP,
  PHONE,
  watchForErrors,
} from './browser.mjs';
import { ORIGIN, serve } from './pages.mjs';

const shots = process.env['SHOTS'];
export const SIZES = { 1366: LAPTOP, 1920: HALL, 375: PHONE };
export const CYCLE = '/cycles/haiyang-2022';

/** The unit a town's account is bound to. */
const TOWN = { id: 'town-1', name: '朱吴镇' };
export const person = (role, name = role) => ({
  login: name,
  name: NAMES[role],
  role,
  town: role === 'town' ? TOWN : null,
});
export const NAMES = {
  organiser: '组织者',
  town: '朱吴镇组织委员',
  host: '主持人',
  trustee: '监票人甲',
  auditor: '审计',
  viewer: '查看者',
};
export const before2 = [
  data.round(0, 'rehearsed'),
  data.round(1, 'revealed', ['annul']),
  data.round(2, 'open', ['close', 'annul']),
  data.round(3, 'rehearsed', ['annul']),
  data.round(4, 'rehearsed', ['annul']),
];
export const draft = [0, 1, 2, 3, 4].map((number) => data.round(number, 'draft'));
export const revealed = [1, 2, 3, 4].map((number) => data.round(number, 'revealed'));
export const frozenCard = {
  state: 'frozen',
  card: data.card,
  hash: data.HASH,
  clauses: data.clauses,
  frozen_at: '2022-11-20T08:30:00Z',
};
const task = {
  box: 'box-1-town',
  round_number: 1,
  round_title: '第一轮 第一片区',
  kind: 'official',
  election: '{}',
  encrypted_tally: '[]',
};

/** What the interface answers by default: a meeting in its second round. */
export function answers({
  role = 'organiser',
  login = role,
  rounds = before2,
  step = 'vote',
  ...more
} = {}) {
  const base = {
    '/api/session': { account: person(role, login) },
    '/api/accounts': Object.keys(NAMES).map((each) => ({
      ...person(each),
      disabled: each === 'viewer',
    })),
    '/api/cycles': [data.cycle(rounds, step)],
    [`/api${CYCLE}`]: data.cycle(rounds, step),
    [`/api${CYCLE}/units`]: data.units,
    [`/api${CYCLE}/projects`]: data.projects,
    [`/api${CYCLE}/ledger-snapshot`]: data.snapshot,
    [`/api${CYCLE}/rule-card`]: frozenCard,
    [`/api${CYCLE}/rule-card/check`]: { faults: [], clauses: data.clauses, hash: data.HASH },
    [`/api${CYCLE}/slip-groups`]: data.groups,
    [`/api${CYCLE}/credential-request`]: {
      cycle: 'haiyang-2022',
      event: data.cycle(rounds, step).name,
      organiser: '海阳市乡村人才振兴服务中心',
      synthetic: true,
      voter_url: 'http://192.168.8.2:8080/v/',
      groups: data.groups,
    },
    [`/api${CYCLE}/attendance`]: data.seats,
    [`/api${CYCLE}/trustees`]: data.trustees,
    [`/api${CYCLE}/trustee-tasks`]: [
      { ...task, class_label: '镇', ballots: 16, done: true },
      { ...task, box: 'box-1-village', class_label: '村', ballots: 76, done: false },
    ],
    [`/api${CYCLE}/rounds`]: rounds,
    [`/api${CYCLE}/results`]: data.results,
    [`/api${CYCLE}/audit`]: data.audit,
  };
  return { ...base, ...more };
}
export const draftCard = {
  [`/api${CYCLE}/rule-card`]: { ...frozenCard, state: 'draft', frozen_at: null },
};
export const problem = (status, code, detail) => ({ problem: { status, code, detail } });

/**
 * The answer to a request: a value by its path, or by method and path (`PUT /api/…`). A function
 * is asked with the body that was sent.
 */
function reply(known, pathname, request) {
  const found = known[`${request.method()} ${pathname}`] ?? known[pathname];
  const value =
    typeof found === 'function' ? found(request.postDataJSON?.() ?? null, request) : found;
  if (value === undefined) return null;
  if (value?.problem) {
    const { status, ...body } = value.problem;
    return {
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: '', status, ...body }),
    };
  }
  if (typeof value?.text === 'string') return { contentType: 'text/csv', body: value.text };
  return { json: value };
}

/**
 * Opens an address of the organiser's side, at the time `now` where it matters; gives the page with
 * what it complained about.
 */
export async function visit(
  browser,
  { address, known, size = LAPTOP, language = 'zh-CN', act, name, now },
) {
  const context = await browser.newContext({
    ...size,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await context.addInitScript((locale) => localStorage.setItem('pingyi.locale', locale), language);
  const page = await context.newPage();
  if (now) await page.clock.setFixedTime(now);
  const faults = [];
  watchForErrors(page, faults, name ?? address);
  await serve(page, (request, pathname) => reply(known, pathname, request));
  await page.goto(`${ORIGIN}/admin${address}`);
  await page.locator('#page-title').waitFor();
  await page.waitForFunction(() => !document.querySelector('.skeleton'));
  if (language === 'zh-CN') await act?.(page);
  await page.waitForTimeout(80);
  return { page, faults, close: () => context.close() };
}

/** Judges a page as it stands, and keeps its picture where `SHOTS` says. */
export async function look(page, name) {
  if (shots) {
    await mkdir(shots, { recursive: true });
    const fullPage = !(await page.locator('dialog[open]').count());
    await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage });
  }
  await checkAccessible(page, name);
  await checkNoSideScroll(page, name);
}

/** Wider than a laptop the same layout stands on more paper: worth a picture, not a check. */
export const sizesOf = () => (shots ? Object.keys(SIZES) : ['1366', '375']);
