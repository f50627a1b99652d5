import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const CANDIDATES = [
  process.env['PINGYI_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The installed Chromium, without a display. */
export async function launch() {
  const executablePath = CANDIDATES.find((path) => path && existsSync(path));
  assert.ok(
    executablePath,
    'No Chromium found: install the package chromium or set PINGYI_CHROMIUM.',
  );
  return chromium.launch({ executablePath, args: FLAGS });
}

export const HALL = { viewport: { width: 1920, height: 1080 } };
export const LAPTOP = { viewport: { width: 1366, height: 768 } };
export const PHONE = {
  viewport: { width: 375, height: 812 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
export const SMALL_PHONE = { ...PHONE, viewport: { width: 320, height: 640 } };

/** Fails on errors of the page itself: exceptions, console errors, blocked by the CSP. */
export function watchForErrors(page, faults, name) {
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is an answer some journeys provoke; the journey itself judges those.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`${name}: ${message.text()}`);
  });
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), {
  encoding: 'utf8',
});
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Runs axe on the page as it stands; any violation fails with its rule and elements. */
export async function checkAccessible(page, name, extraRules = []) {
  // Evaluated through the protocol, so the page's Content Security Policy stays in force.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const violations = await page.evaluate(
    async ({ tags, extra }) => {
      // Half way through a transition colours are nobody's choice. A bar that shows time running
      // out is a state of its own and is looked at as it is.
      const isShort = (animation) => animation.effect.getComputedTiming().endTime <= 1000;
      const ends = document.getAnimations().filter(isShort);
      await Promise.allSettled(ends.map((animation) => animation.finished));
      const rules = Object.fromEntries(extra.map((rule) => [rule, { enabled: true }]));
      const result = await globalThis.axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        rules,
        resultTypes: ['violations'],
      });
      return result.violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map((node) => `${node.target.join(' ')} — ${node.any[0]?.message ?? ''}`),
      }));
    },
    { tags: TAGS, extra: extraRules },
  );
  assert.deepEqual(violations, [], `axe on ${name}`);
}

/** Nothing reaches beyond the viewport sideways. */
export async function checkNoSideScroll(page, name) {
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, `${name}: ${scroll} px wide on a screen of ${client} px`);
}
