/**
 * The wizard of the rule card as built: every step at every size, with each kind of ballot, with
 * faults, with long names; the way a fault leads to its field; the keyboard's way through ties.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as data from './admin-data.mjs';
import { launch, PHONE } from './browser.mjs';
import * as standing from './standing-data.mjs';
import { answers, CYCLE, draftCard, look, SIZES, sizesOf, visit } from './desk.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const ADDRESS = `${CYCLE}/rule-card`;
const CHECK = `/api${CYCLE}/rule-card/check`;
const CHECKED = {
  faults: [],
  warnings: [],
  privacy: [],
  unanimity: [],
  clauses: data.clauses,
  hash: data.HASH,
};
/** What a card of Haiyang is told of its small classes. */
const RISKY = {
  warnings: [
    {
      path: '/thresholds/open',
      code: 'low_threshold',
      message: '不足 10 票就开箱，低于通常的 10 票；请想一想是否需要这么低。',
    },
  ],
  privacy: [
    {
      verdict: 'refused',
      path: '/thresholds/open',
      code: 'too_small',
      message: '第一片区镇票只有 16 人，公布各等次票数会暴露个人的选择；请提高门槛。',
    },
    {
      verdict: 'warned',
      path: '',
      code: 'unanimous',
      message: '镇票人少，有村全票一致的机会较大。',
    },
  ],
  unanimity: [1, 2].flatMap((area) =>
    [80, 90].map((support) => ({
      area,
      class: 'town',
      voters: 16,
      contests: 8,
      support,
      percent: support === 80 ? '20.4' : '80.9',
      message: '',
    })),
  ),
};
const withCard = (card, check = {}) =>
  answers({
    rounds: [],
    step: 'rule_card',
    [`/api${CYCLE}/rule-card`]: {
      ...draftCard[`/api${CYCLE}/rule-card`],
      card: { ...data.card, ...card },
    },
    [CHECK]: { ...CHECKED, ...check },
    [`/api${CYCLE}/rule-card/simulate`]: ({ turnout }) => standing.simulation(turnout),
  });
const none = answers({
  rounds: [],
  step: 'rule_card',
  [`/api${CYCLE}/rule-card`]: {
    state: 'none',
    card: null,
    hash: null,
    clauses: [],
    frozen_at: null,
  },
  [CHECK]: CHECKED,
});
const pick = async (page, template) => {
  await page.locator('article', { hasText: template }).getByRole('button').click();
  await page.locator('form h2').waitFor();
};
const step = (page, name) =>
  page.getByRole('navigation', { name: '规则卡的步骤' }).getByRole('link', { name });

const LONG = '因历史遗留问题由县里代管的滨海旅游度假区与周边三镇交界处的全部行政村组成的联合片区';
const scenes = {
  start: [ADDRESS, none],
  ...Object.fromEntries(
    ['name', 'vote', 'classes', 'secrecy', 'score', 'ranks', 'freeze'].map((each) => [
      each,
      [`${ADDRESS}/${each}`, withCard({})],
    ]),
  ),
  'score-full': [
    `${ADDRESS}/score`,
    none,
    async (page) => {
      await pick(page, '全项');
      await page.getByText('合计 100%，正好').first().waitFor();
    },
  ],
  'ranks-full': [`${ADDRESS}/ranks`, none, (page) => pick(page, '全项')],
  'secrecy-risks': [`${ADDRESS}/secrecy`, withCard({}, RISKY)],
  'freeze-warnings': [`${ADDRESS}/freeze`, withCard({}, RISKY)],
  trial: [
    `${ADDRESS}/trial`,
    withCard(standing.card, RISKY),
    async (page) => {
      await page.getByRole('button', { name: '试算' }).click();
      await page.getByText('没有结果：各轮都没有达到规定的人数').waitFor();
    },
  ],
  points: [`${ADDRESS}/vote`, withCard({ choice: { points: { least: 0, most: 10 } }, grades: [] })],
  approve: [
    `${ADDRESS}/vote`,
    withCard({ choice: { approve: { least: 1, most: 3 } }, grades: [], method: 'approval' }),
  ],
  order: [
    `${ADDRESS}/vote`,
    withCard({ choice: { order: { places: 3 } }, grades: [], method: 'borda' }),
  ],
  long: [
    `${ADDRESS}/classes`,
    withCard({
      areas: [1, 2, 3, 4].map((number) => ({ number, label: LONG })),
      classes: data.card.classes.map((each) => ({
        ...each,
        label: LONG,
        groups: each.groups.map((group) => ({ ...group, label: `${LONG}村党组织书记` })),
      })),
    }),
  ],
  faults: [
    `${ADDRESS}/classes`,
    withCard(
      {},
      {
        faults: [
          {
            path: '/classes',
            code: 'weights_not_one',
            message: '各票类权重之和是 9/10，必须恰好等于 1，请调整 weight',
            message_en:
              'the weights of the classes add up to 9/10 and must be exactly 1; change weight',
          },
          {
            path: '/grades/1/points',
            code: 'points_not_decreasing',
            message: '“良好”的分值须不小于 0，且低于前一等次，请由高到低排列',
            message_en:
              'the points of “良好” must be 0 or more and below those of the grade before it',
          },
        ],
        clauses: [],
        hash: null,
      },
    ),
    (page) => page.getByText('有 2 处需要改', { exact: true }).waitFor(),
  ],
};

for (const [name, [address, known, act]] of Object.entries(scenes)) {
  test(`${name} is accessible and whole at every size`, async () => {
    for (const width of sizesOf()) {
      const { page, faults, close } = await visit(browser, {
        address,
        known,
        act,
        name,
        size: SIZES[width],
      });
      await page.waitForTimeout(500);
      await look(page, `rule-card-${name}-${width}`);
      assert.deepEqual(faults, []);
      await close();
    }
  });
}

test('English fits a phone', async () => {
  for (const each of ['vote', 'score', 'ranks']) {
    const { page, faults, close } = await visit(browser, {
      address: `${ADDRESS}/${each}`,
      known: withCard({}),
      size: PHONE,
      language: 'en',
    });
    await page.waitForTimeout(500);
    await look(page, `rule-card-${each}-en-375`);
    assert.deepEqual(faults, []);
    await close();
  }
});

test('a fault in the summary leads to its step and into its field', async () => {
  const { page, close } = await visit(browser, {
    address: `${ADDRESS}/name`,
    known: scenes.faults[1],
  });
  await page.getByRole('link', { name: /良好.*分值/ }).click();
  await page.waitForFunction(
    () => document.activeElement?.closest('[data-path]')?.dataset.path === '/grades/1/points',
  );
  assert.match(page.url(), /rule-card\/vote/);
  assert.equal(await page.locator(':focus').inputValue(), '80');
  await close();
});

test('the preview is the voter’s page: it answers, and leaves what is typed beside it alone', async () => {
  const { page, close } = await visit(browser, {
    address: `${ADDRESS}/vote`,
    known: withCard({}),
  });
  const phone = page.locator('.glass');
  await phone
    .locator('h1')
    .filter({ hasText: '王家山后村' })
    .or(phone.locator('h1'))
    .first()
    .waitFor();
  const first = await phone.locator('h1').innerText();
  await phone.getByRole('button', { name: '优秀' }).click();
  await page.waitForFunction(
    (title) => document.querySelector('.glass').shadowRoot.querySelector('h1').innerText !== title,
    first,
  );
  const points = page.getByLabel('分值').nth(1);
  await points.fill('');
  await points.press('8');
  await points.press('5');
  assert.equal(await points.inputValue(), '85');
  await page.getByLabel('等次', { exact: true }).first().fill('特别优秀');
  await phone.getByRole('button', { name: '特别优秀' }).waitFor();
  await page.getByLabel('推荐若干名').check();
  await phone.getByText('请推荐村，最多 3 个，也可以不推荐').waitFor();
  await page.getByLabel('最多推荐几个村').fill('2');
  await phone.getByText('请推荐村，最多 2 个，也可以不推荐').waitFor();
  await close();
});

test('weights fill the bar, ties are ordered by the keyboard, and a reload forgets nothing', async () => {
  const { page, close } = await visit(browser, { address: `${ADDRESS}/score`, known: none });
  await pick(page, '观摩＋述职＋投票');
  await page.getByText('合计 100%，正好').waitFor();
  const tour = page.getByRole('region', { name: '现场观摩' });
  await tour.getByLabel('权重').fill('30');
  await page.getByText('合计 90%，还差 10%').waitFor();
  await tour.getByLabel('权重').fill('40');
  await step(page, '名次').click();
  await page.getByLabel('再加一条').selectOption({ label: '当众抽签，号小的在前' });
  await page.getByRole('button', { name: '加上' }).click();
  const handle = page.getByRole('button', { name: '移动：当众抽签' });
  await handle.focus();
  await page.keyboard.press('ArrowUp');
  const chain = page.locator('.chain li .words');
  assert.deepEqual(await chain.allInnerTexts(), [
    '1 当众抽签，号小的在前',
    '2 “现场观摩”分数高的在前',
    '还分不出，就是并列',
  ]);
  await page.reload();
  await page.locator('.chain').waitFor();
  assert.equal((await chain.allInnerTexts())[0], '1 当众抽签，号小的在前');
  await close();
});
