/**
 * The host page as built, at three sizes and in every kind of step, and its large button with
 * mouse and clicker. `SHOTS=<folder>` keeps the pictures.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
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
import { ORIGIN, serve } from './pages.mjs';
import { states } from './states.mjs';

const shots = process.env['SHOTS'];
const SIZES = { 1920: HALL, 1366: LAPTOP, 375: PHONE, 320: SMALL_PHONE };

let browser;
before(async () => {
  browser = await launch();
  if (shots) await mkdir(shots, { recursive: true });
});
after(() => browser?.close());

const box = (name, label, issued, returned) => ({
  id: name,
  class: name,
  class_label: label,
  entitled: issued,
  present: issued,
  issued,
  spoiled: 0,
  returned,
  partial_decryptions: { received: 0, needed: 3 },
  opened: null,
});
const round = (number, state, more = {}) => ({
  id: `round-${number}`,
  number,
  title: number === 0 ? '演练' : `第${'一二三四'[number - 1]}片区`,
  kind: number === 0 ? 'rehearsal' : 'official',
  area: number || null,
  state,
  contests: states.ready.round.contests,
  opened_at: ['rehearsed', 'frozen'].includes(state) ? null : '2022-11-27T06:30:00Z',
  closes_at: null,
  closed_at: null,
  tallied_at: null,
  revealed_at: null,
  annulled_reason: null,
  reveal_step: 0,
  reveal_steps: null,
  boxes: [box('town', '镇', 16, 16), box('village', '村', 76, 57)],
  actions: [],
  ...more,
});
function view(code, title, detail, state, first, more = {}) {
  const rounds = [
    round(0, 'annulled', { annulled_reason: '演练已清空' }),
    first,
    round(2, 'rehearsed'),
    round(3, 'rehearsed'),
    round(4, 'rehearsed'),
  ];
  return {
    server_time: state.server_time,
    step: {
      code,
      round: first.id,
      number: 1,
      title,
      detail,
      title_en: '',
      detail_en: '',
      waiting_for: null,
      waiting_for_en: null,
      ...more,
    },
    round: first,
    rounds,
    screen: state,
  };
}
const VIEWS = {
  open: view(
    'open',
    '开启第一轮投票',
    '已发码条 92 张。开启后这些码条可以在第一轮投票，票面 8 个村。',
    states.ready,
    round(1, 'rehearsed', { actions: ['open', 'annul'] }),
  ),
  close: view(
    'close',
    '关闭投票',
    '已收到 73 张，还有 19 张已发的码条没有投票，关闭后不能再投。',
    states.voting,
    round(1, 'open', { actions: ['close', 'annul'] }),
  ),
  decrypt: view(
    'decrypt',
    '等待监票人解密',
    '92 张选票已逐票核验。监票人各自在自己的设备上解密总数，不拆开任何一张选票。',
    states['tally-decrypting'],
    round(1, 'closed', { actions: ['annul'] }),
    { waiting_for: '还差 1 位监票人：监票人丙' },
  ),
  reveal: view(
    'reveal',
    '公布下一名次',
    '从最后一名往前，现在公布第 3 名。',
    states['reveal-4'],
    round(1, 'tallied', { actions: ['reveal', 'annul'], reveal_step: 4, reveal_steps: 6 }),
  ),
};

/** A host page whose server shows `current()` and notes what is asked of it. */
async function stage(options, current, account = { login: 'host', name: '主持人', role: 'host' }) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = [];
  const posted = [];
  watchForErrors(page, faults, 'host');
  await serve(page, (request, pathname) => {
    if (request.method() === 'POST') {
      posted.push({ path: pathname, body: request.postDataJSON() });
      return { json: current().round };
    }
    if (pathname === '/api/session') return { json: { account } };
    if (pathname === '/api/cycles') return { json: [{ code: 'haiyang-2022' }] };
    if (pathname === '/api/cycles/haiyang-2022/host') return { json: current() };
    return null;
  });
  await page.goto(`${ORIGIN}/admin/host`);
  await page.locator('[data-step]').waitFor();
  await page.waitForTimeout(600);
  return { page, faults, posted, close: () => context.close() };
}

/** Repeats `judge` until it passes, or gives its last fault after a while. */
async function eventually(judge) {
  const end = Date.now() + 15_000;
  for (;;) {
    try {
      judge();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

for (const [name, current] of Object.entries(VIEWS)) {
  test(`the step ${name} is whole and accessible at every size`, async () => {
    for (const [size, options] of Object.entries(SIZES)) {
      const { page, faults, close } = await stage(options, () => current);
      if (shots) await page.screenshot({ path: path.join(shots, `host-${name}-${size}.png`) });
      await checkNoSideScroll(page, `${name} at ${size}`);
      await checkAccessible(page, `${name} at ${size}`);
      const press = await page.locator('[data-step]').boundingBox();
      const { height } = options.viewport;
      assert.ok(press.y >= 0 && press.y + press.height <= height, `${name} at ${size}: in sight`);
      assert.deepEqual(faults, []);
      await close();
    }
  });
}

test('closing takes two presses, and the first says in numbers what will happen', async () => {
  const { page, posted, close } = await stage(PHONE, () => VIEWS.close);
  await page.locator('[data-step]').tap();
  await page.getByText('再按一次，确认').waitFor();
  assert.match(await page.locator('[data-step]').innerText(), /还有 19 张/);
  if (shots) await page.screenshot({ path: path.join(shots, 'host-armed-375.png') });
  await checkAccessible(page, 'armed');
  assert.deepEqual(posted, []);
  await page.waitForTimeout(600);
  await page.locator('[data-step]').tap();
  await eventually(() =>
    assert.deepEqual(posted, [{ path: '/api/rounds/round-1/close', body: null }]),
  );
  await close();
});

test('a clicker opens a round with two presses, and its back key takes the first one back', async () => {
  const { page, posted, close } = await stage(LAPTOP, () => VIEWS.open);
  await page.keyboard.press('PageDown');
  await page.getByText('再按一次，确认').waitFor();
  await page.keyboard.press('PageUp');
  await page.getByText('再按一次，确认').waitFor({ state: 'detached' });
  await page.waitForTimeout(600);
  await page.keyboard.press('PageDown');
  await page.waitForTimeout(600);
  assert.deepEqual(posted, []);
  await page.keyboard.press('ArrowRight');
  await eventually(() =>
    assert.deepEqual(posted, [{ path: '/api/rounds/round-1/open', body: { minutes: 5 } }]),
  );
  await close();
});

test('space on the focused button presses once', async () => {
  const { page, posted, close } = await stage(LAPTOP, () => VIEWS.reveal);
  await page.locator('[data-step]').focus();
  await page.keyboard.press(' ');
  await page.waitForTimeout(700);
  assert.deepEqual(posted, [{ path: '/api/rounds/round-1/reveal', body: { all: false } }]);
  await close();
});

test('five seconds after the first press nothing is left of it', async () => {
  const { page, posted, close } = await stage(LAPTOP, () => VIEWS.close);
  await page.locator('[data-step]').click();
  await page.getByText('再按一次，确认').waitFor();
  await page.getByText('再按一次，确认').waitFor({ state: 'detached', timeout: 15_000 });
  await page.locator('[data-step]').click();
  await page.getByText('再按一次，确认').waitFor();
  assert.deepEqual(posted, []);
  await close();
});

test('while trustees decrypt the button cannot be pressed', async () => {
  const { page, posted, close } = await stage(LAPTOP, () => VIEWS.decrypt);
  assert.ok(await page.locator('[data-step]').isDisabled());
  await page.keyboard.press('PageDown');
  await page.waitForTimeout(100);
  assert.deepEqual(posted, []);
  await close();
});

test('annulling asks for a reason and is offered to the organiser only', async () => {
  const other = await stage(LAPTOP, () => VIEWS.close);
  await other.page.locator('summary').click();
  assert.equal(await other.page.getByRole('button', { name: '作废本轮' }).count(), 0);
  await other.close();

  const organiser = { login: 'organiser', name: '组织者', role: 'organiser' };
  const { page, posted, close } = await stage(LAPTOP, () => VIEWS.close, organiser);
  await page.locator('summary').click();
  await page.getByRole('button', { name: '作废本轮' }).click();
  const dialog = page.getByRole('dialog');
  assert.match(await dialog.innerText(), /73 张选票不计票/);
  if (shots) await page.screenshot({ path: path.join(shots, 'host-annul-1366.png') });
  await checkAccessible(page, 'annul');
  await dialog.getByRole('button', { name: '作废本轮' }).click();
  await dialog.getByText('请写明理由').waitFor();
  assert.deepEqual(posted, []);
  // A clicker left in a pocket does nothing behind the dialog.
  await page.keyboard.press('PageDown');
  await dialog.getByRole('textbox').fill('停电');
  await dialog.getByRole('button', { name: '作废本轮' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.deepEqual(posted, [{ path: '/api/rounds/round-1/annul', body: { reason: '停电' } }]);
  await close();
});
