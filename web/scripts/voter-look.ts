// Takes every screen of the built voter page in Chromium, at phone, small phone and tablet width
// and in the largest text, runs axe on each, and fails on any finding, error or sideways scroll.
//
//   npm run build:voter && npm run look:voter [folder for the pictures]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM, openHall, type Hall } from './hall.ts';

const folder = resolve(process.argv[3] ?? 'look');
mkdirSync(folder, { recursive: true });
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

const SIZES = [
  { name: '375', width: 375, height: 812, text: 0 },
  { name: '320', width: 320, height: 568, text: 0 },
  { name: '320-large', width: 320, height: 568, text: 2 },
  { name: '768', width: 768, height: 1024, text: 0 },
];
const only = process.argv[4];
const browser = await chromium.launch(CHROMIUM);
let faults = 0;

function complain(text: string): void {
  faults++;
  console.error(text);
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  const report = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const small = [...document.querySelectorAll('button, input, textarea, summary')]
      .filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && (box.height < 60 || box.width < 60);
      })
      .map((one) => one.outerHTML.slice(0, 80));
    const tiny = [...document.querySelectorAll('body *')]
      .filter(
        (one) =>
          [...one.childNodes].some(
            ({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim(),
          ) &&
          !one.closest('[aria-hidden], .visually-hidden') &&
          parseFloat(getComputedStyle(one).fontSize) < 18,
      )
      .map((one) => one.outerHTML.slice(0, 80));
    return {
      violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
      wide,
      small,
      tiny,
    };
  });
  for (const violation of report.violations) complain(`${name}: ${violation}`);
  if (report.wide > 0) complain(`${name}: ${report.wide} px too wide`);
  for (const one of report.small) complain(`${name}: target under 60 px: ${one}`);
  for (const one of report.tiny) complain(`${name}: text under 18 px: ${one}`);
}

async function tour(size: (typeof SIZES)[number]): Promise<void> {
  const hall = await openHall();
  const context = await browser.newContext({
    viewport: { width: size.width, height: size.height },
    deviceScaleFactor: 2,
    hasTouch: true,
    locale: 'zh-CN',
    bypassCSP: false,
  });
  const page = await context.newPage();
  // Injected by the debugger, so the page's own policy stays as it is.
  await page.addInitScript(axeSource);
  await page.addInitScript(
    (text) => sessionStorage.setItem('pingyi.size', String(text)),
    size.text,
  );
  page.on('pageerror', (error) => complain(`${size.name}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      complain(`${size.name}: ${message.text()}`);
  });
  const shot = (name: string) => look(page, `${size.name}-${name}`);
  await walk(page, hall, shot);
  await context.close();
  await hall.close();
}

async function walk(page: Page, hall: Hall, shot: (name: string) => Promise<void>): Promise<void> {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  await page.goto(hall.url);
  await page.getByText('本机可以投票').waitFor();
  await shot('1-entry');
  await page.getByLabel('编码').fill('abcd0-fghijk');
  await button('进入投票').click();
  await shot('1-entry-fault');
  await page.goto(`${hall.url}#${hall.code}`);
  await page.reload();
  await page.getByText('投票还没有开始').waitFor();
  if ((await page.evaluate(() => location.href)).includes('#'))
    complain('the code stayed in the address');
  await shot('2-waiting');
  hall.set(1, 'open');
  await page.getByText('郭城镇西古现村').waitFor();
  await shot('3-contest');
  await button('优秀').click();
  await page.getByText('发城镇王家山后村').waitFor();
  await button('良好').click();
  await page.getByText('徐家店镇示例一村').waitFor();
  await button('上一项').click();
  await shot('3-contest-chosen');
  await page.reload();
  await page.getByText('发城镇王家山后村').waitFor();
  await button('下一项').click();
  for (const digit of ['3', '4', '1', '2', '1']) {
    await page.keyboard.press(digit);
    await page.waitForTimeout(420);
  }
  await button('去检查').isDisabled();
  await button('本项弃权').click();
  await page.getByText('检查您的选票').waitFor();
  await shot('4-review');
  hall.refuse = 'broken line';
  await button('确认提交').click();
  await page.getByText('网络不通，正在重试').waitFor();
  await shot('5-retrying');
  hall.refuse = null;
  await page.reload();
  await page.getByText('选票已送达').waitFor();
  await shot('6-done');
  await page.getByText('完整编号').first().click();
  await shot('6-done-tracker');
  await button('查找我的选票').click();
  await page.getByRole('button', { name: /第一片区.*查找/ }).click();
  await page.getByText('找到了').waitFor();
  await shot('7-find');
  await page.getByLabel('选票编号').fill('7K4F-QA');
  await button('查找').last().click();
  await page.getByText('没有找到').waitFor();
  await shot('7-find-missing');
  hall.set(1, 'closed');
  await button('返回').click();
  await page.getByText('投票还没有开始').waitFor();
  await shot('2-waiting-next');
  hall.set(3, 'open');
  await page.getByText('这一轮不由您的码条投票').waitFor();
  await shot('2-waiting-other');
  hall.set(3, 'closed');
  hall.set(2, 'open');
  await page.getByText('郭城镇西古现村').waitFor();
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('1');
    await page.waitForTimeout(420);
  }
  await button('本项弃权').click();
  await button('良好').click();
  await page.getByText('检查您的选票').waitFor();
  hall.refuse = 'already_voted';
  await button('确认提交').click();
  await page.getByText('以第一次提交的为准').waitFor();
  await shot('8-trouble');
  hall.refuse = null;
  await button('知道了').click();
  await page.getByText('这一轮您已投票').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await shot('9-english');
  await page.getByRole('button', { name: '中文' }).click();
  hall.set(2, 'closed');
  hall.set(4, 'open');
  await page.getByText('推荐不超过 3 个').waitFor();
  await shot('3-several');
  for (const name of ['郭城镇西古现村', '嵩潜夼', '里口村']) await button(name).click();
  await shot('3-several-full');
  await button('发城镇王家山后村').click();
  await page.getByText('最多选 3 个').waitFor();
  await shot('3-several-refused');
  await button('本项弃权').click();
  await page.getByText('推荐下一年度观摩点').waitFor();
  await button('郭城镇西古现村').click();
  await page.getByText('还差 1 个').waitFor();
  await shot('3-several-few');
  await button('朱吴镇示例一村').click();
  await button('上一项').click();
  await page.getByRole('button', { name: '已选弃权', pressed: true }).waitFor();
  await shot('3-several-blank');
  for (const name of ['郭城镇西古现村', '嵩潜夼', '里口村']) await button(name).click();
  await button('下一项').click();
  await button('下一项').click();
  await button('本项弃权').click();
  await page.getByText('检查您的选票').waitFor();
  await shot('4-review-several');
  await button('确认提交').click();
  await page.getByText('选票已送达').waitFor();
  await shot('6-done-changeable');
  await button('修改我的选票').click();
  await page.getByText('之前那张仍然有效').waitFor();
  await shot('3-again');
  await button('里口村').click();
  await button('下一项').click();
  for (const name of ['郭城镇西古现村', '徐家店镇示例一村']) await button(name).click();
  await button('下一项').click();
  await button('同意').first().click();
  await page.getByText('检查您的选票').waitFor();
  await shot('4-review-again');
  await button('确认提交').click();
  await page.getByText('已被这一张替换').waitFor();
  await shot('6-done-replaced');
  // As if scanned with another phone.
  await page.goto(`${hall.url}nothing.txt`);
  await page.evaluate(() => sessionStorage.removeItem('pingyi.vote'));
  await page.goto(`${hall.url}#${hall.code}`);
  await page.getByText('这张码条在本轮已经投过票').waitFor();
  await shot('6-done-elsewhere');
  hall.set(4, 'closed');
  await kinds(page, hall, shot);
}

/** Points, names, an order, and grades of which some are few. */
async function kinds(page: Page, hall: Hall, shot: (name: string) => Promise<void>): Promise<void> {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const next = async (closed: number, opened: number, heading: string) => {
    hall.set(closed, 'closed');
    hall.set(opened, 'open');
    await page.getByRole('heading', { name: heading }).waitFor();
  };
  await next(4, 5, '郭城镇西古现村');
  await shot('10-points');
  for (let i = 0; i < 8; i++) {
    await button(i % 2 ? '10 分' : '7 分').click();
    await page.waitForTimeout(420);
  }
  await page.getByText('检查您的选票').waitFor();
  await shot('10-points-review');
  await button('确认提交').click();
  await page.getByText('选票已送达').waitFor();
  await next(5, 6, '请推荐 1 至 3 个村');
  await shot('11-names');
  for (const name of ['郭城镇西古现村', '嵩潜夼', '示例四13村']) await button(name).click();
  await button('发城镇王家山后村').click();
  await shot('11-names-refused');
  await button('去检查').click();
  await shot('11-names-review');
  await button('确认提交').click();
  await page.getByText('选票已送达').waitFor();
  await next(6, 7, '请选出第 1 名');
  await button('嵩潜夼').click();
  await page.getByRole('heading', { name: '请选出第 2 名' }).waitFor();
  await button('发城镇王家山后村').click();
  await page.getByRole('heading', { name: '请选出第 3 名' }).waitFor();
  await shot('12-order');
  await button('徐家店镇示例四村').click();
  await page.getByText('检查您的选票').waitFor();
  await shot('12-order-review');
  await button('确认提交').click();
  await page.getByText('选票已送达').waitFor();
  await next(7, 8, '郭城镇西古现村');
  for (const village of ['发城镇王家山后村', '徐家店镇示例一村']) {
    await button('优秀').click();
    await page.getByRole('heading', { name: village }).waitFor();
  }
  await shot('13-quota');
  await button('优秀').click();
  await page.getByText('已评满').waitFor();
  await shot('13-quota-refused');
}

for (const size of SIZES) if (!only || size.name === only) await tour(size);
await browser.close();
console.log(faults === 0 ? `all screens well; pictures in ${folder}` : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
