/**
 * A round of the sample meeting in real browsers against the real program: the organiser looks
 * around, the host opens, phones vote, the host closes, three trustees open the sums, the hall
 * sees the ranking from last to first, and voters find their ballots.
 *
 * `SHOTS=<folder>` keeps a picture of every state.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkAccessible, HALL, LAPTOP, PHONE, SMALL_PHONE } from './browser.mjs';
import { findKeys, Meeting } from './meeting.mjs';

const shots = process.env['SHOTS'];
const ROUND = 1;
/** Grades of the three phones, 0 the best, one for each of the eight villages. */
const PHONES = [
  { group: 'organiser', device: PHONE, grades: [1, 2, 1, 0, 1, 1, 0, 1] },
  { group: 'village-2', device: PHONE, grades: [1, 1, 2, 0, 1, 2, 0, 0] },
  { group: 'village-3', device: SMALL_PHONE, grades: [2, 1, 1, 0, 2, 1, 0, 1] },
];
const ADMIN_PAGES = {
  home: '',
  register: 'register',
  projects: 'projects',
  'rule-card': 'rule-card',
  slips: 'slips',
  'slips-make': 'slips/make',
  attendance: 'slips/attendance',
  trustees: 'trustees',
  rounds: 'rounds',
  results: 'results',
  audit: 'audit',
};

let meeting;
let host;
let hall;
let organiser;
let phones;

before(
  async () => {
    meeting = await Meeting.begin();
    if (shots) await mkdir(shots, { recursive: true });
  },
  { timeout: 240_000 },
);
after(() => meeting?.end());

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: path.join(shots, `journey-${name}.png`) });
}

/** The hall shows this scene, readable and marked as sample data. */
async function seeScene(scene) {
  await hall.locator(`[data-scene=${scene}]`).waitFor();
  assert.equal(await hall.getByText('示例数据').count(), 1, `${scene} is marked`);
  await checkAccessible(hall, `hall ${scene}`, ['color-contrast-enhanced']);
  await shoot(hall, `hall-${scene}`);
}

test('the organiser signs in, and every page is accessible on laptop and phone', async () => {
  organiser = await meeting.device('organiser', LAPTOP);
  await organiser.goto(`${meeting.url}/admin/`);
  await organiser.locator('input[name=login]').waitFor();
  await meeting.check(organiser, 'sign-in');
  await shoot(organiser, 'sign-in');
  await meeting.signIn(organiser, meeting.account('organiser'));
  for (const [name, address] of Object.entries(ADMIN_PAGES)) {
    await meeting.open(organiser, address);
    await meeting.check(organiser, name);
    await shoot(organiser, `admin-${name}`);
    await organiser.setViewportSize(PHONE.viewport);
    await meeting.check(organiser, `${name} on a phone`);
    await shoot(organiser, `admin-${name}-phone`);
    await organiser.setViewportSize(LAPTOP.viewport);
  }
  await organiser.goto(`${meeting.url}/admin/accounts`);
  await organiser.locator('#page-title').waitFor();
  await meeting.check(organiser, 'accounts');
});

test('phones scan their slips and wait; the code leaves the address at once', async () => {
  phones = [];
  for (const { group, device, grades } of PHONES) {
    const name = `phone of ${group}`;
    const page = await meeting.device(name, device);
    const asked = [];
    page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
    const code = meeting.slip(group);
    await meeting.enterSlip(page, code);
    await page.getByText('投票还没有开始').waitFor();
    assert.equal(new URL(page.url()).hash, '');
    await meeting.check(page, `${name}, waiting`);
    await shoot(page, `phone-${group}-waiting`);
    phones.push({ name, group, page, code, grades, asked });
  }
});

test('the hall is ready', async () => {
  hall = await meeting.device('hall', { ...HALL, reducedMotion: 'reduce' });
  await hall.goto(`${meeting.url}/screen/`);
  await seeScene('ready');
});

test('the host opens the round with the second press', async () => {
  host = await meeting.device('host', LAPTOP);
  await meeting.signIn(host, meeting.account('host'), 'host');
  await host.locator('[data-step]').waitFor();
  await meeting.check(host, 'host, before opening');
  await shoot(host, 'host-open');
  const { twice, round } = await meeting.press(host);
  assert.ok(twice);
  assert.equal(round.number, ROUND);
  assert.equal(round.state, 'open');
  await seeScene('voting');
});

test('three phones vote through the voter page', async () => {
  assert.equal(phones.length, PHONES.length);
  // A second phone with the slip of the first, filled in before that one hands its ballot in.
  const twin = await meeting.device('second phone of a slip', PHONES[0].device);
  await meeting.enterSlip(twin, phones[0].code);
  await twin.locator('.contest').waitFor();
  for (const phone of phones) {
    phone.number = await meeting.vote(phone.page, phone.grades, async (state) => {
      await meeting.check(phone.page, `${phone.name}, ${state}`);
      await shoot(phone.page, `phone-${phone.group}-${state}`);
    });
    assert.match(phone.number, /^[0-9A-Z]{4}-[0-9A-Z]{2}$/);
    // The ballot was counted before the phone was told so.
    const { voting } = await (await fetch(`${meeting.url}/api/screen`)).json();
    assert.equal(voting.returned, phones.indexOf(phone) + 1);
  }
  // By this rule card the first submission counts.
  for (const [index, grade] of phones[0].grades.entries()) {
    await twin.locator('.progress', { hasText: `${index + 1}/` }).waitFor();
    await twin.locator('.answer').nth(grade).tap();
  }
  await twin.getByRole('button', { name: '确认提交' }).tap();
  await twin.getByText('以第一次提交的为准，这一次没有计入').waitFor();
  await meeting.check(twin, 'second phone of a slip, refused');
  await twin.getByRole('button', { name: '知道了' }).tap();
  await twin.getByText('不能再改').waitFor();
  assert.equal(await twin.locator('.receipt strong').innerText(), phones[0].number);
  await meeting.check(twin, 'second phone of a slip, told');
  await shoot(twin, 'phone-second');
  const { voting } = await (await fetch(`${meeting.url}/api/screen`)).json();
  assert.equal(voting.returned, phones.length);
});

test('no request of a phone carries its slip or its grades', () => {
  for (const { code, asked, name } of phones) {
    const bare = code.replaceAll('-', '');
    for (const request of asked) {
      assert.ok(!request.includes(code) && !request.includes(bare), `${name}: ${request}`);
      assert.doesNotMatch(request, /excellent|优秀|%E4%BC%98/, name);
    }
  }
});

test(
  'the other voters cast their ballots and the hall counts them',
  { timeout: 300_000 },
  async () => {
    await meeting.castRest(
      ROUND,
      phones.map((phone) => phone.code),
    );
    await meeting.until((state) => state.voting?.returned === 92);
    const { returned, issued, classes } = meeting.state.voting;
    assert.ok(returned <= issued);
    assert.deepEqual(
      classes.map((one) => one.returned),
      [16, 76],
    );
    await hall.getByText('92', { exact: true }).first().waitFor();
    await seeScene('voting');
    await shoot(host, 'host-close');
    await meeting.check(host, 'host, voting');
  },
);

test('the host closes, and says before how many can no longer vote', async () => {
  const { twice, round } = await meeting.press(host);
  assert.ok(twice);
  assert.equal(round.state, 'closed');
  await seeScene('tally');
  await host.locator('[data-step]:disabled').waitFor();
  await meeting.check(host, 'host, waiting for trustees');
  await shoot(host, 'host-decrypt');
});

test(
  'three trustees restore their keys and open the sums, each on a device',
  { timeout: 300_000 },
  async () => {
    for (const [index, trustee] of meeting.program.trustees.entries()) {
      const page = await meeting.device(`trustee ${trustee.login}`, index === 0 ? PHONE : LAPTOP);
      const sent = [];
      page.on('request', (request) => sent.push(request.postData() ?? ''));
      await meeting.signIn(page, trustee, 'trustees');
      await meeting.decrypt(page, trustee, async (state) => {
        await meeting.check(page, `trustee ${index + 1}, ${state}`);
        await shoot(page, `trustee-${index + 1}-${state}`);
      });
      const backup = trustee.backup.replaceAll(/[\s-]/g, '');
      for (const body of sent) assert.ok(!body.replaceAll(/[\s-]/g, '').includes(backup));
      if (index + 1 < meeting.program.trustees.length) {
        await hall.getByText(`${index + 1} / ${meeting.program.trustees.length}`).waitFor();
        await seeScene('tally');
      }
      await page.context().close();
    }
  },
);

test('nothing served before the reveal carries anything of the result', async () => {
  await meeting.until((state) => state.tally?.recomputed);
  await host.locator('[data-step]:enabled').waitFor();
  const told = ['rank', 'ranking', 'score', 'score_exact', 'mean', 'rows', 'reveal_steps'];
  assert.ok(meeting.heard.some(({ url }) => url === '/api/screen/events'));
  assert.ok(meeting.heard.some(({ url }) => url === '/api/vote'));
  assert.ok(meeting.heard.some(({ url }) => url.endsWith('/host')));
  // The rule card names thresholds for means; it was published long before.
  const others = meeting.heard.filter(({ url }) => !url.endsWith('/rule-card'));
  for (const { url, value } of others)
    assert.deepEqual(findKeys(value, told), [], `${url} tells of the result`);
  // Whoever asks outright is not told either.
  for (const one of ['/api/screen', '/api/vote', '/api/cycles/haiyang-2022/results']) {
    const response = await fetch(meeting.url + one);
    assert.deepEqual(findKeys(await response.json(), told), [], one);
  }
});

test('the ranking appears from last to first, one press a rank', async () => {
  const contests = 8;
  let shown = 0;
  let steps = 0;
  let previous = null;
  while (meeting.state.scene !== 'result') {
    const { twice } = await meeting.press(host);
    assert.equal(twice, steps === 0, 'only the first rank asks twice');
    steps += 1;
    await meeting.until((state) => state.reveal?.step === steps);
    const { rows } = meeting.state.reveal;
    assert.equal(rows.length, steps);
    assert.equal(findKeys(meeting.state, ['rank']).length, steps, 'the search finds what is there');
    const last = rows.at(-1);
    shown += last.villages.length;
    assert.equal(last.tie, last.villages.length > 1);
    assert.equal(Number(last.rank), contests - shown + 1, 'ranks 1224 from below');
    if (previous) assert.ok(Number(last.score) >= Number(previous.score));
    previous = last;
    await hall
      .locator('.row')
      .nth(steps - 1)
      .waitFor();
    if (steps === 3) await seeScene('reveal');
  }
  assert.equal(shown, contests);
  await seeScene('result');
  assert.equal(await hall.locator('.row.first').count(), 1);
  await shoot(host, 'host-next');
  await meeting.check(host, 'host, next round');
});

test('every voter of a phone finds the ballot on the board', async () => {
  for (const { page, number, name, group } of phones) {
    await page.getByRole('button', { name: '查找我的选票' }).first().tap();
    await page.locator('.own button', { hasText: number }).tap();
    await page.getByText('找到了').waitFor();
    assert.match(await page.locator('.finding').innerText(), /共 (16|76) 张/);
    await meeting.check(page, `${name}, found`);
    await shoot(page, `phone-${group}-found`);
  }
});

test('the boards hold every ballot of the round once', async () => {
  const { rounds } = await (await fetch(`${meeting.url}/api/vote`)).json();
  const trackers = [];
  for (const box of rounds.find((round) => round.number === ROUND).boxes) {
    const board = await (await fetch(`${meeting.url}/api/boxes/${box.id}/board`)).json();
    trackers.push(...board.ballots.map((ballot) => ballot.tracker));
  }
  assert.equal(trackers.length, 92);
  assert.equal(new Set(trackers).size, 92);
});

test('the results page shows the same ranking and a count sheet that balances', async () => {
  await meeting.open(organiser, 'results');
  await organiser.getByText(meeting.state.reveal.rows.at(-1).score).first().waitFor();
  await meeting.check(organiser, 'results, revealed');
  await shoot(organiser, 'results');
  const results = await (await fetch(`${meeting.url}/api/cycles/haiyang-2022/results`)).json();
  const [round] = results.rounds;
  const published = round.ranking.map((row) => `${row.rank} ${row.village} ${row.score}`);
  const seen = [...meeting.state.reveal.rows]
    .reverse()
    .flatMap((row) => row.villages.map((one) => `${row.rank} ${one.village} ${row.score}`));
  assert.deepEqual(published.sort(), seen.sort());
  assert.ok(round.count_sheet.length > 0);
  for (const { sentence, holds } of round.count_sheet) assert.ok(holds, sentence);
});

test('no page met an error of its own', () => {
  assert.deepEqual(meeting.faults, []);
});
