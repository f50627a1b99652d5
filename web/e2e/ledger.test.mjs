/**
 * The pages of the project ledger as built: every state at a laptop's and a phone's size, in both
 * languages, accessible and no wider than the screen; then what they do. `SHOTS=<folder>` keeps the
 * pictures.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, LAPTOP, PHONE } from './browser.mjs';
import { answers, look, problem, SIZES, sizesOf, visit } from './desk.mjs';
import * as data from './ledger-data.mjs';

const only = process.env['ONLY'];
const asked = (request, key) => new URL(request.url()).searchParams.get(key);

/** What the interface knows of the ledger, on top of the rest. */
const known = (more = {}) =>
  answers({
    '/api/ledger': data.ledger,
    '/api/ledger/filters': data.filters,
    '/api/ledger/totals': (_, request) => data.totals(asked(request, 'by')),
    '/api/ledger/reports': (_, request) => data.reports(asked(request, 'month')),
    '/api/units': data.units,
    '/api/search': [],
    ...Object.fromEntries(data.rows.map((row) => [`/api/ledger/${row.id}`, data.file(row.id)])),
    ...Object.fromEntries(data.rows.map((row) => [`/api/entries/${row.id}/history`, data.history])),
    ...more,
  });
const town = (more = {}) =>
  known({
    '/api/session': {
      account: { login: 'town-12', name: '盘石店镇组织委员', role: 'town', disabled: false },
    },
    '/api/ledger/reports': (_, request) => data.reports(asked(request, 'month'), '盘石店镇'),
    ...more,
  });
const nothing = {
  '/api/ledger': { ...data.ledger, projects: [], categories: [], sources: [] },
  '/api/ledger/filters': [],
  '/api/ledger/totals': {
    whole: { name: '', count: 0, planned: 0, arrived: 0, spent: 0, projects: [] },
    parts: [],
  },
  '/api/ledger/reports': (_, request) => ({ month: asked(request, 'month'), projects: [] }),
};
const failing = Object.fromEntries(
  Object.keys(nothing).map((key) => [key, problem(500, 'internal', '')]),
);

/** name: [address, what the server knows, what to do on the page before looking] */
const pages = {
  ledger: ['/ledger', known()],
  'ledger-filtered': ['/ledger?light=red,amber', known()],
  'ledger-no-hit': ['/ledger?q=没有这个项目', known()],
  'ledger-empty': ['/ledger', known(nothing)],
  'ledger-error': ['/ledger', known(failing)],
  project: [`/ledger/${data.LOOKED_AT}`, known()],
  'project-exempt': ['/ledger/project-2', known()],
  'project-paused': [`/ledger/${data.PAUSED}`, known()],
  'project-accepted': [`/ledger/${data.ACCEPTED}`, known()],
  'project-reserve': ['/ledger/project-bare', known({ '/api/ledger/project-bare': data.bare })],
  'project-error': [
    '/ledger/project-1',
    known({ '/api/ledger/project-1': problem(404, 'not_found', '没有这个项目') }),
  ],
  'project-move': [
    `/ledger/${data.LOOKED_AT}`,
    known({
      [`/api/ledger/${data.LOOKED_AT}/state`]: problem(
        422,
        'state_refused',
        '完工前请填写实际完工日期',
      ),
    }),
    async (page) => {
      await page.getByRole('button', { name: '完工' }).click();
      await page.getByLabel('理由').fill('工程完工');
      await page.getByRole('button', { name: '转为完工' }).click();
      await page.getByText('完工前请填写实际完工日期').waitFor();
    },
  ],
  'project-exempting': [
    `/ledger/${data.LOOKED_AT}`,
    known(),
    async (page) => {
      await page.getByRole('button', { name: '豁免亮灯' }).click();
      await page.locator('dialog').getByRole('button', { name: '豁免亮灯' }).click();
      await page.getByText('请选今天或以后的日期').waitFor();
    },
  ],
  'project-history': [
    `/ledger/${data.LOOKED_AT}`,
    known(),
    async (page) => {
      await page.getByText('看差异').click();
      await page.getByText('修改历史').click();
      await page.getByText('按发票更正支出').waitFor();
    },
  ],
  edit: [`/ledger/${data.LOOKED_AT}/edit`, known()],
  'edit-faults': [
    `/ledger/${data.LOOKED_AT}/edit`,
    known(),
    async (page) => {
      await page.getByLabel('名称', { exact: true }).fill('');
      await page.getByLabel('支出（万元）').first().fill('1.0000001');
      await page.getByLabel('权重（%）').first().fill('15');
      await page.getByRole('button', { name: '添加节点' }).click();
      await page.getByLabel('改动的原因').fill('核对台账');
      await page.getByRole('button', { name: '保存' }).click();
      await page.getByText(/有 \d 处需要改/).waitFor();
    },
  ],
  new: ['/ledger/new', known()],
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const [name, [address, answered, act]] of Object.entries(pages)) {
  if (only && !name.includes(only)) continue;
  test(`${name} is accessible and fits, on a laptop and on a phone, in both languages`, async () => {
    for (const width of sizesOf()) {
      for (const language of width === '375' ? ['zh-CN'] : ['zh-CN', 'en']) {
        if (width === '1920' && language === 'en') continue;
        const { page, faults, close } = await visit(browser, {
          address,
          known: answered,
          size: SIZES[width],
          language,
          act,
          name,
          now: data.NOW,
        });
        await look(page, `${name}-${width}-${language}`);
        assert.deepEqual(faults, []);
        await close();
      }
    }
  });
}

/** Opens a page for a journey. */
const open = (address, answered = known(), size = LAPTOP) =>
  visit(browser, { address, known: answered, size, now: data.NOW });

test('the ledger of the model is 85 projects and 7,345.77 万元', async () => {
  const { page, faults, close } = await open('/ledger');
  assert.match(await page.locator('.state').first().innerText(), /85 个项目.*7,345\.77 万元/);
  assert.match(await page.locator('tr.sum').innerText(), /7,345\.77/);
  assert.equal(await page.locator('tbody tr:not(.sum)').count(), 85);
  assert.deepEqual(faults, []);
  await close();
});

test('a filter is the address, adds up what is shown, and can be kept by name', async () => {
  let kept;
  const { page, faults, close } = await open(
    '/ledger?town=' + encodeURIComponent('行村镇'),
    known({
      'PUT /api/ledger/filters': (body) => {
        kept = body;
        return body;
      },
      '/api/search': [
        { noun: 'project', id: data.rows[0].id, name: '', code: '', where: '' },
        { noun: 'unit', id: 'village-x', name: '', code: '', where: '' },
      ],
    }),
  );
  const own = data.rows.filter((row) => row.town.name === '行村镇');
  const body = page.locator('tbody tr:not(.sum)');
  assert.equal(await body.count(), own.length);
  const lights = page.getByRole('group', { name: '亮灯' });
  await lights.getByRole('button', { name: '不亮' }).click();
  await page.waitForURL(/light=off/);
  const off = own.filter((row) => row.light.light === 'off');
  assert.equal(await body.count(), off.length);

  await page.getByRole('button', { name: '保存当前筛选' }).click();
  await page.getByLabel('名称').fill('行村镇不亮');
  await page.locator('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByRole('link', { name: '行村镇不亮' }).waitFor();
  assert.equal(kept.length, 3);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(kept[2].query)), {
    light: 'off',
    town: '行村镇',
  });

  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.getByLabel('查找').fill('dljt');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr:not(.sum)').length === 1);
  assert.equal(await body.locator('.code').innerText(), data.rows[0].number);
  await page.getByRole('link', { name: '红灯和黄灯' }).click();
  await page.waitForURL(/light=red/);
  assert.equal(await page.getByLabel('查找').inputValue(), '');
  assert.deepEqual(faults, []);
  await close();
});
