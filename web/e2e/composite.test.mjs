/**
 * A meeting whose result is more than its vote, in real browsers against the real program: the
 * whole card is drafted from its template, tried and frozen, a faulty table is refused; then a
 * meeting that was played to its end is read: tables, ranking, reasons, analysis, files, and what
 * somebody sees who is not signed in.
 *
 * `SHOTS=<folder>` keeps pictures.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import {
  checkAccessible,
  checkNoSideScroll,
  LAPTOP,
  launch,
  PHONE,
  watchForErrors,
} from './browser.mjs';
import { startMeeting } from './program.mjs';

const FIXTURE = path.join(import.meta.dirname, '../../fixtures/haiyang-2022');
const PLAYED = 'haiyang-2022';
const NEXT = 'haiyang-2023';
const FIRST = { town: '里店镇', village: '邵伯村' };
const shots = process.env['SHOTS'];
const faults = [];

let program;
let browser;
let url;
let organiser;

before(
  async () => {
    if (shots) await mkdir(shots, { recursive: true });
    program = await startMeeting(['--composite', '--pace', '0']);
    url = program.url.replace(/\/$/, '');
    browser = await launch();
    // Played to its end when the result is public.
    const end = Date.now() + 240_000;
    while ((await fetch(`${url}/api/cycles/${PLAYED}/result.json`)).status !== 200) {
      assert.ok(Date.now() < end, 'the meeting was not played to its end');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    organiser = await device('organiser', LAPTOP);
    const { login, password } = program.accounts.find(({ role }) => role === 'organiser');
    await organiser.goto(`${url}/admin/`);
    await organiser.getByLabel('登录名').fill(login);
    await organiser.getByLabel('密码').fill(password);
    await organiser.getByRole('button', { name: '登录' }).click();
    await organiser.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
  },
  { timeout: 300_000 },
);
after(async () => {
  await browser?.close();
  await program?.stop();
});

async function device(name, options, state) {
  const context = await browser.newContext({
    ...options,
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    ...(state && { storageState: state }),
  });
  context.setDefaultTimeout(45_000);
  const page = await context.newPage();
  watchForErrors(page, faults, name);
  return page;
}
async function go(page, cycle, noun) {
  await page.goto(`${url}/admin/cycles/${cycle}/${noun}`);
  await page.locator('#page-title').waitFor();
  await page.waitForFunction(() => !document.querySelector('.skeleton'));
}
async function look(page, name) {
  if (shots)
    await page.screenshot({ path: path.join(shots, `composite-${name}.png`), fullPage: true });
  await checkAccessible(page, name);
  await checkNoSideScroll(page, name);
}
const why = ({ town, village }) =>
  `results/village?town=${encodeURIComponent(town)}&village=${encodeURIComponent(village)}`;
const api = (cycle, rest) => `${url}/api/cycles/${cycle}/${rest}`;
/** Asks with the organiser's session. */
const ask = async (address) => {
  const response = await organiser.request.get(address);
  assert.equal(response.status(), 200, address);
  return response.json();
};

test('the card that counts everything is drafted from its template, tried and frozen', async () => {
  // How a cycle and its register come about in the browser is played in prepare.test.mjs.
  const units = await readFile(path.join(FIXTURE, 'villages.csv'), 'utf8');
  const answers = await organiser.evaluate(
    async ([code, table]) => {
      const cycle = {
        code,
        name: '海阳市2023年农村党组织书记评议会议',
        year: 2023,
        organiser: '海阳市乡村人才振兴服务中心',
        place: '海阳市',
        from_date: '2023-11-24',
        to_date: '2023-11-27',
        aspects: [],
        unscored_stops: [],
        synthetic: true,
      };
      const send = async (address, type, body) => {
        const headers = { 'Content-Type': type };
        return (await fetch(address, { method: 'POST', headers, body })).ok;
      };
      return [
        await send('/api/cycles', 'application/json', JSON.stringify(cycle)),
        await send(`/api/cycles/${code}/units/import`, 'text/csv', table),
      ];
    },
    [NEXT, units],
  );
  assert.deepEqual(answers, [true, true]);

  await go(organiser, NEXT, 'rule-card');
  await organiser.locator('article', { hasText: '全项' }).getByRole('button').click();
  await organiser.locator('form h2').waitFor();
  await go(organiser, NEXT, 'rule-card/vote');
  await organiser.locator('.glass').getByRole('button', { name: '优秀' }).waitFor();
  await go(organiser, NEXT, 'rule-card/score');
  await organiser.getByText('合计 100%，正好').first().waitFor();
  await look(organiser, 'score');
  await go(organiser, NEXT, 'rule-card/trial');
  await organiser.getByRole('button', { name: '试算', exact: true }).click();
  await organiser.getByRole('heading', { name: /^第一片区/ }).waitFor();
  await look(organiser, 'trial');
  await go(organiser, NEXT, 'rule-card/freeze');
  await organiser.locator('.primary:enabled', { hasText: '保存草稿' }).click();
  await organiser.locator('.primary:enabled', { hasText: '冻结规则卡' }).first().click();
  const confirm = organiser.locator('dialog[open] .primary');
  await confirm.click();
  await organiser.locator('dialog[open]').waitFor({ state: 'hidden' });
  const { state, card } = await ask(api(NEXT, 'rule-card?lang=zh'));
  assert.equal(state, 'frozen');
  assert.deepEqual(
    card.composite.components.map(({ code }) => code),
    ['tour', 'debrief', 'vote', 'record'],
  );
});

test('a table with a faulty row is refused by row and cell, and nothing is written', async () => {
  await go(organiser, NEXT, 'scores');
  const table = (score) => ({
    name: '台账指标.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'component,indicator,town,village,value\n' +
        'record,income,朱吴镇,东刘家疃村,12.5\n' +
        `record,satisfaction,朱吴镇,东刘家疃村,${score}\n`,
    ),
  });
  const found = await ask(api(NEXT, 'score-tables'));
  const open = () => organiser.getByRole('button', { name: /导入\s*台账指标/ }).click();
  await open();
  await organiser.setInputFiles('input[type=file]', table('101'));
  await organiser.locator('dialog').getByText('E3', { exact: true }).waitFor();
  assert.equal(await organiser.locator('dialog .primary').count(), 0);
  await checkAccessible(organiser, 'a faulty table');
  await organiser.keyboard.press('Escape');
  assert.deepEqual(await ask(api(NEXT, 'score-tables')), found);
  await open();
  await organiser.setInputFiles('input[type=file]', table('98.5'));
  await organiser.locator('dialog .primary').click();
  await organiser.locator('dialog').waitFor({ state: 'hidden' });
  await organiser.getByText('2 行').first().waitFor();
});

test('the tables of the meeting are all there and closed', async () => {
  await go(organiser, PLAYED, 'scores');
  await organiser.getByText('规则卡要求 6 张表，已导入 6 张。').waitFor();
  await organiser.getByText('综合成绩已公布，评分数据不能再改').waitFor();
  assert.equal(await organiser.getByRole('button', { name: /^导入/ }).count(), 0);
  await organiser.locator('.matrix tbody tr').first().waitFor();
  await look(organiser, 'scores');
});

test('the ranking is public, and anybody recomputes it from its files as the page says', async () => {
  await go(organiser, PLAYED, 'results');
  await organiser.getByText(/由 .+ 公布，不再改变/).waitFor();
  const section = organiser.locator('#composite');
  assert.equal(await section.getByRole('table').count(), 4);
  await section.getByRole('link', { name: `${FIRST.village}为什么是这个名次` }).waitFor();
  await look(organiser, 'results');
  const { published } = await ask(api(PLAYED, 'results'));
  assert.ok(published.files.length > 8);
  const folder = await mkdtemp(path.join(tmpdir(), 'pingyi-recompute-'));
  // Nobody needs to be signed in to check a result.
  const save = async (file, address) => {
    const response = await fetch(new URL(address, url));
    assert.equal(response.status, 200, address);
    const bytes = Buffer.from(await response.arrayBuffer());
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    await writeFile(path.join(folder, file), bytes);
    return createHash('sha256').update(bytes).digest('hex');
  };
  try {
    for (const { file, url: address, sha256 } of published.files)
      assert.equal(await save(file, address), sha256, address);
    const files = organiser.locator('#files');
    const checker = files.locator('a[download="recompute.py"]');
    await save('recompute.py', await checker.getAttribute('href'));
    const command = await files.locator('.command code').innerText();
    const [python, ...words] = command.split(' ');
    const { stdout } = await promisify(execFile)(python, words, { cwd: folder });
    assert.match(stdout, /^全部一致/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a place unfolds to its judges, its marks and the clauses', async () => {
  await go(organiser, PLAYED, why(FIRST));
  await organiser.getByText(`${FIRST.village}在 8 个村中排第 1 名，得 88.37 分。`).waitFor();
  const dropped = organiser.locator('tr', { hasText: '去掉的最高分' });
  assert.equal(await dropped.locator('s').innerText(), '93.5');
  await organiser.locator('tr', { hasText: '回避，没有计入' }).first().waitFor();
  await organiser.getByText('7 份从低到高排，取正中间的 8').waitFor();
  await organiser.getByText('述职内容 8 × 5').waitFor();
  await organiser.getByText('（优秀 13 × 100 + 良好 2 × 80').waitFor();
  await organiser.getByText(/第 \d+ 条 总分：总分由 4 项按占比相加/).waitFor();
  const closed = organiser.locator('.tree details:not([open]) > summary');
  while (await closed.count()) await closed.first().click();
  await organiser.getByText('现场观摩 · 评委 核电区-组织委员').waitFor();
  await look(organiser, 'why');
});

test('every chart of the analysis has its table, and another rule is a supposition', async () => {
  await go(organiser, PLAYED, 'analysis');
  const charts = organiser.locator('figure');
  await charts.first().waitFor();
  const count = await charts.count();
  assert.ok(count >= 7, `${count} charts`);
  await organiser.getByText('名次有多稳：第一片区').first().waitFor();
  await look(organiser, 'analysis');
  // The villages of one area at a time; the days of the tour are compared where one part links them.
  await organiser.getByLabel('看哪些村').selectOption({ label: '第二片区' });
  await organiser.getByText('名次有多稳：第二片区').first().waitFor();
  assert.equal(await organiser.getByText('名次有多稳：第一片区').count(), 0);
  await organiser.getByText('以“现场述职”为对照').waitFor();
  await organiser.getByText('这一项不是观摩途中逐日评的').waitFor();
  await organiser.getByLabel('哪一项是观摩途中').selectOption({ label: '现场述职' });
  await organiser.getByText('以“现场观摩”为对照').waitFor();
  const tables = organiser.getByRole('button', { name: '看表' });
  while (await tables.count()) await tables.first().click();
  assert.equal(await organiser.locator('figure table:visible').count(), count);
  await look(organiser, 'analysis-tables');

  await organiser.getByLabel('假设规则改成').selectOption({ label: '各部分权重相同' });
  await organiser.getByRole('button', { name: '推演' }).click();
  await organiser.getByText('假设，不是结果').waitFor();
  await organiser.getByText(/会有 \d+ 个村的名次或奖项不同/).waitFor();
  await look(organiser, 'what-if');
});

test('all of it fits a phone', async () => {
  const state = await organiser.context().storageState();
  const phone = await device('phone', PHONE, state);
  for (const [name, noun] of [
    ['scores', 'scores'],
    ['results', 'results'],
    ['why', why(FIRST)],
    ['analysis', 'analysis'],
  ]) {
    await go(phone, PLAYED, noun);
    await look(phone, `${name}-phone`);
  }
});

test('somebody not signed in reads why a village stands where it stands', async () => {
  const query = `explanation?town=${encodeURIComponent(FIRST.town)}&village=${encodeURIComponent(FIRST.village)}`;
  const told = await fetch(api(PLAYED, `${query}&lang=zh`));
  assert.equal(told.status, 200);
  const { sentences } = await told.json();
  assert.match(sentences[0], /第四片区 8 村中第 1 名，88\.37 分/);
  assert.ok(sentences.some((one) => one.includes('去掉最高的 93.5 和最低的 80')));
  // The analysis is the secretary's, and another year is not public yet.
  assert.equal((await fetch(api(PLAYED, 'analysis'))).status, 401);
  assert.notEqual((await fetch(api(NEXT, query))).status, 200);
});

test('nothing went wrong on any page', async () => {
  assert.deepEqual(faults, []);
  // What the demonstration imported is what can be downloaded.
  const judges = await readFile(path.join(FIXTURE, 'scores/judges.csv'), 'utf8');
  const content = await (await fetch(api(PLAYED, 'data/judges.csv'))).text();
  assert.equal(content.split('\n').length, judges.split('\n').length);
});
