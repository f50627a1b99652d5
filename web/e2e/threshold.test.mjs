/**
 * Three trustees of whom any two are enough, in real browsers against the real program: the rule
 * card says so in the form; a message changed on its way is told and the ceremony starts over; one
 * trustee reloads, one closes the page, one loses the device and types the backup sheet; the key is
 * made without anybody pressing more than once; the third never comes to decrypt, and the round is
 * revealed all the same.
 *
 * `SHOTS=<folder>` keeps pictures of every state on phones of 390 and 320 px and on a laptop.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import {
  checkAccessible,
  checkNoSideScroll,
  LAPTOP,
  launch,
  PHONE,
  watchForErrors,
} from './browser.mjs';
import { programPath, startEmpty } from './program.mjs';

const FIXTURE = path.join(import.meta.dirname, '../../fixtures/haiyang-2022');
const CYCLE = 'threshold';
const PASSWORD = 'a-long-password-1';
const NAMES = ['监票人甲', '监票人乙', '监票人丙'];
const SIZES = [
  { width: 390, height: 844 },
  { width: 320, height: 640 },
  { width: 1366, height: 768 },
];
const shots = process.env['SHOTS'];
const faults = [];

let data;
let server;
let url;
let browser;
let organiser;
const trustees = [];
/** Codes by the name of their box, as somebody reads them off the printed sheets. */
let codes;

before(
  async () => {
    if (shots) await mkdir(shots, { recursive: true });
    server = await startEmpty('organiser', '组织者', PASSWORD);
    ({ url, data } = server);
    browser = await launch();
  },
  { timeout: 60_000 },
);
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What the pages showed last, to find out why a test failed. */
afterEach(async ({ name }) => {
  if (!shots) return;
  for (const [i, page] of [organiser, ...trustees].entries())
    await page.screenshot({ path: path.join(shots, `after-${name.slice(0, 24)}-${i}.png`) });
});

async function person(login, device = LAPTOP) {
  const context = await browser.newContext({ ...device, locale: 'zh-CN' });
  context.setDefaultTimeout(40_000);
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
  await page.waitForFunction(() => !document.querySelector('.skeleton'));
};
/** The state is accessible and fits phones of two sizes and a laptop. */
async function look(page, name) {
  const own = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await checkAccessible(page, `${name} at ${size.width} px`);
    await checkNoSideScroll(page, `${name} at ${size.width} px`);
    if (shots) {
      const file = path.join(shots, `threshold-${name}-${size.width}.png`);
      await page.screenshot({ path: file, fullPage: true });
    }
  }
  await page.setViewportSize(own);
}
/** Does through the interface what other tests do through the pages. */
async function ask(method, address, body) {
  const { status, text } = await organiser.evaluate(
    async ([verb, target, content]) => {
      const headers = { 'Content-Type': 'application/json' };
      const init = { method: verb, headers };
      if (content !== undefined) init.body = JSON.stringify(content);
      const response = await fetch(target, init);
      return { status: response.status, text: await response.text() };
    },
    [method, `/api${address}`, body],
  );
  assert.ok(status < 300, `${method} ${address}: ${text}`);
  return text ? JSON.parse(text) : null;
}
async function confirm(page, button) {
  await button.click();
  const dialog = page.locator('dialog[open]');
  const text = await dialog.innerText();
  await dialog.locator('.primary').click();
  await dialog.waitFor({ state: 'hidden' });
  return text;
}
/** The register of the sample meeting with two villages of one town in each area. */
async function smallRegister() {
  const text = await readFile(path.join(FIXTURE, 'villages.csv'), 'utf8');
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const areas = new Map();
  for (const line of lines) {
    const [area, town] = line.split(',', 2);
    const some = areas.get(area) ?? { town, lines: [] };
    if (some.town === town && some.lines.length < 2) some.lines.push(line);
    areas.set(area, some);
  }
  const kept = [...areas.values()].flatMap((each) => each.lines);
  return Buffer.from([head, ...kept, ''].join('\n'));
}
async function importRegister() {
  await organiser.getByRole('button', { name: '导入名册' }).click();
  const file = { name: '名册.csv', mimeType: 'text/csv', buffer: await smallRegister() };
  await organiser.locator('input[type=file]').setInputFiles(file);
  await organiser.locator('dialog .primary').click();
  await organiser.locator('dialog').waitFor({ state: 'hidden' });
}
const makeKey = (page) => page.getByRole('button', { name: '生成密钥' }).click();
async function vote(code) {
  const context = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
  const phone = await context.newPage();
  watchForErrors(phone, faults, 'phone');
  await phone.goto(`${url}/v/#${code}`);
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
  await phone.locator('.receipt strong').waitFor({ timeout: 60_000 });
  await context.close();
}
async function decrypt(page) {
  await page.getByRole('button', { name: /^解密/ }).click();
  await page.getByText('都已解密并交出').waitFor();
}

test('the rule card says in the form that two of three are enough', async () => {
  organiser = await person('organiser');
  await ask('POST', '/cycles', {
    code: CYCLE,
    name: '海阳市2022年农村党组织书记评议会议',
    year: 2022,
    organiser: '海阳市乡村人才振兴服务中心',
    place: '海阳市',
    from_date: '2022-11-24',
    to_date: '2022-11-27',
    synthetic: true,
  });
  await go(organiser, 'register');
  await importRegister();
  await go(organiser, 'rule-card');
  await organiser.getByRole('button', { name: /从这张卡开始\s*只投票/ }).click();
  await organiser.locator('form h2').waitFor();
  await go(organiser, 'rule-card/secrecy');
  for (const label of [/少于多少张不开箱/, /达到多少张才公布平均分/, /各等次票数/])
    await organiser.getByLabel(label).fill('2');
  await organiser.getByText('要全部 3 名到场').waitFor();
  await organiser.getByLabel('开箱需要几名').fill('2');
  await organiser.getByText('任意 2 名到场即可，最多可缺 1 名').waitFor();
  await organiser.getByLabel('开箱需要几名').scrollIntoViewIfNeeded();
  await look(organiser, 'rule-card');
  await go(organiser, 'rule-card/freeze');
  await organiser.locator('.primary:enabled', { hasText: '保存草稿' }).click();
  await confirm(
    organiser,
    organiser.locator('.primary:enabled', { hasText: '冻结规则卡' }).first(),
  );
  await organiser.getByText('计票只按这张卡进行').waitFor();
  for (const [i, name] of NAMES.entries()) {
    const login = `trustee-${i + 1}`;
    await ask('POST', '/accounts', { login, name, role: 'trustee', password: PASSWORD });
    if (i < 2) await ask('POST', `/cycles/${CYCLE}/trustees`, { login });
  }
});

test('a trustee presses once and sees whose turn it is', async () => {
  await go(organiser, 'trustees');
  await organiser.getByText('第 3 名，待指定').waitFor();
  await look(organiser, 'organiser-start');
  await ask('POST', `/cycles/${CYCLE}/trustees`, { login: 'trustee-3' });
  for (const n of [1, 2, 3]) {
    const page = await person(`trustee-${n}`, n === 2 ? PHONE : LAPTOP);
    await go(page, 'trustees');
    trustees.push(page);
  }
  await trustees[0].getByRole('button', { name: '生成密钥' }).waitFor();
  await look(trustees[0], 'make');
  await makeKey(trustees[0]);
  await trustees[0].getByText('等待监票人乙、监票人丙').waitFor();
  await trustees[0].getByText('还没有备份').waitFor();
  await look(trustees[0], 'waiting');
  await trustees[0].reload();
  await trustees[0].getByText('您这一步已经做完').waitFor();
  await trustees[0].getByRole('button', { name: '打印备份页' }).click();
  await trustees[0].getByLabel('我已打印或抄好备份页').check();
});

test('a message changed on its way is told by name, and the organiser starts over', async () => {
  // What the first trustee is given of the third is replaced by what is meant for another.
  await trustees[0].route('**/ceremony**', async (route) => {
    const response = await route.fetch();
    // An answer without a body, such as an unchanged one, is passed on as it is.
    const view = await response.json().catch(() => null);
    if (view === null) return route.fulfill({ response });
    if (view.own?.input) {
      const input = JSON.parse(view.own.input);
      input.secrets[2] = input.secrets[1];
      view.own.input = JSON.stringify(input);
    }
    return route.fulfill({ response, json: view });
  });
  await makeKey(trustees[1]);
  await makeKey(trustees[2]);
  const told = trustees[0].getByRole('alert').filter({ hasText: '密钥没有接着做' });
  await told.waitFor();
  assert.match(await told.innerText(), /请当面问一问监票人丙/);
  await look(trustees[0], 'fault');
  await organiser.getByText('③ 核对合成：等待监票人甲', { exact: true }).waitFor();
  await organiser.getByRole('button', { name: '重新开始' }).click();
  const dialog = organiser.locator('dialog[open]');
  assert.match(await dialog.innerText(), /3 份公钥、3 组份额、2 份合成结果全部作废/);
  await dialog.locator('.primary').click();
  await dialog.getByText('请写明原因').waitFor();
  await look(organiser, 'restart');
  await dialog.getByLabel('原因').fill('监票人丙交来的份额核对不上');
  await dialog.locator('.primary').click();
  await dialog.waitFor({ state: 'hidden' });
  await trustees[0].unroute('**/ceremony**');
  for (const page of trustees) await page.getByText('组织者让密钥重新开始生成').waitFor();
  await look(trustees[1], 'restarted');
});

test('the key is made while one page is closed and one device is lost', async () => {
  for (const page of trustees.slice(0, 2)) {
    await makeKey(page);
    await page.getByText('您这一步已经做完').waitFor();
  }
  // The second loses the device: only what is copied by hand is left.
  await trustees[1].getByText('没有打印机').click();
  await look(trustees[1], 'by-hand');
  const groups = await trustees[1].locator('.groups span').allInnerTexts();
  assert.equal(groups.length, 6);
  assert.equal(groups[0], 'PY2');
  await trustees[1].evaluate(() => localStorage.clear());
  await makeKey(trustees[2]);
  await trustees[2].getByText('您这一步已经做完').waitFor();
  // The third goes home before the others are ready.
  await trustees[2].goto('about:blank');
  await trustees[1].reload();
  await trustees[1].getByText('您的密钥不在这个浏览器里').waitFor();
  await look(trustees[1], 'elsewhere');
  const type = async (text) => {
    await trustees[1].getByLabel('备份页上的字符').fill(text);
    await trustees[1].getByRole('button', { name: '恢复', exact: true }).click();
  };
  await type(groups.join(' ').replace(/.$/, (last) => (last === 'x' ? 'y' : 'x')));
  await trustees[1].getByText('有字符输错了').waitFor();
  await type(groups.slice(1).join('-'));
  await trustees[1].getByText('已恢复').waitFor();
  await go(trustees[2], 'trustees');
  for (const page of trustees)
    await page.getByText('您的密钥已经做好').or(page.getByText('已恢复，密钥在')).first().waitFor();
  await organiser.getByText('密钥已经合成，3 名监票人各有一份').waitFor();
  await look(trustees[1], 'done');
  await look(organiser, 'organiser-done');
  // Each shows the same fingerprints of all three.
  const prints = await Promise.all(
    [...trustees, organiser].map((page) => page.locator('.board code').allInnerTexts()),
  );
  assert.equal(new Set(prints[0]).size, 3);
  for (const each of prints) assert.deepEqual(each, prints[0]);
});

test('slips are made, rounds frozen, people present', async () => {
  await go(organiser, 'slips/make');
  await organiser.getByRole('button', { name: '开始制作' }).click();
  await organiser.getByText('只在本页的内存里').waitFor();
  await organiser.getByRole('button', { name: '全部打印' }).click();
  codes = await organiser.locator('.slip-sheets').evaluate((sheets) => {
    const found = {};
    for (const cover of sheets.querySelectorAll('.cover')) {
      const label = cover.querySelector('.box').textContent.trim();
      const slips = cover.nextElementSibling.querySelectorAll('.slip .code');
      found[label] = [...slips].map((slip) => slip.textContent.replace(/\s/g, ''));
    }
    return found;
  });
  await organiser.getByLabel('我已核对').check();
  await organiser.getByRole('button', { name: '登记公开凭据' }).click();
  await organiser.getByText('码条已从本页清除').waitFor();
  await ask('POST', `/cycles/${CYCLE}/rounds/freeze`);
  const seats = await ask('GET', `/cycles/${CYCLE}/attendance`);
  const groups = await ask('GET', `/cycles/${CYCLE}/slip-groups`);
  for (const { code } of groups) {
    const own = seats.filter((seat) => seat.group === code);
    const changes = own.map(({ seat }) => ({ seat, present: true }));
    await ask('PUT', `/cycles/${CYCLE}/attendance`, { changes });
    const issued = { issued: own.length, spares_issued: 0 };
    await ask('PUT', `/cycles/${CYCLE}/slip-groups/${code}/issue`, issued);
  }
});

test('in the rehearsal two decrypt, and who did not is told before opening', async () => {
  await go(organiser, 'rounds');
  await confirm(organiser, organiser.getByRole('button', { name: /^开启/ }).first());
  const first = Object.values(codes)[0];
  for (const code of first.slice(0, 2)) await vote(code);
  await confirm(organiser, organiser.getByRole('button', { name: /^关闭/ }).first());
  for (const page of trustees) await page.getByRole('button', { name: /^解密/ }).waitFor();
  await look(trustees[1], 'task');
  await decrypt(trustees[0]);
  await decrypt(trustees[1]);
  await trustees[2].getByText('已打开；请仍按一次').waitFor();
  await look(trustees[2], 'try-key');
  await organiser.getByText('监票人丙 还没有在演练中试过').first().waitFor();
  await look(organiser, 'rounds-untested');
  const said = await confirm(organiser, organiser.getByRole('button', { name: '清空演练' }));
  assert.match(said, /监票人丙 还没有在演练中试过/);
  await organiser.getByText('没有在演练中证明密钥可用').first().waitFor();
  await go(organiser, 'trustees');
  await organiser.getByText('2 人在演练中试用过').waitFor();
  await look(organiser, 'organiser-tested');
});

test('an official round is opened by two of three and revealed', async () => {
  await go(organiser, 'rounds');
  await confirm(organiser, organiser.getByRole('button', { name: /^开启/ }).first());
  const rounds = await ask('GET', `/cycles/${CYCLE}/rounds`);
  const round = rounds.find((each) => each.state === 'open');
  const groups = await ask('GET', `/cycles/${CYCLE}/slip-groups`);
  for (const box of round.boxes) {
    for (const { label } of groups.filter(({ elections }) => elections.includes(box.id)))
      for (const code of codes[label]) await vote(code);
  }
  await confirm(organiser, organiser.getByRole('button', { name: /^关闭/ }).first());
  await decrypt(trustees[0]);
  await trustees[1].getByText('已有 1 名解密，够 2 名就能打开').first().waitFor();
  await decrypt(trustees[1]);
  // Nobody waits for the third, who is told so.
  await trustees[2].getByText('已够数，不需要再解密').waitFor();
  await look(trustees[2], 'enough');
  await trustees[1].reload();
  await trustees[1].locator('.board').waitFor();
  await ask('POST', `/rounds/${round.id}/reveal`, { all: true });
  await go(organiser, 'results');
  await organiser.getByText('第 1 轮').or(organiser.getByText('第一片区')).first().waitFor();
  for (const { id } of round.boxes) {
    const response = await fetch(`${url}/api/boxes/${id}/archive`);
    const file = path.join(data, `${id}.bel`);
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    const checking = spawn(programPath(), ['verify', file]);
    assert.deepEqual(await once(checking, 'exit'), [0, null], `the archive of box ${id}`);
  }
});

test('no page complained', () => assert.deepEqual(faults, []));
