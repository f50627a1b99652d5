/**
 * Every page of the organiser's side as built, at a laptop's and a phone's size, with real data, with none, and with
 * an error: accessible, nothing cut, nothing wider than the screen. `SHOTS=<folder>` keeps the
 * pictures.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import * as data from './admin-data.mjs';
import {
  checkAccessible,
  checkNoSideScroll,
  HALL,
  LAPTOP,
  launch,
  PHONE,
  watchForErrors,
} from './browser.mjs';
import { ORIGIN, serve } from './pages.mjs';

const shots = process.env['SHOTS'];
const only = process.env['ONLY'];
const SIZES = { 1366: LAPTOP, 1920: HALL, 375: PHONE };
const CYCLE = '/cycles/haiyang-2022';

let browser;
before(async () => {
  browser = await launch();
  if (shots) await mkdir(shots, { recursive: true });
});
after(() => browser?.close());

const person = (role, name = role) => ({ login: name, name: NAMES[role], role });
const NAMES = {
  organiser: '组织者',
  host: '主持人',
  trustee: '监票人甲',
  auditor: '审计',
  viewer: '查看者',
};
const before2 = [
  data.round(0, 'rehearsed'),
  data.round(1, 'revealed', ['annul']),
  data.round(2, 'open', ['close', 'annul']),
  data.round(3, 'rehearsed', ['annul']),
  data.round(4, 'rehearsed', ['annul']),
];
const draft = [0, 1, 2, 3, 4].map((number) => data.round(number, 'draft'));
const revealed = [1, 2, 3, 4].map((number) => data.round(number, 'revealed'));
const frozenCard = {
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
function answers({
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
const draftCard = {
  [`/api${CYCLE}/rule-card`]: { ...frozenCard, state: 'draft', frozen_at: null },
};
const faulty = {
  ...draftCard,
  [`/api${CYCLE}/rule-card/check`]: {
    faults: [
      {
        path: '/classes',
        code: 'weights_not_one',
        message: '各票类权重之和是 9/10,必须恰好等于 1,请调整 weight',
      },
      {
        path: '/grades/1/points',
        code: 'points_not_decreasing',
        message: '“良好”的分值须不小于 0,且低于前一等次,请由高到低排列',
      },
    ],
    clauses: [],
    hash: null,
  },
};
const empty = {
  [`/api${CYCLE}/units`]: { areas: [] },
  [`/api${CYCLE}/projects`]: {
    projects: [],
    totals: { count: 0, investment_fen: 0, by_category: [] },
  },
  [`/api${CYCLE}/rule-card`]: {
    state: 'none',
    card: null,
    hash: null,
    clauses: [],
    frozen_at: null,
  },
  [`/api${CYCLE}/slip-groups`]: [],
  [`/api${CYCLE}/attendance`]: [],
  [`/api${CYCLE}/trustees`]: [],
  [`/api${CYCLE}/rounds`]: [],
  [`/api${CYCLE}/results`]: { ...data.results, rounds: [] },
  [`/api${CYCLE}/audit`]: [],
  '/api/accounts': [],
};
const problem = (status, code, detail) => ({ problem: { status, code, detail } });
const failing = Object.fromEntries(
  Object.keys(empty).map((key) => [key, problem(500, 'internal', '')]),
);

/** name: [address, what the server knows, what to do on the page before looking] */
const pages = {
  'sign-in': ['/sign-in', { '/api/session': { account: null } }],
  'start-empty': ['/', answers({ '/api/cycles': [] })],
  'start-create': [
    '/',
    answers({ '/api/cycles': [] }),
    async (page) => {
      await page.getByRole('button', { name: '新建周期' }).click();
      await page.locator('dialog').getByRole('button', { name: '新建周期' }).click();
    },
  ],
  home: [CYCLE, answers()],
  'home-late': [CYCLE, answers({ rounds: draft, step: 'trustees' })],
  register: [`${CYCLE}/register`, answers()],
  'register-import': [
    `${CYCLE}/register`,
    answers({
      [`/api${CYCLE}/units/import`]: {
        problem: {
          status: 422,
          code: 'rows_invalid',
          faults: [
            {
              path: 'A12',
              row: 12,
              column: 'area',
              value: '九',
              message: '片区应是 1 到 4 的数字',
            },
            { path: 'F31', row: 31, column: 'tour_day', value: '5', message: '观摩只有 4 天' },
          ],
        },
      },
    }),
    async (page) => {
      await page.getByRole('button', { name: '导入名册' }).click();
      await page.setInputFiles('input[type=file]', {
        name: '名册.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('area,town\n九,x'),
      });
      await page.getByText('A12').waitFor();
    },
  ],
  'register-difference': [
    `${CYCLE}/register`,
    answers({
      [`/api${CYCLE}/units/import`]: {
        rows: 104,
        new: 1,
        changed: 2,
        unchanged: 101,
        missing: 3,
        applied: false,
      },
    }),
    async (page) => {
      await page.getByRole('button', { name: '导入名册' }).click();
      await page.setInputFiles('input[type=file]', {
        name: '名册.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('area,town\n1,x'),
      });
      await page.getByText('写入 3 行').waitFor();
    },
  ],
  projects: [`${CYCLE}/projects`, answers()],
  'rule-card': [`${CYCLE}/rule-card`, answers()],
  'rule-card-draft': [
    `${CYCLE}/rule-card`,
    answers({ rounds: [], step: 'rule_card', ...draftCard }),
  ],
  'rule-card-faults': [
    `${CYCLE}/rule-card`,
    answers({ rounds: [], step: 'rule_card', ...faulty }),
    (page) => page.getByText('有 2 处需要改', { exact: true }).waitFor(),
  ],
  'rule-card-freeze': [
    `${CYCLE}/rule-card`,
    answers({ rounds: [], step: 'rule_card', ...draftCard }),
    async (page) => {
      await page.locator('button.primary:not([disabled])').click();
    },
  ],
  slips: [`${CYCLE}/slips`, answers()],
  'slips-issue': [
    `${CYCLE}/slips`,
    answers(),
    (page) =>
      page
        .getByRole('button', { name: /登记发出/ })
        .first()
        .click(),
  ],
  'slips-spoil': [
    `${CYCLE}/slips`,
    answers(),
    async (page) => {
      await page
        .getByRole('button', { name: /作废换发/ })
        .first()
        .click();
      await page.getByRole('button', { name: '作废这一张' }).click();
    },
  ],
  'slips-make': [`${CYCLE}/slips/make`, answers({ rounds: draft, step: 'credentials' })],
  'slips-print': [
    `${CYCLE}/slips/make`,
    answers({ rounds: draft, step: 'credentials' }),
    async (page) => {
      await page.getByRole('button', { name: '开始制作' }).click();
      await page.getByText('张，只在本页的内存里').waitFor();
    },
  ],
  attendance: [`${CYCLE}/slips/attendance`, answers({ role: 'host' })],
  trustees: [`${CYCLE}/trustees`, answers()],
  'trustee-lost': [`${CYCLE}/trustees`, answers({ role: 'trustee', login: 'trustee-1' })],
  'trustee-new': [
    `${CYCLE}/trustees`,
    answers({ role: 'trustee', login: 'trustee-3', rounds: draft, step: 'trustees' }),
  ],
  rounds: [`${CYCLE}/rounds`, answers()],
  'rounds-draft': [`${CYCLE}/rounds`, answers({ rounds: draft, step: 'trustees' })],
  'rounds-close': [
    `${CYCLE}/rounds`,
    answers(),
    (page) => page.getByRole('button', { name: /关闭\s*第二轮/ }).click(),
  ],
  'rounds-annul': [
    `${CYCLE}/rounds`,
    answers(),
    async (page) => {
      await page.getByRole('button', { name: /作废\s*第三轮/ }).click();
      await page.locator('dialog .primary').click();
    },
  ],
  results: [
    `${CYCLE}/results`,
    answers({ rounds: revealed, step: 'none' }),
    (page) => page.getByRole('button', { name: /王家山后村的分数/ }).click(),
  ],
  audit: [`${CYCLE}/audit`, answers({ role: 'auditor' })],
  accounts: ['/accounts', answers()],
  'accounts-add': [
    '/accounts',
    answers(),
    async (page) => {
      await page.getByRole('button', { name: '添加账户' }).click();
      await page.locator('dialog .primary').click();
    },
  ],
  ...Object.fromEntries(
    [
      'register',
      'projects',
      'rule-card',
      'slips',
      'slips/attendance',
      'trustees',
      'rounds',
      'results',
      'audit',
    ].flatMap((noun) => [
      [`${noun.replace('/', '-')}-empty`, [`${CYCLE}/${noun}`, answers({ rounds: [], ...empty })]],
      [
        `${noun.replace('/', '-')}-error`,
        [`${CYCLE}/${noun}`, answers({ rounds: [], ...failing })],
      ],
    ]),
  ),
  missing: ['/no/such/page', answers()],
};

function reply(known, pathname) {
  const value = known[pathname];
  if (value === undefined) return null;
  if (value?.problem) {
    const { status, ...body } = value.problem;
    return {
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: '', status, ...body }),
    };
  }
  return { json: value };
}

/** Opens a page of the pages above; gives it with what it complained about. */
async function visit(name, size, language) {
  const [address, known, act] = pages[name];
  const context = await browser.newContext({
    ...size,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await context.addInitScript((locale) => localStorage.setItem('pingyi.locale', locale), language);
  const page = await context.newPage();
  const faults = [];
  watchForErrors(page, faults, name);
  await serve(page, (_request, pathname) => reply(known, pathname));
  await page.goto(`${ORIGIN}/admin${address}`);
  await page.locator('#page-title').waitFor();
  await page.waitForFunction(() => !document.querySelector('.skeleton'));
  if (language === 'zh-CN') await act?.(page);
  await page.waitForTimeout(80);
  return { page, faults, close: () => context.close() };
}
async function look(page, name) {
  if (shots) {
    const fullPage = !(await page.locator('dialog[open]').count());
    await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage });
  }
  await checkAccessible(page, name);
  await checkNoSideScroll(page, name);
}

/** Wider than a laptop the same layout stands on more paper: worth a picture, not a check. */
const sizesOf = () => (shots ? Object.keys(SIZES) : ['1366', '375']);

for (const name of Object.keys(pages)) {
  if (only && !name.includes(only)) continue;
  test(`${name} is accessible and whole at every size`, () =>
    Promise.all(
      sizesOf().map(async (width) => {
        const { page, faults, close } = await visit(name, SIZES[width], 'zh-CN');
        await look(page, `${name}-${width}`);
        assert.deepEqual(faults, []);
        await close();
      }),
    ));
}

/** Longer words than the Chinese ones: nothing may break where they stand. */
const IN_ENGLISH = [
  'home',
  'register',
  'projects',
  'rule-card-draft',
  'slips',
  'slips-make',
].concat(['attendance', 'trustees', 'trustee-lost', 'rounds', 'results', 'audit', 'accounts']);
for (const name of IN_ENGLISH) {
  if (only && !name.includes(only)) continue;
  test(`${name} is accessible and whole in English on a phone`, async () => {
    const { page, faults, close } = await visit(name, PHONE, 'en');
    await look(page, `${name}-en-375`);
    assert.deepEqual(faults, []);
    await close();
  });
}
