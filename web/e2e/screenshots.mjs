/**
 * The pictures of the README, taken while the sample meeting plays round 1: `npm run screenshots`.
 * They show sample data and say so.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { HALL, LAPTOP, PHONE } from './browser.mjs';
import { Meeting } from './meeting.mjs';

const IMAGES = path.resolve(import.meta.dirname, '../../docs/images');
/** Long enough to arrive while phones still vote. */
const PACE_SECONDS = '4';

const meeting = await Meeting.begin(['--pace', PACE_SECONDS]);
try {
  await mkdir(IMAGES, { recursive: true });
  const shoot = (page, name) => page.screenshot({ path: path.join(IMAGES, `${name}.png`) });

  const hall = await meeting.device('hall', { ...HALL, reducedMotion: 'reduce' });
  const host = await meeting.device('host', LAPTOP);
  const phone = await meeting.device('phone', PHONE);
  await Promise.all([
    hall.goto(`${meeting.url}/screen/`),
    meeting.signIn(host, meeting.account('host'), 'host'),
    // The slip nobody drew: its ballot is looked at and not handed in.
    meeting.enterSlip(phone, meeting.absentSlip()),
  ]);

  await phone.locator('.answer').first().tap();
  await phone.locator('.progress', { hasText: '2/' }).waitFor();
  await phone.waitForTimeout(500);
  await shoot(phone, 'voter');
  await meeting.until((state) => state.voting?.returned > 60);
  await hall.waitForTimeout(1_000);
  await shoot(hall, 'hall-voting');
  await host.waitForTimeout(2_500);
  await shoot(host, 'host');

  await meeting.until((state) => state.scene === 'result', 120_000);
  await hall.locator('.row.first').waitFor();
  await hall.waitForTimeout(500);
  await shoot(hall, 'hall-reveal');
  process.stdout.write(`${IMAGES}\n`);
} finally {
  await meeting.end();
}
