/**
 * The pages of the register beside the cycles, with the county's data, with none and with an
 * error: accessible, nothing cut, nothing wider than the screen; for the county and for a town.
 * `SHOTS=<folder>` keeps the pictures, `ONLY=<pattern of names>` takes some of them.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, PHONE } from './browser.mjs';
import { answers, CYCLE, look, problem, SIZES, sizesOf, visit } from './desk.mjs';
import * as data from './register-data.mjs';

const only = process.env['ONLY'];
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const county = (more = {}) => answers({ ...data.register, ...more });
const town = (more = {}) =>
  answers({
    ...data.register,
    role: 'town',
    '/api/cycles': [],
    '/api/units': data.townTree,
    ...more,
  });
const failed = problem(500, 'internal', '');
const nothing = {
  '/api/units': { today: data.TODAY, units: [] },
  '/api/people': { today: data.TODAY, people: [] },
  '/api/batches': [],
  '/api/admission': { rules: { document: '', rules: [] }, candidates: [] },
  '/api/retention': [],
};
const failing = Object.fromEntries(
  [...Object.keys(nothing), '/api/settings', '/api/units/village-1', '/api/people/person-1'].map(
    (key) => [key, failed],
  ),
);

/** name: [address, what the server knows, what to do on the page before looking] */
const pages = {
  'year-in-cycle': [CYCLE, county()],
  'year-auditor': [CYCLE, county({ role: 'auditor' })],
  'year-no-cycle': ['/', county({ '/api/cycles': [] })],
  accounts: ['/accounts', county()],
  'accounts-town': [
    '/accounts',
    county(),
    async (page) => {
      await page.getByRole('button', { name: '添加账户' }).click();
      await page.getByLabel('角色').selectOption('town');
      await page.locator('dialog .primary').click();
    },
  ],
  units: ['/units', county()],
  'units-open': [
    '/units',
    county(),
    (page) => page.getByRole('button', { name: '全部展开' }).click(),
  ],
  'units-found': [
    '/units?q=gx',
    county({ '/api/search': [{ noun: 'unit', id: 'village-3', name: '', code: '', where: '' }] }),
    (page) => page.getByText('原名 东古现村').waitFor(),
  ],
  'units-none-found': ['/units?q=%E7%81%AB%E6%98%9F', county()],
  'units-past': ['/units?as_of=2018-01-01&ended=1&order=strokes', county()],
  'units-town': ['/units', town()],
  'units-empty': ['/units', county(nothing)],
  'units-error': ['/units', county(failing)],
  unit: ['/units/village-1', county()],
  'unit-county': ['/units/county', county()],
  'unit-town': ['/units/town-1', town()],
  'unit-ended': ['/units/village-gone', county()],
  'unit-error': ['/units/village-1', county(failing)],
  'unit-rename': [
    '/units/village-1',
    county(),
    async (page) => {
      await page.getByRole('button', { name: '改名或划转' }).click();
      await page.locator('dialog[open] .primary').click();
    },
  ],
  'unit-end': [
    '/units/village-1',
    county(),
    async (page) => {
      await page.getByRole('button', { name: '撤并' }).click();
      await page.locator('dialog[open] .primary').click();
    },
  ],
  'unit-edit': ['/units/village-1/edit', county()],
  'unit-faults': [
    '/units/village-1/edit',
    county(),
    async (page) => {
      await page.getByLabel('户数').fill('九十');
      await page.getByLabel('集体收入').last().fill('1.2.3');
      await page.getByRole('button', { name: '保存', exact: true }).click();
    },
  ],
  people: ['/people', county()],
  'people-town': ['/people', town()],
  'people-filtered': ['/people?post=reserve', county()],
  'people-none-found': ['/people?q=%E7%81%AB%E6%98%9F', county()],
  'people-empty': ['/people', county(nothing)],
  'people-error': ['/people', county(failing)],
  person: [
    '/people/person-1',
    county(),
    async (page) => {
      await page.getByRole('button', { name: '显示号码' }).click();
      await page.getByText('13812345678').waitFor();
    },
  ],
  'person-viewer': ['/people/person-1', county({ role: 'viewer' })],
  'person-error': ['/people/person-1', county(failing)],
  'person-edit': ['/people/person-1/edit', county()],
  'person-edit-town': ['/people/person-1/edit', town()],
  'person-faults': [
    '/people/new',
    county(),
    async (page) => {
      await page.getByRole('button', { name: '添加任期' }).click();
      await page.getByRole('button', { name: '添加纳入' }).click();
      await page.getByRole('combobox', { name: '专业化管理' }).selectOption('suspended');
      await page.getByRole('button', { name: '保存', exact: true }).click();
    },
  ],
  batches: ['/people/batches', county()],
  'batches-add': [
    '/people/batches',
    county(),
    (page) => page.getByRole('button', { name: '添加批次' }).click(),
  ],
  'batches-empty': ['/people/batches', county(nothing)],
  'batches-error': ['/people/batches', county(failing)],
  admission: ['/people/admission', county()],
  'admission-eligible': ['/people/admission?eligible=1', county({ role: 'auditor' })],
  'admission-empty': ['/people/admission', county(nothing)],
  'admission-error': ['/people/admission', county(failing)],
  settings: ['/settings', county()],
  'settings-lights': [
    '/settings?edit=lights',
    county(),
    async (page) => {
      await page.getByLabel('进度落后多少亮红灯').fill('5');
      await page.getByRole('button', { name: '保存', exact: true }).click();
    },
  ],
  'settings-admission': ['/settings?edit=admission', county()],
  'settings-retention': ['/settings?edit=retention', county()],
  'settings-words': [
    '/settings?edit=vocabulary',
    county(),
    async (page) => {
      await page.getByLabel('用哪一套称呼').selectOption('shop');
      await page.getByText('103 个门店').waitFor();
    },
  ],
  'settings-erase': [
    '/settings',
    county(),
    async (page) => {
      await page.getByLabel('全选').check();
      await page.getByRole('button', { name: '删除 2 人的到期资料' }).click();
    },
  ],
  'settings-empty': ['/settings', county({ '/api/retention': [] })],
  'settings-history': [
    '/settings',
    county(),
    async (page) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.getByText('雨季工期放宽').waitFor();
      await page.getByText('按本市的叫法').waitFor();
    },
  ],
  'settings-error': ['/settings', county(failing)],
  map: ['/map', county()],
  'map-town': [
    '/map',
    county(),
    async (page) => {
      await page.getByLabel('看哪个镇街').selectOption('郭城镇');
      await page.getByRole('link', { name: '西古现村' }).focus();
      await page.getByRole('button', { name: '放大' }).click();
      await page.getByText('打开西古现村').waitFor();
    },
  ],
  'map-no-places': [
    '/map',
    county({
      '/api/units': {
        ...data.tree,
        units: data.tree.units.map((row) => ({ ...row, place: null })),
      },
    }),
  ],
  'map-of-town': ['/map', town()],
  'map-empty': ['/map', county(nothing)],
  'map-error': ['/map', county(failing)],
  'units-shops': ['/units', county({ '/api/vocabulary': data.shops })],
  'unit-new': ['/units/new?parent=town-1&kind=village', county()],
};

function open(name, size, language) {
  const [address, known, act] = pages[name];
  return visit(browser, { address, known, act, size, language, name });
}
for (const name of Object.keys(pages)) {
  if (only && !new RegExp(only).test(name)) continue;
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

const IN_ENGLISH = [
  'year-in-cycle',
  'accounts',
  'units',
  'units-town',
  'unit',
  'unit-edit',
  'people',
  'person',
  'person-edit',
  'batches',
  'admission',
  'settings',
  'settings-words',
  'map',
];
for (const name of IN_ENGLISH) {
  if (only && !new RegExp(only).test(name)) continue;
  test(`${name} is accessible and whole in English`, () =>
    Promise.all(
      (process.env['SHOTS'] ? ['1366', '375'] : ['375']).map(async (width) => {
        const size = width === '375' ? PHONE : SIZES[width];
        const { page, faults, close } = await open(name, size, 'en');
        await look(page, `${name}-en-${width}`);
        assert.deepEqual(faults, []);
        await close();
      }),
    ));
}

test('histories and timelines are told in English, with the words of people as they are', async () => {
  for (const width of process.env['SHOTS'] ? ['1366', '375'] : ['375']) {
    const seen = { known: county(), size: SIZES[width], language: 'en' };
    const settings = await visit(browser, { ...seen, address: '/settings' });
    for (const summary of await settings.page.locator('summary').all()) await summary.click();
    await settings.page.getByText('Red: behind schedule by').first().waitFor();
    await settings.page.getByText('Word for the level between').first().waitFor();
    await settings.page.getByText('at least 3 full years in office').first().waitFor();
    await look(settings.page, `settings-history-en-${width}`);
    const person = await visit(browser, { ...seen, address: '/people/person-1' });
    await person.page.getByText('Became secretary of 朱吴镇东刘家疃村').waitFor();
    await person.page.getByText('place 1, score 92.35').waitFor();
    const village = await visit(browser, { ...seen, address: '/units/village-1' });
    await village.page.getByText('to be put right by 示例书记1').first().waitFor();
    for (const { faults, close } of [settings, person, village]) {
      assert.deepEqual(faults, []);
      await close();
    }
  }
});

/** Opens a page and gives it with what was sent to the paths that `known` answers by functions. */
async function journey(address, known, run) {
  const { page, faults, close } = await visit(browser, { address, known, name: address });
  await run(page);
  assert.deepEqual(faults, []);
  await close();
}
const reasoned = (page) => page.getByLabel('改动的原因').fill('核对年报后更正');
const saveIt = (page) => page.getByRole('button', { name: '保存', exact: true }).click();

test('a change is sent whole, with the version it started from and the reason', async () => {
  const sent = [];
  const known = county({
    'PUT /api/units/village-1': (body) => {
      sent.push(body);
      return { id: 'village-1', version: 4, proposal: null };
    },
  });
  await journey('/units/village-1/edit', known, async (page) => {
    await page.getByLabel('户数').fill('92');
    await reasoned(page);
    await saveIt(page);
    await page.waitForURL('**/units/village-1');
  });
  const start = data.unitFile('village-1');
  assert.deepEqual(sent, [
    { version: start.version, why: '核对年报后更正', body: { ...start.body, households: 92 } },
  ]);
});

test('a town is told that its change waits, and what it typed is not lost before', async () => {
  const known = town({
    'PUT /api/people/person-1': { id: 'person-1', version: 4, proposal: 'proposal-9' },
  });
  await journey('/people/person-1/edit', known, async (page) => {
    await page.getByLabel('出生年份').fill('1969');
    await page.reload();
    await page.locator('#page-title').waitFor();
    assert.equal(await page.getByLabel('出生年份').inputValue(), '1969');
    await reasoned(page);
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('申请已提交').waitFor();
  });
});

test('what two people changed differently is asked, and nothing is chosen for them', async () => {
  const sent = [];
  const start = data.unitFile('village-1');
  let now = start;
  const known = county({
    '/api/units/village-1': () => now,
    'PUT /api/units/village-1': (body) => {
      sent.push(body);
      if (body.version === now.version) return { id: 'village-1', version: 5, proposal: null };
      return problem(409, 'entry_changed', '别人刚改过');
    },
  });
  await journey('/units/village-1/edit', known, async (page) => {
    await page.getByLabel('户数').fill('92');
    now = { ...start, version: 4, changed_by: '乙', body: { ...start.body, households: 90 } };
    await reasoned(page);
    await saveIt(page);
    await page.getByText('有 1 处两个人改得不一样').waitFor();
    await page.getByLabel(/用我的/).check();
    await page.getByRole('button', { name: '合并并保存' }).click();
    await page.waitForURL('**/units/village-1');
  });
  assert.deepEqual(
    sent.map(({ version, body }) => [version, body.households]),
    [
      [3, 92],
      [4, 92],
    ],
  );
});

test('other words hold on every page as soon as they are saved, and ask why', async () => {
  const sent = [];
  const known = county({
    'PUT /api/settings/vocabulary': (body) => {
      sent.push(body);
      return { id: 'vocabulary', version: 1, proposal: null };
    },
  });
  await journey('/settings?edit=vocabulary', known, async (page) => {
    await page.getByLabel('用哪一套称呼').selectOption('shop');
    await saveIt(page);
    await page.getByText('请写明原因').waitFor();
    assert.equal(sent.length, 0);
    await reasoned(page);
    await saveIt(page);
    await page.getByText('可以叫部门、门店或班级').waitFor();
    await page.getByRole('link', { name: '单位' }).click();
    await page.getByText('103 个门店').waitFor();
  });
  assert.equal(sent[0].version, data.settings.vocabulary.version);
  assert.equal(sent[0].body.village.zh, '门店');
});

test('a setting has a history once somebody has saved it, asked for when it is opened', async () => {
  let asked = 0;
  const known = county({
    '/api/entries/setting-lights/history': () => {
      asked += 1;
      return [];
    },
  });
  await journey('/settings', known, async (page) => {
    assert.equal(await page.locator('summary').count(), 3);
    assert.equal(await page.locator('#retention summary').count(), 0);
    assert.equal(asked, 0);
    await page.getByText('项目亮灯标准的修改历史').click();
    await page.getByText('还没有改动').waitFor();
    assert.equal(asked, 1);
  });
});

test('a town account begins with the work of the year, also where there is no cycle', async () => {
  await journey('/', town(), async (page) => {
    await page.waitForURL(/\/(month-reports|ledger\/reports|units)$/);
    assert.equal(await page.getByRole('link', { name: '年度评议' }).count(), 0);
  });
});
