/**
 * The data of a year, in real browsers against the real program: the organiser brings the register
 * and the ledger in from tables, a town signs in on a phone, reports and proposes, the county
 * approves with the difference before it, two people edit one village and lose nothing, a hostile
 * workbook and a faulty table change nothing, an import is undone, a cycle freezes the ledger.
 *
 * `SHOTS=<folder>` keeps pictures.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { checkAccessible, LAPTOP, launch, PHONE, watchForErrors } from './browser.mjs';
import { startEmpty } from './program.mjs';

const REGISTER = path.join(import.meta.dirname, '../../fixtures/haiyang-2022/register');
const PASSWORD = 'a-long-password-1';
const shots = process.env['SHOTS'];
const faults = [];

let server;
let url;
let browser;
let organiser;
let town;

before(
  async () => {
    if (shots) await mkdir(shots, { recursive: true });
    server = await startEmpty('organiser', '组织者', PASSWORD);
    url = server.url;
    browser = await launch();
  },
  { timeout: 60_000 },
);
after(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async ({ name }) => {
  if (!shots) return;
  const file = (who) => path.join(shots, `after-${who}-${name.slice(0, 24)}.png`);
  await organiser?.screenshot({ path: file('organiser'), fullPage: true });
  await town?.screenshot({ path: file('town'), fullPage: true });
});

async function person(login, device = LAPTOP) {
  const context = await browser.newContext({ ...device, locale: 'zh-CN', acceptDownloads: true });
  const page = await context.newPage();
  watchForErrors(page, faults, login);
  await page.goto(`${url}/admin/`);
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
  return page;
}
const go = async (page, address) => {
  await page.goto(`${url}/admin${address}`);
  await page.locator('#page-title').waitFor();
};
async function look(page, name) {
  if (shots)
    await page.screenshot({ path: path.join(shots, `county-${name}.png`), fullPage: true });
  await checkAccessible(page, name);
}
/** Hands a file in and waits for its difference or its faults. */
async function handIn(page, table, file) {
  await go(page, `/imports/new?table=${table}`);
  await page.locator('input[type=file]').setInputFiles(file);
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
}
async function bringIn(page, table, expected) {
  await handIn(page, table, path.join(REGISTER, `${table}.csv`));
  await page.getByText(expected).first().waitFor();
  await page.getByRole('button', { name: /^写入 / }).click();
  await page.getByRole('button', { name: '撤销整次导入' }).waitFor();
}
const rows = (page) => page.locator('tbody tr:not(.sum)');
/** Opens the page of a unit through the search of the register. */
async function openUnit(page, name) {
  const hits = await page.evaluate(
    async (wanted) => (await fetch(`/api/search?q=${encodeURIComponent(wanted)}`)).json(),
    name,
  );
  const unit = hits.find((hit) => hit.noun === 'unit' && hit.name === name);
  assert.ok(unit, name);
  await go(page, `/units/${unit.id}`);
  return unit.id;
}

test('register and ledger come in from tables, and every total adds up', async () => {
  organiser = await person('organiser');
  await bringIn(organiser, 'units', /将新增 120 条/);
  await look(organiser, 'units-written');
  // The batch that people refer to is made on its own page.
  await go(organiser, '/people/batches');
  await organiser.evaluate(async () => {
    const batches = [
      {
        number: '1',
        name: '第一批专业化管理村党组织书记',
        on: '2020-05-01',
        document: '海组〔2020〕5号',
      },
      {
        number: '2',
        name: '第二批专业化管理村党组织书记',
        on: '2021-05-01',
        document: '海组〔2021〕6号',
      },
    ];
    for (const body of batches) {
      const answer = await fetch('/api/batches', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ why: '登记', body }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    }
  });
  await bringIn(organiser, 'people', /将新增 103 条/);
  await bringIn(organiser, 'projects', /将新增 85 条/);
  await bringIn(organiser, 'funding', /将(新增|改动).*85 条/);
  await bringIn(organiser, 'milestones', /将新增 255 条/);

  await go(organiser, '/ledger');
  await organiser
    .getByText(/85 个项目.*7,345\.77 万元/)
    .first()
    .waitFor();
  assert.equal(await rows(organiser).count(), 85);
  await look(organiser, 'ledger');
  for (const axis of ['category', 'town', 'area', 'source', 'state']) {
    await go(organiser, `/ledger/totals?by=${axis}`);
    await organiser.getByText('各项之和等于合计').waitFor();
    assert.match(await organiser.locator('tr.sum').first().innerText(), /7,345\.77/);
  }
  await look(organiser, 'totals');
});

test('the same table again changes nothing', async () => {
  await handIn(organiser, 'people', path.join(REGISTER, 'people.csv'));
  await organiser.getByText('没有要写入的差异').first().waitFor();
});

test('a faulty table in GBK is told by cell, and its wrong rows can be taken home', async () => {
  // 编号,户数 of two units, one of them no number: in GBK, as old spreadsheets save it.
  const text = Buffer.concat([
    Buffer.from('b1e0c2eb2cb9abcabd2cbba7cafd0d0a', 'hex'),
    Buffer.from('48592d5a30312c2c313230300d0a', 'hex'),
    Buffer.from('48592d5a30322c2c3d312b310d0a', 'hex'),
  ]);
  await handIn(organiser, 'units', { name: '户数.csv', mimeType: 'text/csv', buffer: text });
  await organiser
    .getByText(/还缺必填的列|有错/)
    .first()
    .waitFor();
  await look(organiser, 'faulty');
});

test('a hostile file is refused in a sentence', async () => {
  const junk = {
    name: '名册.xlsx',
    mimeType: 'application/zip',
    buffer: Buffer.from('PK\u0003\u0004nothing'),
  };
  await handIn(organiser, 'people', junk);
  await organiser.getByText('“名册.xlsx”没有读').waitFor();
  await organiser.getByText(/文件损坏/).waitFor();
});

test('a renamed village reads as it was on a past day', async () => {
  await openUnit(organiser, '西古现村');
  await organiser.getByRole('button', { name: '改名或划转' }).click();
  const dialog = organiser.locator('dialog[open]');
  await dialog.getByLabel('从哪天起').fill('2025-01-01');
  await dialog.getByLabel('新名称').fill('古现新村');
  await dialog.getByLabel(/原因/).fill('村庄合并更名');
  await dialog.getByRole('button', { name: '从这天起改' }).click();
  await organiser.getByRole('heading', { level: 1, name: '古现新村' }).waitFor();
  await look(organiser, 'unit');
  await go(organiser, '/units?as_of=2022-11-27');
  await organiser.getByText('名称和隶属是那一天的').waitFor();
  await organiser.getByRole('button', { name: '全部展开' }).click();
  await organiser.getByText('西古现村').first().waitFor();
  await look(organiser, 'units-past');
});

test('a phone number is shown on request only, and the log says so', async () => {
  const id = await organiser.evaluate(async () => {
    const list = await (await fetch('/api/people')).json();
    const file = await (await fetch(`/api/people/${list.people[0].id}`)).json();
    const body = { ...file.body, phone: '13812345678' };
    const answer = await fetch(`/api/people/${file.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: file.version, why: '登记电话', body }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return file.id;
  });
  await go(organiser, `/people/${id}`);
  await organiser.getByText('138****5678').waitFor();
  await organiser.getByRole('button', { name: '显示号码' }).click();
  await organiser.getByText('13812345678').waitFor();
  await look(organiser, 'person');
});

test('a town signs in on a phone, reports at once and proposes', async () => {
  const ready = await organiser.evaluate(async (password) => {
    const tree = await (await fetch('/api/units')).json();
    const unit = tree.units.find((one) => one.name === '朱吴镇');
    const answer = await fetch('/api/accounts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        login: 'zhuwu',
        name: '朱吴镇组织委员',
        role: 'town',
        town: unit.id,
        password,
      }),
    });
    return answer.status;
  }, PASSWORD);
  assert.equal(ready, 201);
  town = await person('zhuwu', PHONE);
  await town.waitForURL(/\/ledger\/reports/);
  const card = town.locator('li.card').first();
  await card.getByLabel(/的进度/).fill('66.5');
  await card.getByLabel('一句话').fill('主体完成，正在安装设备。');
  await look(town, 'reports-phone');
  await card.getByRole('button', { name: '提交' }).click();
  await card.getByText('已提交', { exact: true }).waitFor();

  await go(town, '/units');
  const seen = await town.evaluate(async () => (await (await fetch('/api/units')).json()).units);
  assert.ok(seen.every((unit) => unit.name === '朱吴镇' || unit.kind === 'village'));
  const village = seen.find((unit) => unit.kind === 'village');
  await go(town, `/units/${village.id}/edit`);
  await town.getByLabel('户数').fill('321');
  await town.getByLabel('改动的原因').fill('入户核实');
  await town.getByRole('button', { name: '提交申请' }).click();
  await town.getByText('申请已提交，等待批准').waitFor();
  await look(town, 'unit-phone');

  await go(organiser, '/proposals');
  await organiser.getByText('入户核实').waitFor();
  for (const summary of await organiser.locator('main summary').all()) await summary.click();
  await look(organiser, 'proposals');
  await organiser.getByRole('button', { name: /^批准/ }).first().click();
  const dialog = organiser.locator('dialog[open]');
  if (await dialog.count()) await dialog.locator('.primary').click();
  await organiser.getByText(/已批准 1 项/).waitFor();
  await go(organiser, `/units/${village.id}`);
  await organiser.getByText('321', { exact: true }).waitFor();
});

test('two people who edit one village lose nothing', async () => {
  const id = await openUnit(organiser, '示例一村');
  await go(organiser, `/units/${id}/edit`);
  const other = await person('organiser');
  await go(other, `/units/${id}/edit`);
  await other.getByLabel('户数').fill('200');
  await other.getByLabel('改动的原因').fill('年报');
  await other.getByRole('button', { name: '保存' }).click();
  await other.waitForURL(new RegExp(`/units/${id}$`));
  await organiser.getByLabel('户数').fill('210');
  await organiser.getByLabel('改动的原因').fill('核实');
  await organiser.getByRole('button', { name: '保存' }).click();
  const dialog = organiser.locator('dialog[open]');
  await dialog.getByText('200').waitFor();
  await look(organiser, 'conflict');
  await dialog.getByLabel('用我的').check();
  await dialog.getByRole('button', { name: '合并并保存' }).click();
  await organiser.waitForURL(new RegExp(`/units/${id}$`));
  await organiser.getByText('210', { exact: true }).waitFor();
  await other.close();
});

test('a photo of a project is shown, and only the picture is kept', async () => {
  const id = await organiser.evaluate(
    async () => (await (await fetch('/api/ledger')).json()).projects[1].id,
  );
  await go(organiser, `/ledger/${id}`);
  await organiser.getByLabel('拍的是什么').fill('改造前的大厅');
  const picture = path.join(import.meta.dirname, '../../docs/images/host.png');
  const input = organiser.locator('input[type=file]');
  await input.setInputFiles(picture);
  const shown = organiser.getByRole('img', { name: '改造前的大厅' });
  await shown.waitFor();
  await shown.scrollIntoViewIfNeeded();
  await organiser.waitForFunction(() => document.querySelector('.photos img')?.naturalWidth > 0);
  await look(organiser, 'project');
});

test('an import is undone as a whole, and what was exported comes back the same', async () => {
  await go(organiser, '/imports');
  const download = organiser.waitForEvent('download');
  await organiser.evaluate(() => {
    const link = document.createElement('a');
    link.href = '/api/exports/milestones.xlsx';
    link.download = '';
    document.body.append(link);
    link.click();
  });
  const file = path.join(server.data, 'milestones.xlsx');
  await (await download).saveAs(file);
  await handIn(organiser, 'milestones', file);
  await organiser.getByText('没有要写入的差异').first().waitFor();

  const had = await organiser.evaluate(
    async () => (await (await fetch('/api/people')).json()).people.length,
  );
  const text = '姓名,镇街,村,职务,到任日期\n示例后备甲,郭城镇,古现新村,后备,2024-01-01\n';
  await handIn(organiser, 'people', {
    name: '后备.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
  await organiser.getByText(/将新增 1 条/).waitFor();
  await organiser.getByRole('button', { name: /^写入 / }).click();
  await organiser.getByRole('button', { name: '撤销整次导入' }).click();
  await organiser.locator('dialog').getByRole('button', { name: '撤销整次导入' }).click();
  await organiser.getByText('已经全部撤回').waitFor();
  const left = await organiser.evaluate(
    async () => (await (await fetch('/api/people')).json()).people.length,
  );
  assert.equal(left, had);
});

test('a cycle freezes the ledger as it stands', async () => {
  await organiser.evaluate(async () => {
    const answer = await fetch('/api/cycles', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        code: 'haiyang-2026',
        name: '海阳市2026年评议会议',
        year: 2026,
        organiser: '海阳市委组织部',
        place: '市会议中心',
        from_date: '2026-11-24',
        to_date: '2026-11-27',
        aspects: ['基层党建'],
        unscored_stops: [],
        synthetic: true,
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  });
  await go(organiser, '/cycles/haiyang-2026/projects');
  await organiser.getByRole('button', { name: '冻结项目库' }).click();
  const dialog = organiser.locator('dialog[open]');
  await dialog.getByText(/85 个项目、计划资金 7,345\.77 万元/).waitFor();
  await dialog.getByRole('button', { name: '冻结项目库' }).click();
  await organiser
    .getByText(/7,345\.77 万元.*冻结/)
    .first()
    .waitFor();
  await look(organiser, 'frozen');
});

test('other words stand on every page at once', async () => {
  await organiser.evaluate(async () => {
    const { vocabulary } = await (await fetch('/api/settings')).json();
    const body = {
      ...vocabulary.body,
      set: 'own',
      village: { zh: '门店', en: 'shop', en_plural: 'shops' },
    };
    const answer = await fetch('/api/settings/vocabulary', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: vocabulary.version, why: '换用', body }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  });
  await go(organiser, '/units');
  await organiser
    .getByText(/103 个门店/)
    .first()
    .waitFor();
  assert.deepEqual(faults, []);
});
