import assert from 'node:assert/strict';
import { checkAccessible, checkNoSideScroll, launch, watchForErrors } from './browser.mjs';
import { startMeeting } from './program.mjs';

const CYCLE = 'haiyang-2022';
/** A second press counts half a second after the first at the earliest. */
const GUARD_MS = 650;

/** Where `keys` occur in a JSON value with anything but null or an empty list. */
export function findKeys(value, keys, at = '') {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = `${at}/${key}`;
    const empty = inner === null || (Array.isArray(inner) && inner.length === 0);
    return keys.includes(key) && !empty ? [here] : findKeys(inner, keys, here);
  });
}

/**
 * A meeting played in browsers against the real program. Journey and screenshots share it; each
 * method does what one person does and leaves judging to the caller.
 */
export class Meeting {
  faults = [];
  /** Every JSON answer the pages got before the first rank was revealed. */
  heard = [];
  secret = true;
  /** What the hall's event stream said last. */
  state = null;
  taken = new Set();

  static async begin(words) {
    const meeting = new Meeting();
    meeting.program = await startMeeting(words);
    meeting.browser = await launch();
    meeting.url = meeting.program.url.replace(/\/$/, '');
    void meeting.listen();
    await meeting.until(() => true);
    return meeting;
  }

  async end() {
    this.listening?.abort();
    await this.browser?.close();
    await this.program?.stop();
  }

  account(role) {
    const found = this.program.accounts.find((account) => account.role === role);
    assert.ok(found, `no account of role ${role}`);
    return found;
  }

  /** Hears the hall's event stream, as any device in the hall may. */
  async listen() {
    this.listening = new AbortController();
    const response = await fetch(`${this.url}/api/screen/events`, {
      signal: this.listening.signal,
      headers: { Accept: 'text/event-stream' },
    });
    let pending = '';
    try {
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const events = (pending + chunk).split(/\r?\n\r?\n/);
        pending = events.pop();
        for (const event of events) this.hear(event);
      }
    } catch (error) {
      if (!this.listening.signal.aborted) this.faults.push(`event stream: ${error.message}`);
    }
  }

  hear(event) {
    const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
    if (lines.length === 0) return;
    this.state = JSON.parse(lines.map((line) => line.slice(5).trimStart()).join('\n'));
    this.note('/api/screen/events', this.state);
  }

  note(url, value) {
    if (this.state?.reveal?.step > 0) this.secret = false;
    if (this.secret) this.heard.push({ url, value });
  }

  /** Waits until the hall's state fulfils `wish`. */
  async until(wish, ms = 60_000) {
    const end = Date.now() + ms;
    while (!this.state || !wish(this.state)) {
      assert.ok(Date.now() < end, `the hall never got there: ${JSON.stringify(this.state)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** A slip of a group nobody has used yet. */
  slip(group) {
    const found = this.program.slips.find(
      (slip) => slip.group === group && !slip.spare && !this.taken.has(slip.code),
    );
    assert.ok(found, `no slip of ${group} left`);
    this.taken.add(found.code);
    return found.code;
  }

  /** A device: a browser profile of its own, whose faults and answers are noted. */
  async device(name, options) {
    const context = await this.browser.newContext({ locale: 'zh-CN', ...options });
    context.setDefaultTimeout(45_000);
    const page = await context.newPage();
    watchForErrors(page, this.faults, name);
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url());
      if (!this.secret || !pathname.startsWith('/api/') || pathname.endsWith('/events')) return;
      const value = await response.json().catch(() => null);
      this.note(pathname, value);
    });
    return page;
  }

  /** Signs in through the page and arrives at `to` inside the cycle. */
  async signIn(page, { login, password }, to = '') {
    await page.goto(`${this.url}/admin/cycles/${CYCLE}${to && `/${to}`}`);
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
  }

  /** Opens a page inside the cycle and waits until its data is there. */
  async open(page, to) {
    await page.goto(`${this.url}/admin/cycles/${CYCLE}${to && `/${to}`}`);
    await page.locator('#page-title').waitFor();
    await page.waitForFunction(() => !document.querySelector('.skeleton'));
  }

  /** The page is accessible and fits the device. */
  async check(page, name, rules) {
    await checkAccessible(page, name, rules);
    await checkNoSideScroll(page, name);
  }

  /** Presses the host's large button until its step is done; gives what it said. */
  async press(page) {
    const button = page.locator('[data-step]:enabled');
    await button.waitFor();
    // A press right after a change of the step is ignored on purpose.
    await page.waitForTimeout(GUARD_MS);
    const title = await button.locator('.words').innerText();
    const answered = page.waitForResponse(
      (response) =>
        response.request().method() === 'POST' && /\/(open|close|reveal)$/.test(response.url()),
    );
    await button.click();
    const armed = page.getByText('再按一次，确认');
    const twice = await Promise.race([
      armed.waitFor().then(() => true),
      answered.then(() => false),
    ]);
    if (twice) {
      await page.waitForTimeout(GUARD_MS);
      await button.click();
    }
    const response = await answered;
    assert.equal(response.status(), 200, `${title}: ${await response.text()}`);
    return { title, twice, round: await response.json() };
  }

  /** A voter opens the address of their slip. */
  async enterSlip(page, code) {
    await page.goto(`${this.url}/v/#${code}`);
  }

  /** A voter answers every contest with `grades[i]` (0 is the best) and hands the ballot in. */
  async vote(page, grades, onScreen = async () => undefined) {
    await page.locator('.contest').waitFor();
    await onScreen('contest', page);
    for (const [index, grade] of grades.entries()) {
      await page.locator('.progress', { hasText: `${index + 1}/` }).waitFor();
      await page.locator('.answer').nth(grade).tap();
    }
    await page.locator('.review').waitFor();
    await onScreen('review', page);
    await page.getByRole('button', { name: '确认提交' }).tap();
    const receipt = page.locator('.receipt strong');
    await receipt.waitFor({ timeout: 60_000 });
    await onScreen('done', page);
    return receipt.innerText();
  }

  /** A trustee restores the key from the backup sheet and opens the sums of the closed round. */
  async decrypt(page, { backup }, onScreen = async () => undefined) {
    const field = page.getByLabel('备份页上的字符');
    await field.waitFor();
    await onScreen('restore');
    await field.fill(backup);
    await page.getByRole('button', { name: '恢复', exact: true }).click();
    const open = page.getByRole('button', { name: /解密/ });
    await open.waitFor();
    await onScreen('ready');
    await open.click();
    await page.getByText('都已解密并交出').waitFor({ timeout: 120_000 });
    await onScreen('done');
  }

  /** One person of area 3 is absent: the last slip of that box was not drawn. */
  absentSlip() {
    const slips = this.program.slips.filter((slip) => slip.group === 'village-3' && !slip.spare);
    return slips.at(-1).code;
  }

  /** Everybody whose slip is not taken votes in `round` by the program itself. */
  async castRest(round, taken) {
    const except = [...taken, this.absentSlip()];
    const slips = `${this.program.data}/slips.json`;
    const words = ['load', '--url', this.url, '--slips', slips, '--round', String(round)];
    return this.program.run([...words, ...except.flatMap((code) => ['--except', code])]);
  }
}
