/**
 * The pictures of the README, taken from a running meeting: `npm run screenshots`. They show sample
 * data and say so. Round 1 is played to its ranking.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { HALL, LAPTOP, PHONE } from './browser.mjs';
import { Meeting } from './meeting.mjs';

const IMAGES = path.resolve(import.meta.dirname, '../../docs/images');
const GRADES = [1, 1, 2, 0, 1, 2, 0, 1];

const meeting = await Meeting.begin();
try {
  await mkdir(IMAGES, { recursive: true });
  const shoot = (page, name) => page.screenshot({ path: path.join(IMAGES, `${name}.png`) });

  const hall = await meeting.device('hall', { ...HALL, reducedMotion: 'reduce' });
  await hall.goto(`${meeting.url}/screen/`);
  const host = await meeting.device('host', LAPTOP);
  await meeting.signIn(host, meeting.account('host'), 'host');
  const phone = await meeting.device('phone', PHONE);
  const code = meeting.slip('village-2');
  await meeting.enterSlip(phone, code);
  await phone.getByText('投票还没有开始').waitFor();

  await meeting.press(host);
  await meeting.castRest(1, [code]);
  await meeting.until((state) => state.voting?.returned > 80);
  await hall.waitForTimeout(1_500);
  await shoot(hall, 'hall-voting');
  await host.locator('[aria-busy]').waitFor({ state: 'detached' });
  await shoot(host, 'host');
  await phone.locator('.contest').waitFor();
  await phone.locator('.answer').nth(0).tap();
  await phone.locator('.progress', { hasText: '2/' }).waitFor();
  await shoot(phone, 'voter');
  await phone.getByRole('button', { name: '上一项' }).tap();
  await meeting.vote(phone, GRADES);

  await meeting.press(host);
  for (const trustee of meeting.program.trustees) {
    const page = await meeting.device(trustee.login, LAPTOP);
    await meeting.signIn(page, trustee, 'trustees');
    await meeting.decrypt(page, trustee);
    await page.context().close();
  }
  while (meeting.state.scene !== 'result') {
    const step = meeting.state.reveal?.step ?? 0;
    await meeting.press(host);
    await meeting.until((state) => state.reveal?.step > step);
  }
  await hall.locator('.row.first').waitFor();
  await hall.waitForTimeout(500);
  await shoot(hall, 'hall-reveal');
  process.stdout.write(`${IMAGES}\n`);
} finally {
  await meeting.end();
}
