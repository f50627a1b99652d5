/**
 * The verification page as somebody uses it who trusts nobody: opened from a disk, offline, with the
 * result package of a whole meeting; with files that were tampered with and files that are something
 * else; and as the server hands it out.
 *
 * `SHOTS=<folder>` keeps pictures.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, afterEach, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  checkAccessible,
  checkNoSideScroll,
  HALL,
  LAPTOP,
  launch,
  PHONE,
  SMALL_PHONE,
  watchForErrors,
} from './browser.mjs';
import { programPath } from './program.mjs';

const shots = process.env['SHOTS'];
const faults = [];
let data;
let result;
let browser;

before(
  async () => {
    if (shots) await mkdir(shots, { recursive: true });
    data = await mkdtemp(path.join(tmpdir(), 'pingyi-verify-page-'));
    await promisify(execFile)(programPath(), ['demo', '--once', '--data', data]);
    result = path.join(data, 'out');
    browser = await launch();
  },
  { timeout: 240_000 },
);
after(async () => {
  await browser?.close();
  await rm(data, { recursive: true, force: true });
});
afterEach(() => {
  assert.deepEqual(faults.splice(0), [], 'errors of the page');
});

/** The page of the package, from the disk, without a network; answers what it asked for. */
async function open(device = LAPTOP) {
  const context = await browser.newContext({ ...device, offline: true });
  const page = await context.newPage();
  watchForErrors(page, faults, 'verification page');
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path.join(result, '核验.html')).href);
  return { context, page, requests };
}
const verdict = (page) => page.locator('.verdict h2').textContent({ timeout: 120_000 });
const archive = (name) => path.join(result, 'archives', name);

test('the whole package passes, offline, on every screen', { timeout: 400_000 }, async () => {
  for (const [name, device] of Object.entries({ LAPTOP, PHONE, SMALL_PHONE, HALL })) {
    const { context, page, requests } = await open(device);
    await checkAccessible(page, `${name}, before`);
    await checkNoSideScroll(page, `${name}, before`);
    if (shots) await page.screenshot({ path: path.join(shots, `${name}-before.png`) });
    if (name === 'LAPTOP') await page.setInputFiles('[data-folder]', result);
    else await page.setInputFiles('[data-files]', [archive('round-1-town.bel')]);
    await page.getByRole('progressbar').waitFor();
    if (shots) await page.screenshot({ path: path.join(shots, `${name}-during.png`) });
    assert.equal((await verdict(page))?.trim(), '核验通过');
    assert.ok(await page.evaluate(() => document.activeElement?.closest('.verdict') !== null));
    if (name === 'LAPTOP') {
      const words = await page.locator('.verdict').textContent();
      assert.match(words, /8 个核验包/);
      assert.match(words, /公布的票数、得分和名次与核验得出的一致/);
      await page.locator('.archive summary').first().click();
    }
    await checkAccessible(page, `${name}, after`);
    await checkNoSideScroll(page, `${name}, after`);
    if (shots)
      await page.screenshot({ path: path.join(shots, `${name}-after.png`), fullPage: true });
    assert.deepEqual(
      requests.filter((url) => !/^(file|blob):/.test(url)),
      [],
    );
    await context.close();
  }
});

test('a dropped archive says what was voted, and finds ballots and fingerprints', async () => {
  const { context, page } = await open();
  const bytes = await readFile(archive('round-1-town.bel'));
  await page.locator('.drop').evaluate((zone, base64) => {
    const raw = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([raw], 'dropped.bel'));
    zone.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
  }, bytes.toString('base64'));
  assert.equal((await verdict(page))?.trim(), '核验通过');

  const ranking = JSON.parse(await readFile(path.join(result, 'ranking.json'), 'utf8'));
  for (const row of ranking.areas[0].ranking) {
    const marks = row.classes.find((one) => one.class === 'town').marks;
    const cells = page.getByRole('row', { name: row.town + row.village }).getByRole('cell');
    const shown = await cells.allTextContents();
    assert.deepEqual(shown.slice(0, 4).map(Number), marks, row.village);
  }

  const tracker = createHash('sha256');
  const text = bytes.toString('latin1');
  const start = text.indexOf('{"election_uuid"');
  const ballot = text.slice(start, text.indexOf('}}}', start) + 3);
  const whole = tracker.update(ballot, 'latin1').digest('base64').replace('=', '');
  const ask = async (label, words) => {
    await page.getByLabel(label).fill(words);
    await page.getByLabel(label).press('Enter');
  };
  await ask('回执号', whole);
  await page.getByText('第 1 张计入的选票').waitFor();
  await ask('回执号', 'A'.repeat(43));
  await page.getByText('没有这个回执号').waitFor();
  await ask('记下的指纹', createHash('sha256').update(bytes).digest('hex'));
  await page.getByText('正是文件 dropped.bel 的 SHA-256').waitFor();
  await ask('记下的指纹', '0'.repeat(64));
  await page.getByText('不一致').waitFor();

  await page.getByRole('button', { name: 'Show this page in English' }).click();
  await page.getByRole('heading', { name: 'Verified', exact: true }).waitFor();
  await checkAccessible(page, 'in English');
  await context.close();
});

test('a tampered archive is refused with the place and the reason', async () => {
  const bytes = await readFile(archive('round-1-town.bel'));
  const at = bytes.indexOf('"signature":{"hash":"');
  bytes[at + 30] ^= 1;
  const spoiled = path.join(data, 'spoiled.bel');
  await writeFile(spoiled, bytes);
  const { context, page } = await open();
  await page.setInputFiles('[data-files]', [spoiled, archive('round-2-town.bel')]);
  assert.equal((await verdict(page))?.trim(), '核验不通过');
  await page.getByText('问题在文件 spoiled.bel').waitFor();
  await page.getByText('entry-name').waitFor();
  await checkAccessible(page, 'a tampered archive');
  if (shots) await page.screenshot({ path: path.join(shots, 'refused.png'), fullPage: true });

  // The other file is judged by itself.
  assert.equal(await page.locator('.archive').count(), 1);
  await page.getByRole('button', { name: '核验别的文件' }).click();
  const cut = path.join(data, 'cut.bel');
  await writeFile(cut, (await readFile(archive('round-1-town.bel'))).subarray(0, 100_000));
  await page.setInputFiles('[data-files]', cut);
  assert.equal((await verdict(page))?.trim(), '核验不通过');
  await page.getByText('可能没有下载完').waitFor();
  await context.close();
});

test('a published place or mark that does not follow is told', async () => {
  const changed = path.join(data, 'changed');
  await cp(result, changed, { recursive: true });
  const file = path.join(changed, 'ranking.json');
  const ranking = JSON.parse(await readFile(file, 'utf8'));
  // One area is enough.
  const [area] = ranking.areas;
  ranking.areas = [area];
  for (const name of await readdir(path.join(changed, 'archives')))
    if (!name.startsWith('round-1-')) await rm(path.join(changed, 'archives', name));
  const [first, second] = area.ranking;
  first.classes[0].marks[0] += 1;
  second.rank = 7;
  await writeFile(file, JSON.stringify(ranking));
  const { context, page } = await open();
  await page.setInputFiles('[data-folder]', changed);
  assert.equal((await verdict(page))?.trim(), '核验不通过');
  await page.getByText('有 2 处与核验得出的不一致').waitFor();
  await page.getByText(`${first.village}的各等次票数`).waitFor();
  if (shots) await page.screenshot({ path: path.join(shots, 'differs.png'), fullPage: true });
  await context.close();
});

test('files of another kind are refused kindly', async () => {
  const { context, page } = await open();
  await page.setInputFiles('[data-files]', path.join(result, 'bulletin.pdf'));
  assert.equal((await verdict(page))?.trim(), '没有可以核验的文件');
  await page.getByText('核验包是以 .bel 结尾的文件').waitFor();
  await checkAccessible(page, 'nothing to verify');
  if (shots) await page.screenshot({ path: path.join(shots, 'nothing.png'), fullPage: true });
  await context.close();
});

test('the page cannot connect, wherever it comes from', async () => {
  const server = spawn(programPath(), ['serve', '--data', data, '--listen', '127.0.0.1:0']);
  try {
    const url = await new Promise((resolve, reject) => {
      for (const stream of [server.stdout, server.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          const found = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(line);
          if (found) resolve(found[1]);
        });
      }
      server.on('exit', (code) => reject(new Error(`serve ended with ${code}`)));
    });
    const context = await browser.newContext(LAPTOP);
    const page = await context.newPage();
    const blocked = [];
    page.on('console', (message) => {
      if (message.type() === 'error') blocked.push(message.text());
    });
    await page.goto(`${url}/verify`);
    await page.getByRole('link', { name: '保存这一页' }).waitFor();
    await page.setInputFiles('[data-files]', archive('round-1-town.bel'));
    assert.equal((await verdict(page))?.trim(), '核验通过');
    assert.deepEqual(blocked, []);
    const reached = await page.evaluate(() =>
      fetch('/api/v1/time').then(
        () => true,
        () => false,
      ),
    );
    assert.equal(reached, false, 'connections are forbidden');
    assert.match(blocked.join(), /Content Security Policy/);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '核验别的文件' }).click();
    await page.getByRole('link', { name: '保存这一页' }).click();
    const saved = await (await download).path();
    assert.deepEqual(await readFile(saved), await readFile(path.join(result, '核验.html')));
    await context.close();
  } finally {
    server.kill('SIGTERM');
  }
});
