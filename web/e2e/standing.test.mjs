/**
 * Score tables, the composite ranking with its reasons, and the analysis as built: every page at
 * every size, with data, with none, with an error; figures unfold, tables stand beside charts.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as data from './admin-data.mjs';
import { launch, PHONE } from './browser.mjs';
import { answers, CYCLE, look, problem, revealed, SIZES, sizesOf, visit } from './desk.mjs';
import * as standing from './standing-data.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const API = `/api${CYCLE}`;
const known = (more = {}, role = 'organiser') =>
  answers({
    role,
    rounds: revealed,
    step: 'results',
    [`${API}/rule-card`]: {
      state: 'frozen',
      card: standing.card,
      hash: data.HASH,
      clauses: data.clauses,
      frozen_at: '2022-11-20T08:30:00Z',
    },
    [`${API}/score-tables`]: standing.tables,
    [`${API}/score-tables/sheets/template.csv`]: { text: standing.sheetsCsv },
    [`${API}/composite`]: standing.composite,
    [`${API}/steps`]: standing.explained,
    [`${API}/analysis`]: standing.analysis,
    [`${API}/what-if`]: standing.whatIf,
    [`${API}/results`]: { ...data.results, published: null },
    ...more,
  });
const { village } = standing.subject;
const whyOf = (of) =>
  `${CYCLE}/results/village?town=${encodeURIComponent(of.town)}&village=${encodeURIComponent(of.village)}`;
const WHY = whyOf(standing.subject);
const UNPLACED = [
  whyOf(standing.unplaced),
  known({ [`${API}/steps`]: standing.explainedUnplaced }),
];
const FAULTY = {
  problem: {
    status: 422,
    code: 'rows_invalid',
    faults: [
      {
        path: 'G12',
        row: 12,
        column: 'score',
        value: '41',
        message: '产业发展最高 40 分',
        message_en: '产业发展 has at most 40 points',
      },
      {
        path: 'B30',
        row: 30,
        column: 'judge',
        value: '99',
        message: '评委名单里没有 99 号',
        message_en: 'the list of judges has no number 99',
      },
    ],
  },
};

const scenes = {
  scores: [`${CYCLE}/scores`, known()],
  'scores-none': [
    `${CYCLE}/scores`,
    known({ [`${API}/score-tables`]: { open: false, closed_because: null, tables: [] } }),
  ],
  'scores-error': [`${CYCLE}/scores`, known({ [`${API}/score-tables`]: problem(500, 'internal') })],
  'scores-faults': [
    `${CYCLE}/scores`,
    known({ [`${API}/score-tables/sheets/import`]: FAULTY }),
    async (page) => {
      await page.getByRole('button', { name: /导入\s*评分表/ }).click();
      await page.setInputFiles('input[type=file]', {
        name: 'sheets.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('panel,judge\nx,y'),
      });
      await page.getByText('G12').waitFor();
    },
  ],
  ranking: [`${CYCLE}/results`, known()],
  'ranking-publish': [
    `${CYCLE}/results`,
    known(),
    (page) => page.getByRole('button', { name: '公布综合名次' }).click(),
  ],
  'ranking-published': [
    `${CYCLE}/results`,
    known(
      {
        [`${API}/composite`]: standing.published,
        [`${API}/results`]: { ...data.results, published: { files: standing.files } },
      },
      'viewer',
    ),
  ],
  'ranking-faulty': [
    `${CYCLE}/results`,
    known({
      [`${API}/composite`]: {
        ...standing.composite,
        state: 'faulty',
        groups: [],
        faults: [
          {
            path: 'sheets.csv 第 12 行',
            message: '产业发展最高 40 分',
            message_en: '产业发展 has at most 40 points',
          },
        ],
      },
    }),
  ],
  why: [WHY, known()],
  'why-unplaced': UNPLACED,
  'why-error': [WHY, known({ [`${API}/steps`]: problem(409, 'not_revealed', '结果还没有公布') })],
  analysis: [`${CYCLE}/analysis`, known()],
  'analysis-tables': [
    `${CYCLE}/analysis`,
    known(),
    async (page) => {
      const button = page.getByRole('button', { name: '看表' });
      while (await button.count()) await button.first().click();
    },
  ],
  'analysis-none': [
    `${CYCLE}/analysis`,
    known({ [`${API}/analysis`]: { ...standing.analysis, panels: [], sensitivity: [] } }),
  ],
};

for (const [name, [address, answer, act]] of Object.entries(scenes)) {
  test(`${name} is accessible and whole at every size`, async () => {
    for (const width of sizesOf()) {
      const { page, faults, close } = await visit(browser, {
        address,
        known: answer,
        act,
        name,
        size: SIZES[width],
      });
      await page.waitForTimeout(200);
      await look(page, `standing-${name}-${width}`);
      assert.deepEqual(faults, []);
      await close();
    }
  });
}

test('English fits a phone', async () => {
  for (const name of ['scores', 'ranking', 'why', 'why-unplaced', 'analysis']) {
    const [address, answer] = scenes[name];
    const options = { address, known: answer, size: PHONE, language: 'en' };
    const { page, faults, close } = await visit(browser, options);
    await look(page, `standing-${name}-en-375`);
    assert.deepEqual(faults, []);
    await close();
  }
});

test('the sheets that are missing are counted and can be looked at alone', async () => {
  const { page, close } = await visit(browser, { address: `${CYCLE}/scores`, known: known() });
  const rows = page.locator('.matrix tbody tr');
  const all = await rows.count();
  await page.getByText(/还缺 \d+ 份评分表/).waitFor();
  await page.getByLabel('只看还缺的村').check();
  assert.ok((await rows.count()) < all);
  assert.ok(await page.locator('.matrix td.none').count());
  await close();
});

test('publishing says what becomes public in numbers', async () => {
  let posted = 0;
  const { page, close } = await visit(browser, {
    address: `${CYCLE}/results`,
    known: known({
      [`POST ${API}/composite/publish`]: () => {
        posted += 1;
        return standing.published;
      },
    }),
  });
  await page.getByText('未公布', { exact: true }).waitFor();
  await page.getByRole('button', { name: '公布综合名次' }).click();
  const dialog = page.locator('dialog[open]');
  const ranked = standing.composite.groups.flatMap((group) => group.ranked).length;
  assert.match(await dialog.innerText(), new RegExp(`公布 ${ranked} 个村的名次和得分`));
  await dialog.locator('.primary').click();
  await page.getByText(/由 organiser 公布/).waitFor();
  assert.equal(posted, 1);
  await close();
});

test('a place unfolds to the judges, with those dropped and recused in words', async () => {
  const { page, close } = await visit(browser, { address: `${CYCLE}/results`, known: known() });
  await page.getByRole('link', { name: `${village}为什么是这个名次` }).click();
  await page.getByText(`${village}在`).first().waitFor();
  const summary = page.locator('summary');
  while (await page.locator('details:not([open]) > summary').count())
    await page.locator('details:not([open]) > summary').first().click();
  assert.ok((await summary.count()) > 4);
  const dropped = page.locator('tr', { hasText: '去掉的最高分' });
  assert.equal(await dropped.locator('s').innerText(), '94');
  await page.locator('tr', { hasText: '回避，没有计入' }).waitFor();
  await page.getByText('去掉一个最高分和一个最低分').first().waitFor();
  await page
    .getByText(/优秀 9 × 100/)
    .first()
    .waitFor();
  await close();
});

test('a village without a place reads what is missing, and what became of each sheet', async () => {
  const [address, answer] = UNPLACED;
  const { page, close } = await visit(browser, { address, known: answer });
  await page.getByRole('heading', { name: `${standing.unplaced.village}为什么没有名次` }).waitFor();
  await page.getByText('缺少“现场观摩”的得分，没有综合得分').waitFor();
  await page.getByText('有效评分只有 2 份，少于规定的份数，没有得分').waitFor();
  const fates = await page.locator('.tree tbody tr td:last-child').allInnerTexts();
  assert.deepEqual(fates, [
    '份数不够，没有计入',
    '份数不够，没有计入',
    '没有评完，没有计入',
    '缺席，没有计入',
    '作废，没有计入',
  ]);
  await close();
});

test('another rule is asked as a supposition', async () => {
  let asked = null;
  const { page, close } = await visit(browser, {
    address: `${CYCLE}/analysis`,
    known: known({
      [`POST ${API}/what-if`]: (body) => {
        asked = body;
        return standing.whatIf;
      },
    }),
  });
  for (const heading of await page.locator('h1, h2').allInnerTexts())
    assert.match(heading, /不决定名次/);
  await page.getByLabel('假设规则改成').selectOption({ label: '评委分取中位数' });
  await page.getByRole('button', { name: '推演' }).click();
  await page.getByText('假设，不是结果').waitFor();
  assert.equal(asked.composite.components[0].source.panel.trim, 'median');
  await close();
});
