/**
 * The pages of the project ledger as built: every state at a laptop's and a phone's size, in both
 * languages, accessible and no wider than the screen; then what they do. `SHOTS=<folder>` keeps the
 * pictures.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, LAPTOP, PHONE } from './browser.mjs';
import { answers, CYCLE, look, problem, SIZES, sizesOf, visit } from './desk.mjs';
import * as data from './ledger-data.mjs';

const only = process.env['ONLY'];
const asked = (request, key) => new URL(request.url()).searchParams.get(key);

/** What the interface knows of the ledger, on top of the rest. */
const PHOTOS = [{ id: 'photo-1', caption: '路面完成', by: 'town-1', at: '2022-11-20T03:00:00Z' }];
const known = (more = {}) =>
  answers({
    ...Object.fromEntries(
      data.rows.map(({ id }) => [`/api/ledger/${id}/photos`, id === data.LOOKED_AT ? PHOTOS : []]),
    ),
    '/api/photos/photo-1': '',
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
const viewer = {
  account: { login: 'viewer', name: '查看者', role: 'viewer', disabled: false },
};
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
      [`/api/ledger/${data.LOOKED_AT}/state`]: {
        problem: {
          status: 422,
          code: 'state_needs',
          detail: '完工前请填写实际完工日期',
          faults: [
            {
              path: '/finish',
              code: 'empty',
              message: '完工前请填写实际完工日期',
              message_en: 'enter the actual day of completion first',
            },
          ],
        },
      },
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
      await page.getByLabel('改动的原因').fill('核对项目库');
      await page.getByRole('button', { name: '保存' }).click();
      await page.getByText(/有 \d 处需要改/).waitFor();
    },
  ],
  new: ['/ledger/new', known()],
  totals: ['/ledger/totals', known()],
  'totals-town': ['/ledger/totals?by=town', known()],
  'totals-source': ['/ledger/totals?by=source', known()],
  'totals-wrong': [
    '/ledger/totals?by=area',
    known({
      '/api/ledger/totals': () => {
        const found = data.totals('area');
        return { ...found, whole: { ...found.whole, planned: found.whole.planned + 1 } };
      },
    }),
  ],
  'totals-empty': ['/ledger/totals', known(nothing)],
  'totals-error': ['/ledger/totals', known(failing)],
  reports: ['/ledger/reports', known()],
  'reports-typed': [
    '/ledger/reports',
    known(),
    async (page) => {
      const card = page.locator('li.card').first();
      await card.getByRole('button', { name: '加 5' }).click();
      await card.getByLabel('进度').fill('101');
      await card.getByRole('button', { name: '提交' }).click();
      await card.getByText('请填 0 到 100').waitFor();
    },
  ],
  'reports-viewer': ['/ledger/reports', known({ '/api/session': viewer })],
  'reports-empty': ['/ledger/reports', known(nothing)],
  'reports-error': ['/ledger/reports', known(failing)],
  'town-ledger': ['/ledger', town()],
  'town-project': [`/ledger/${data.LOOKED_AT}`, town()],
  'town-edit': [`/ledger/${data.LOOKED_AT}/edit`, town()],
  'town-reports': ['/ledger/reports', town()],
  snapshot: [
    `${CYCLE}/projects`,
    known({ [`POST /api${CYCLE}/ledger-snapshot`]: data.frozen }),
    async (page) => {
      await page.getByRole('button', { name: '冻结项目库' }).click();
      await page.getByText('不能撤销，也不能重做').waitFor();
    },
  ],
  'snapshot-frozen': [
    `${CYCLE}/projects`,
    known({ [`/api${CYCLE}/ledger-snapshot`]: data.frozen }),
  ],
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

test('sums by every axis add up to the whole, and each part opens to its projects', async () => {
  for (const axis of ['category', 'town', 'area', 'source', 'state']) {
    const { page, faults, close } = await open(`/ledger/totals?by=${axis}`);
    await page.getByText('各项之和等于合计，与项目库逐个相加一致').waitFor();
    assert.match(await page.locator('tr.sum').first().innerText(), /7,345\.77/);
    if (axis === 'source') {
      const part = data.totals('source').parts[0];
      await page.getByRole('link', { name: part.name }).click();
      await page.getByText(`有“${part.name}”资金的项目`).waitFor();
      await page.waitForFunction(
        (count) => document.querySelectorAll('tbody tr:not(.sum)').length === count,
        part.count,
      );
    }
    assert.deepEqual(faults, []);
    await close();
  }
});

test('a state asks why and is refused where it was asked, with what to fill in', async () => {
  const id = data.LOOKED_AT;
  let sent;
  const { page, faults, close } = await open(
    `/ledger/${id}`,
    known({
      [`POST /api/ledger/${id}/state`]: (body) => {
        sent = body;
        return { id, version: 4, proposal: null };
      },
    }),
  );
  await page.getByRole('button', { name: '暂停' }).click();
  const dialog = page.locator('dialog');
  await dialog.getByRole('button', { name: '转为暂停' }).click();
  await dialog.getByText('请填写理由').waitFor();
  await dialog.getByLabel('理由').fill('汛期停工');
  await dialog.getByRole('button', { name: '转为暂停' }).click();
  await page.getByText('已保存').waitFor();
  assert.deepEqual(sent, { version: 3, to: 'paused', why: '汛期停工' });
  assert.deepEqual(faults, []);
  await close();
});

test('a form keeps fen exactly, survives a reload, and loses nothing when two people save', async () => {
  const id = data.LOOKED_AT;
  const base = data.file(id);
  const theirs = {
    ...base,
    version: 4,
    changed_by: 'organiser-2',
    body: { ...base.body, place: '村东', solver: '县交通局' },
  };
  const puts = [];
  let loaded = base;
  const { page, faults, close } = await open(
    `/ledger/${id}/edit`,
    known({
      [`/api/ledger/${id}`]: () => loaded,
      [`PUT /api/ledger/${id}`]: (body) => {
        puts.push(body);
        if (body.version === 4) return { id, version: 5, proposal: null };
        loaded = theirs;
        return problem(409, 'entry_changed', '有人改过');
      },
    }),
  );
  await page.getByLabel('计划（万元）').first().fill('33.383001');
  await page.getByLabel('由谁解决').fill('市供电公司');
  await page.getByLabel('改动的原因').fill('核对发票');
  await page.reload();
  await page.getByLabel('由谁解决').waitFor();
  assert.equal(await page.getByLabel('计划（万元）').first().inputValue(), '33.383001');
  await page.getByRole('button', { name: '保存' }).click();
  const dialog = page.locator('dialog');
  await dialog.getByText('县交通局').waitFor();
  await look(page, 'edit-conflict-1366');
  await dialog.getByLabel('用我的').check();
  await dialog.getByRole('button', { name: '合并并保存' }).click();
  await page.waitForURL(new RegExp(`/ledger/${id}$`));
  await page.getByText('已保存').waitFor();
  assert.equal(puts.length, 2);
  const { body } = puts[1];
  assert.equal(body.funding[0].planned, 33_383_001);
  assert.equal(body.solver, '市供电公司');
  assert.equal(body.place, '村东');
  assert.deepEqual(body.moves, base.body.moves);
  assert.deepEqual(faults, []);
  await close();
});

test('a new project begins with nothing but what is typed', async () => {
  let sent;
  const { page, faults, close } = await open(
    '/ledger/new',
    known({
      'POST /api/ledger': (body) => {
        sent = body;
        return { id: data.LOOKED_AT, version: 1, proposal: null };
      },
    }),
  );
  await page.getByLabel('编号').fill('HY2022-086');
  await page.getByRole('button', { name: '新建项目' }).click();
  await page.getByText(/有 \d 处需要改/).waitFor();
  await page.getByLabel('名称', { exact: true }).fill('仙人盆村道路硬化项目');
  await page.getByLabel('类别').fill('基础设施');
  await page.getByLabel('镇街').selectOption({ label: '盘石店镇' });
  await page.getByLabel('村', { exact: false }).first().waitFor();
  await page.getByRole('button', { name: '添加资金来源' }).click();
  await page.getByLabel('资金来源').fill('村集体自筹');
  await page.getByLabel('计划（万元）').fill('６．６２');
  const why = page.getByLabel('改动的原因');
  if (await why.count()) await why.fill('年度计划');
  await page.getByRole('button', { name: '新建项目' }).click();
  await page.waitForURL(new RegExp(`/ledger/${data.LOOKED_AT}$`));
  assert.equal(sent.body.funding[0].planned, 6_620_000);
  assert.equal(sent.body.state, 'reserve');
  assert.equal(sent.version, undefined);
  assert.deepEqual(faults, []);
  await close();
});

test('month reports are sent one by one from a phone, and what is typed survives a reload', async () => {
  const sent = [];
  const first = data.reports(data.MONTH).projects[0];
  const { page, faults, close } = await open(
    '/ledger/reports',
    known({
      [`POST /api/ledger/${first.id}/report`]: (body) => {
        sent.push(body);
        return { id: first.id, version: 4, proposal: null };
      },
    }),
    PHONE,
  );
  const all = data.reports(data.MONTH).projects;
  const done = all.filter((row) => row.report).length;
  await page.getByText(`已报 ${done}/${all.length}`, { exact: true }).waitFor();
  let card = page.locator('li.card').first();
  await card.getByText('未提交').waitFor();
  await card.getByLabel(/的进度/).fill('88.5');
  await card.getByLabel('一句话').fill('主体封顶，\n下月安装设备。');
  await page.reload();
  card = page.locator('li.card').first();
  await card.waitFor();
  assert.equal(await card.getByLabel(/的进度/).inputValue(), '88.5');
  await card.getByRole('button', { name: '提交' }).click();
  await card.getByText('已提交', { exact: true }).waitFor();
  assert.deepEqual(sent, [
    { month: data.MONTH, progress: 8_850, sentence: '主体封顶， 下月安装设备。' },
  ]);
  await page.getByText(`已报 ${done + 1}/${all.length}`, { exact: true }).waitFor();
  assert.equal(await card.getByRole('link').innerText(), first.name, 'the card stays in its place');
  await look(page, 'reports-sent-375');
  assert.deepEqual(faults, []);
  await close();
});

test('a cycle freezes the ledger once, told in numbers', async () => {
  const { page, faults, close } = await open(
    `${CYCLE}/projects`,
    known({ [`POST /api${CYCLE}/ledger-snapshot`]: data.frozen }),
  );
  await page.getByRole('button', { name: '冻结项目库' }).click();
  const dialog = page.locator('dialog');
  await dialog.getByText(/85 个项目、计划资金 7,345\.77 万元/).waitFor();
  await dialog.getByRole('button', { name: '冻结项目库' }).click();
  await page.getByText(/7,345\.77 万元，2022年11月24日 09:00由organiser冻结/).waitFor();
  assert.equal(await page.getByRole('button', { name: '冻结项目库' }).count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('a town sends its change for approval and its reports at once', async () => {
  const id = data.LOOKED_AT;
  const { page, faults, close } = await open(
    `/ledger/${id}/edit`,
    town({ [`PUT /api/ledger/${id}`]: { id, version: 3, proposal: 'proposal-2' } }),
  );
  await page.getByLabel('由谁解决').fill('市供电公司');
  await page.getByLabel('改动的原因').fill('供电公司答复');
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.waitForURL(new RegExp(`/ledger/${id}$`));
  await page.getByText('已提交县里审核，通过后生效').waitFor();
  assert.equal(await page.getByRole('button', { name: '豁免亮灯' }).count(), 0);
  await page.goto(page.url().replace(/ledger\/.*/, 'ledger/reports'));
  const own = data.reports(data.MONTH, '盘石店镇').projects;
  await page.locator('li.card').first().waitFor();
  assert.equal(await page.locator('li.card').count(), own.length);
  assert.equal(await page.getByLabel('镇街').count(), 0);
  assert.deepEqual(faults, []);
  await close();
});
