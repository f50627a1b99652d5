/**
 * A cycle from nothing, in real browsers against the real program: the organiser signs in, imports
 * the register and the ledger, settles and freezes the rule card, opens accounts; three trustees
 * make keys on their own devices; slips are made and printed in the browser; people are checked
 * in; the rehearsal is voted in, closed, opened by the trustees' browsers and cleared.
 *
 * `SHOTS=<folder>` keeps pictures.
 */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { checkAccessible, LAPTOP, launch, PHONE, watchForErrors } from './browser.mjs';
import { startEmpty } from './program.mjs';

const FIXTURE = path.join(import.meta.dirname, '../../fixtures/haiyang-2022');
const CYCLE = 'haiyang-2023';
const PASSWORD = 'a-long-password-1';
const shots = process.env['SHOTS'];
const faults = [];

let server;
let url;
let browser;
let organiser;
const trustees = [];
/** Codes of the organisers' box, as somebody reads them off the printed sheet. */
let codes = [];

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
  if (shots)
    await organiser?.screenshot({
      path: path.join(shots, `prepare-after-${name.slice(0, 24)}.png`),
    });
});

async function person(login, device = LAPTOP) {
  const context = await browser.newContext({ ...device, locale: 'zh-CN' });
  // Printing is the browser's; here it only has to report that it is done.
  await context.addInitScript(() => {
    window.print = () => setTimeout(() => window.dispatchEvent(new Event('afterprint')));
  });
  const page = await context.newPage();
  watchForErrors(page, faults, login);
  await page.goto(`${url}/admin/`);
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
  return page;
}
const go = async (page, noun) => {
  await page.goto(`${url}/admin/cycles/${CYCLE}/${noun}`);
  await page.locator('#page-title').waitFor();
};
async function look(page, name) {
  if (shots) await page.screenshot({ path: path.join(shots, `prepare-${name}.png`) });
  await checkAccessible(page, name);
}
const main = (page) => page.locator('.page > header .primary, .page header .primary').first();
/** Presses a button that asks first, and confirms. */
async function confirm(page, button) {
  await button.click();
  const dialog = page.locator('dialog[open]');
  const text = await dialog.innerText();
  await dialog.locator('.primary').click();
  await dialog.waitFor({ state: 'hidden' });
  return text;
}
async function importFile(page, title, file) {
  await page.getByRole('button', { name: title }).click();
  await page.locator('dialog[open] input[type=file]').setInputFiles(file);
  const write = page.locator('dialog[open] .primary');
  await write.waitFor();
  const label = await write.innerText();
  await write.click();
  await page.locator('dialog[open]').waitFor({ state: 'hidden' });
  return label;
}

test('an empty program asks for a cycle and leads to the register', async () => {
  organiser = await person('organiser');
  await organiser.getByRole('button', { name: '新建周期' }).click();
  const dialog = organiser.locator('dialog');
  await dialog.getByLabel('名称').fill('海阳市2023年农村党组织书记评议会议');
  await dialog.getByLabel('代号').fill(CYCLE);
  await dialog.getByLabel('主办单位').fill('海阳市乡村人才振兴服务中心');
  await dialog.getByLabel('地点').fill('海阳市');
  await dialog.getByLabel('开始日期').fill('2022-11-24');
  await dialog.getByLabel('结束日期').fill('2022-11-27');
  await dialog.getByLabel('这是演示用的示例数据').check();
  await dialog.locator('.primary').click();
  await organiser.waitForURL(`**/cycles/${CYCLE}`);
  await main(organiser).filter({ hasText: '去导入名册' }).click();
  await organiser.getByText('名册还是空的').waitFor();
});

test('a register with a faulty cell is named and not written, the right one is', async () => {
  const good = await readFile(path.join(FIXTURE, 'villages.csv'), 'utf8');
  const bad = good.replace('朱吴镇,town,东刘家疃村', '朱吴镇,乡,东刘家疃村');
  await organiser.getByRole('button', { name: '导入名册' }).click();
  const buffer = Buffer.from(bad);
  const file = { name: '名册.csv', mimeType: 'text/csv', buffer };
  await organiser.locator('input[type=file]').setInputFiles(file);
  await organiser.locator('dialog').getByText('C2', { exact: true }).waitFor();
  await look(organiser, 'faulty-cell');
  assert.equal(await organiser.locator('dialog .primary').count(), 0);
  await organiser.keyboard.press('Escape');
  const label = await importFile(organiser, '导入名册', path.join(FIXTURE, 'villages.csv'));
  assert.match(label, /103/);
  await organiser.getByText('4 个片区、16 个镇街、103 个村').waitFor();
  await go(organiser, 'projects');
  await importFile(organiser, '导入项目', path.join(FIXTURE, 'projects.csv'));
  await organiser.getByText('投资合计 7,345.77 万元').waitFor();
});

test('the rule card is drafted in the form, refused while wrong, saved and frozen', async () => {
  await go(organiser, 'rule-card');
  await organiser.getByRole('button', { name: /从这张卡开始\s*只投票/ }).click();
  await organiser.locator('form h2').waitFor();
  await go(organiser, 'rule-card/classes');
  const weight = organiser.getByLabel(/^权重/).first();
  await weight.fill('50');
  await weight.blur();
  await organiser
    .getByText(/权重之和/)
    .first()
    .waitFor();
  assert.ok(await organiser.getByRole('button', { name: '保存草稿' }).isDisabled());
  await look(organiser, 'rule-card-fault');
  await weight.fill('40');
  await weight.blur();
  await organiser.getByLabel('提交后').selectOption('last');
  // Three people vote in this test.
  await organiser.getByRole('link', { name: '下一步：保密' }).click();
  for (const label of [/少于多少张不开箱/, /达到多少张才公布平均分/, /各等次票数/])
    await organiser.getByLabel(label).fill('2');
  await organiser.reload();
  assert.equal(await organiser.getByLabel(/少于多少张不开箱/).inputValue(), '2', 'kept on reload');
  await go(organiser, 'rule-card/freeze');
  await organiser.locator('.primary:enabled', { hasText: '保存草稿' }).click();
  const freeze = organiser.locator('.primary:enabled', { hasText: '冻结规则卡' }).first();
  await freeze.waitFor();
  const said = await confirm(organiser, freeze);
  assert.match(said, /5 个轮次.*10 个票箱/);
  await organiser.getByText('计票只按这张卡进行').waitFor();
});

test('three trustees make their keys on their own devices', async () => {
  await organiser.goto(`${url}/admin/accounts`);
  const people = [
    ...[1, 2, 3].map((n) => [`trustee-${n}`, `监票人${'甲乙丙'[n - 1]}`, '监票人']),
    ['host-1', '会场主持', '主持人'],
  ];
  for (const [login, name, role] of people) {
    await organiser.getByRole('button', { name: '添加账户' }).click();
    const dialog = organiser.locator('dialog');
    await dialog.getByLabel('登录名').fill(login);
    await dialog.getByLabel('显示的称呼').fill(name);
    await dialog.getByLabel('角色').selectOption({ label: role });
    await dialog.getByLabel('初始密码').fill(PASSWORD);
    await dialog.locator('.primary').click();
    await dialog.waitFor({ state: 'hidden' });
  }
  await go(organiser, 'trustees');
  for (let n = 0; n < 3; n += 1) {
    await organiser.getByRole('button', { name: '指定监票人' }).click();
    await organiser.locator('dialog select').waitFor();
    await organiser.locator('dialog .primary').click();
    await organiser.locator('dialog').waitFor({ state: 'hidden' });
  }
  for (const n of [1, 2, 3]) {
    const page = await person(`trustee-${n}`, n === 3 ? PHONE : LAPTOP);
    trustees.push(page);
    await page.getByRole('button', { name: '生成密钥' }).click();
    await page.getByText('密钥已生成并登记').waitFor();
    await page.getByRole('button', { name: '打印备份页' }).click();
    await page.getByLabel('我已打印并封存备份页').check();
    await look(page, `trustee-${n}`);
  }
  await organiser.getByText('3 名监票人都已交密钥').waitFor({ timeout: 15_000 });
});

test('slips are made, printed and registered in one run, and nothing secret is sent or kept', async () => {
  const sent = [];
  organiser.on('request', (request) => sent.push(request.postData() ?? ''));
  await go(organiser, 'slips/make');
  await organiser.getByRole('button', { name: '开始制作' }).click();
  await organiser.getByText('只在本页的内存里').waitFor();
  await organiser.getByRole('button', { name: '全部打印' }).click();
  const printed = await organiser
    .locator('.slip-sheets .slip')
    .evaluateAll((slips) => slips.map((slip) => slip.querySelector('.code').textContent.trim()));
  codes = printed.map((code) => code.replace(/\s/g, ''));
  assert.ok(codes.length > 119, `${codes.length} slips with spares`);
  assert.equal(new Set(codes).size, codes.length);
  await organiser.getByLabel('我已核对').check();
  await look(organiser, 'slips-made');
  await organiser.getByRole('button', { name: '登记公开凭据' }).click();
  await organiser.getByText('码条已从本页清除').waitFor();
  for (const body of sent)
    for (const code of codes)
      assert.ok(
        !body.includes(code) && !body.includes(code.replaceAll('-', '')),
        'a code was sent',
      );
  const left = await organiser.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify([localStorage, sessionStorage]),
  );
  for (const code of codes) assert.ok(!left.includes(code), 'a code is still in the page');
});

test('rounds are frozen, people checked in, slips drawn', async () => {
  await go(organiser, 'rounds');
  const said = await confirm(
    organiser,
    organiser.locator('.primary:enabled', { hasText: '冻结轮次' }),
  );
  assert.match(said, /10 个票箱/);
  await organiser.getByText('先演练一遍').waitFor();
  await go(organiser, 'slips/attendance');
  await organiser.locator('select').selectOption({ index: 1 });
  for (let n = 0; n < 3; n += 1) await organiser.getByRole('switch').nth(n).click();
  await organiser.getByText('实到 3 人').waitFor();
  await organiser.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  await organiser.reload();
  await organiser.getByText('实到 3 人').waitFor();
  await look(organiser, 'attendance');
  await go(organiser, 'slips');
  await organiser
    .getByRole('button', { name: /登记发出/ })
    .first()
    .click();
  const dialog = organiser.locator('dialog[open]');
  await dialog.getByLabel('箱中剩余').fill('12');
  await dialog.getByText('不能多于实到的人数').waitFor();
  await dialog.getByLabel('箱中剩余').fill('13');
  await dialog.locator('.primary').click();
  await dialog.waitFor({ state: 'hidden' });
  await organiser.getByText('已发出 3 张').waitFor();
});

/** Answers every contest with the first grade and hands the ballot in; gives its number. */
async function fill(phone) {
  await phone.locator('.contest').waitFor();
  while (!(await phone.locator('.review').isVisible())) {
    const at = await phone.locator('.progress').innerText();
    await phone.locator('.answer').first().tap();
    await phone.waitForFunction(
      (text) => document.querySelector('.progress')?.innerText !== text,
      at,
    );
  }
  await phone.getByRole('button', { name: '确认提交' }).tap();
  const receipt = phone.locator('.receipt strong');
  await receipt.waitFor({ timeout: 60_000 });
  return receipt.innerText();
}

test('a rehearsal is voted in, and a spoiled slip is replaced before a witness', async () => {
  await go(organiser, 'rounds');
  const said = await confirm(organiser, organiser.getByRole('button', { name: /^开启/ }).first());
  assert.match(said, /镇票 3 人/);
  for (const code of codes.slice(0, 2)) {
    const context = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
    const phone = await context.newPage();
    watchForErrors(phone, faults, 'phone');
    await phone.goto(`${url}/v/#${code}`);
    const first = await fill(phone);
    if (code === codes[1]) {
      // The last submission counts by this card: the ballot is changed, and counted once below.
      await look(phone, 'phone-changeable');
      await phone.getByRole('button', { name: '修改我的选票' }).tap();
      const second = await fill(phone);
      assert.notEqual(second, first);
      await phone.getByText('已被这一张替换').waitFor();
      await look(phone, 'phone-replaced');
      const find = async (number) => {
        await phone.getByLabel('选票编号').fill(number);
        await phone.getByRole('button', { name: '查找', exact: true }).tap();
      };
      await phone.getByRole('button', { name: '查找我的选票' }).tap();
      await find(first);
      await phone.getByText('这一张已被替换，不计票').waitFor();
      await find(second);
      await phone.getByText('第 3 张，共 3 张').waitFor();
      await phone.getByText('已被替换').waitFor({ state: 'hidden' });
      // Another phone scans the same slip.
      const twin = await (await browser.newContext({ ...PHONE, locale: 'zh-CN' })).newPage();
      await twin.goto(`${url}/v/#${code}`);
      await twin.getByText('这张码条在本轮已经投过票').waitFor();
      assert.equal(await twin.locator('.receipt strong').innerText(), second);
      await twin.getByRole('button', { name: '修改我的选票' }).waitFor();
      await twin.context().close();
    }
    await context.close();
  }
  await go(organiser, 'slips');
  const spoil = async (code, password) => {
    const dialog = organiser.locator('dialog[open]');
    await dialog.getByLabel('旧码条上的短码').fill(code);
    await dialog.getByLabel('见证人登录名').fill('host-1');
    await dialog.getByLabel('见证人密码').fill(password);
    await dialog.locator('.primary').click();
    return dialog;
  };
  await organiser
    .getByRole('button', { name: /作废换发/ })
    .first()
    .click();
  await spoil(codes[2], 'not-the-password');
  await organiser.locator('dialog[open] [role=alert]').waitFor();
  const done = await spoil(codes[2], PASSWORD);
  await done.getByText('已作废，涉及').waitFor();
  await look(organiser, 'spoiled');
  await organiser.keyboard.press('Escape');
  const row = organiser.locator('tbody tr').first();
  assert.match(await row.innerText(), /3\s+1\s+1/, 'issued 3, replaced 1, spoiled 1');
});

test('closing says how many cannot vote any more; the trustees’ browsers open the sum', async () => {
  await go(organiser, 'rounds');
  const said = await confirm(organiser, organiser.getByRole('button', { name: /^关闭/ }).first());
  assert.match(said, /关闭后 1 张未投的选票不能再投/);
  assert.match(said, /2 张选票封存/);
  for (const page of trustees) {
    await page.getByRole('button', { name: /解密/ }).click({ timeout: 20_000 });
    await page.getByText('都已解密并交出').waitFor({ timeout: 20_000 });
  }
  await look(trustees[0], 'decrypted');
  await organiser.getByRole('button', { name: '清空演练' }).waitFor({ timeout: 20_000 });
  const cleared = await confirm(organiser, organiser.getByRole('button', { name: '清空演练' }));
  assert.match(cleared, /2 张选票将全部删除/);
  await organiser.getByText('已演练，选票已清空').waitFor();
  await organiser.getByText('已就绪，等待开启').first().waitFor();
  await go(organiser, 'trustees');
  await organiser.getByText('密钥都已交齐并试用过').waitFor();
});

test('the next year begins beside this one, and both are in the list', async () => {
  await go(organiser, '');
  await organiser.getByRole('link', { name: '开始新的年度周期' }).click();
  const dialog = organiser.locator('dialog[open]');
  await dialog.getByLabel('名称').fill('海阳市2024年农村党组织书记评议会议');
  await dialog.getByLabel('代号').fill('haiyang-2024');
  await dialog.getByLabel('主办单位').fill('海阳市乡村人才振兴服务中心');
  await dialog.getByLabel('地点').fill('海阳市');
  await dialog.getByLabel('开始日期').fill('2023-11-23');
  await dialog.getByLabel('结束日期').fill('2023-11-26');
  await dialog.locator('.primary').click();
  await organiser.waitForURL('**/cycles/haiyang-2024');
  await main(organiser).filter({ hasText: '去导入名册' }).waitFor();
  await look(organiser, 'next-year');
  await organiser.getByRole('link', { name: '全部年度周期' }).click();
  await organiser.getByRole('link', { name: /2024年/ }).waitFor();
  await organiser.getByRole('link', { name: /2023年/ }).click();
  await organiser.waitForURL(`**/cycles/${CYCLE}`);
});

test('every step stands in the log as a sentence, and no page complained', async () => {
  await go(organiser, 'audit');
  await organiser.getByText(/冻结/).first().waitFor();
  await look(organiser, 'audit');
  assert.deepEqual(faults, []);
});
