/**
 * Every page of the organiser's side as built, at a laptop's and a phone's size, with real data, with none, and with
 * an error: accessible, nothing cut, nothing wider than the screen. `SHOTS=<folder>` keeps the
 * pictures.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as data from './admin-data.mjs';
import { launch, PHONE } from './browser.mjs';
import {
  answers,
  CYCLE,
  draft,
  draftCard,
  look,
  problem,
  revealed,
  SIZES,
  sizesOf,
  visit,
} from './desk.mjs';

const only = process.env['ONLY'];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const faulty = {
  ...draftCard,
  [`/api${CYCLE}/rule-card/check`]: {
    faults: [
      {
        path: '/classes',
        code: 'weights_not_one',
        message: '各票类权重之和是 9/10,必须恰好等于 1,请调整 weight',
        message_en:
          'the weights of the classes add up to 9/10 and must be exactly 1; change weight',
      },
      {
        path: '/grades/1/points',
        code: 'points_not_decreasing',
        message: '“良好”的分值须不小于 0,且低于前一等次,请由高到低排列',
        message_en: 'the points of “良好” must be 0 or more and below those of the grade before it',
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
              message_en: 'an area is a number from 1 to 4',
            },
            {
              path: 'F31',
              row: 31,
              column: 'tour_day',
              value: '5',
              message: '观摩只有 4 天',
              message_en: 'the tour has 4 days only',
            },
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
    `${CYCLE}/rule-card/freeze`,
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

/** Opens a page of the pages above; gives it with what it complained about. */
function open(name, size, language) {
  const [address, known, act] = pages[name];
  return visit(browser, { address, known, act, size, language, name });
}

for (const name of Object.keys(pages)) {
  if (only && !name.includes(only)) continue;
  test(`${name} is accessible and whole at every size`, () =>
    Promise.all(
      sizesOf().map(async (width) => {
        const { page, faults, close } = await open(name, SIZES[width], 'zh-CN');
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
    const { page, faults, close } = await open(name, PHONE, 'en');
    await look(page, `${name}-en-375`);
    assert.deepEqual(faults, []);
    await close();
  });
}
