/**
 * Every scene of the hall screen as the built page draws it from a given state: readable from the
 * last row, nothing cut, accessible. `SHOTS=<folder>` keeps the pictures.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkAccessible, HALL, LAPTOP, launch, watchForErrors } from './browser.mjs';
import { ORIGIN, serve } from './pages.mjs';
import { states } from './states.mjs';

const shots = process.env['SHOTS'];
/** Text is at least this share of the picture's height. */
const LEAST_TEXT = 1 / 25;

let browser;
before(async () => {
  browser = await launch();
  if (shots) await mkdir(shots, { recursive: true });
});
after(() => browser?.close());

/**
 * A hall page whose server answers with `current()`, or not at all while that is null. Event
 * streams are refused, so it polls.
 */
async function hall(options, current, query = '') {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults = [];
  watchForErrors(page, faults, 'hall');
  await serve(page, (request, pathname) => {
    if (pathname !== '/api/screen') return null;
    const state = current();
    if (state === null) return null;
    const etag = `"${state.scene}-${state.reveal?.step}"`;
    if (request.headers()['if-none-match'] === etag) return { status: 304 };
    return { json: state, headers: { ETag: etag } };
  });
  await page.goto(`${ORIGIN}/screen/${query}`);
  await page.locator('[data-scene]').waitFor();
  await page.waitForTimeout(250);
  return { page, faults, close: () => context.close() };
}

/** Texts below the least height, and texts cut by their box. */
function flaws(page, least) {
  return page.evaluate((share) => {
    const found = [];
    const scale = document.querySelector('.canvas').getBoundingClientRect().height;
    const factor = scale / 1080;
    for (const element of document.querySelectorAll('.canvas *')) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '',
      );
      if (!own || element.closest('.visually-hidden')) continue;
      const size = Number.parseFloat(getComputedStyle(element).fontSize) * factor;
      if (size < share * scale) found.push(`small (${size}px): ${element.textContent}`);
      for (let box = element; !box.classList.contains('canvas'); box = box.parentElement) {
        const { overflowX } = getComputedStyle(box);
        if (overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1)
          found.push(`cut: ${element.textContent}`);
      }
      const rect = element.getBoundingClientRect();
      const canvas = document.querySelector('.canvas').getBoundingClientRect();
      if (rect.right > canvas.right + 1 || rect.bottom > canvas.bottom + 1)
        found.push(`outside: ${element.textContent}`);
    }
    const subject = document.querySelector('.subject').getBoundingClientRect();
    for (const element of document.querySelectorAll('.subject *')) {
      const rect = element.getBoundingClientRect();
      if (rect.bottom > subject.bottom + 1) found.push(`below the subject: ${element.className}`);
    }
    return found;
  }, least);
}

for (const [name, state] of Object.entries(states)) {
  test(`${name} is readable, whole and accessible`, async () => {
    for (const [size, options] of Object.entries({ 1920: HALL, 1366: LAPTOP })) {
      const { page, faults, close } = await hall(options, () => state);
      if (shots) await page.screenshot({ path: path.join(shots, `${name}-${size}.png`) });
      assert.deepEqual(await flaws(page, LEAST_TEXT), []);
      assert.equal(await page.getByText('示例数据').count(), state.cycle?.synthetic ? 1 : 0);
      await checkAccessible(page, `${name} at ${size}`, ['color-contrast-enhanced']);
      assert.deepEqual(faults, []);
      await close();
    }
  });
}

test('every scene is whole in English too', async () => {
  let state = states.welcome;
  const { page, close } = await hall(HALL, () => state, '?lang=en');
  for (const name of Object.keys(states)) {
    state = states[name];
    await page.reload();
    await page.locator(`[data-scene=${state.scene}]`).waitFor();
    if (shots) await page.screenshot({ path: path.join(shots, `en-${name}.png`) });
    // The line of state may shorten a long Chinese name beside longer English marks.
    const found = await flaws(page, LEAST_TEXT);
    const kept = found.filter((flaw) => flaw !== `cut: ${state.cycle?.name}`);
    assert.deepEqual(kept, [], name);
  }
  await close();
});

test('the QR code takes at least a third of the height', async () => {
  const { page, close } = await hall(HALL, () => states['check-in']);
  const box = await page.locator('svg[role=img]').boundingBox();
  assert.ok(box.height >= 1080 / 3, `${box.height} px`);
  await close();
});

test('modest mode shows who came first and no ranks or scores', async () => {
  const { page, close } = await hall(HALL, () => states.result, '?modest');
  if (shots) await page.screenshot({ path: path.join(shots, 'modest.png') });
  const text = await page.locator('.subject').innerText();
  assert.match(text, /第一名/);
  assert.match(text, /王家山后村/);
  assert.doesNotMatch(text, /\d\d\.\d\d/);
  assert.deepEqual(await flaws(page, LEAST_TEXT), []);
  await close();
});

test('before the first place is known, modest mode sets nobody apart', async () => {
  const { page, close } = await hall(HALL, () => states['reveal-4'], '?modest');
  const text = await page.locator('.subject').innerText();
  assert.doesNotMatch(text, /第一名/);
  const shown = await page.locator('.subject .village').allInnerTexts();
  const visiting = states['reveal-4'].round.contests.map((place) => place.village);
  assert.deepEqual(shown, visiting);
  await close();
});

test('when the connection is lost, the last state stays and a quiet mark appears', async () => {
  let state = states.voting;
  const { page, close } = await hall(LAPTOP, () => state);
  state = null;
  await page.getByText('正在重新连接').waitFor({ timeout: 30_000 });
  if (shots) await page.screenshot({ path: path.join(shots, 'lost.png') });
  assert.equal(await page.locator('[data-scene=voting]').count(), 1);
  await close();
});

test('rows already standing do not move when another is revealed', async () => {
  let state = states['reveal-4'];
  const { page, close } = await hall(HALL, () => state);
  const standing = await page.locator('.row').first().boundingBox();
  state = states.result;
  await page.locator('.row.first').waitFor({ timeout: 15_000 });
  await page.waitForTimeout(200);
  assert.deepEqual(await page.locator('.row').first().boundingBox(), standing);
  assert.equal(await page.locator('.row.enters').count(), 2);
  // With reduced motion nothing is waited for, also not the first place.
  const hidden = await page.$$eval('.row *', (all) =>
    all.filter((one) => getComputedStyle(one).opacity !== '1').map((one) => one.className),
  );
  assert.deepEqual(hidden, []);
  await close();
});
