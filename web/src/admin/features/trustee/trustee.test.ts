// @vitest-environment happy-dom
import { mount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { finish, prepare, type BallotJson } from '@/crypto/ballot';
import { trackerToHex } from '@/crypto/board';
import { trackerOf } from '@/crypto/challenge';
import { deriveCredential, generateCode } from '@/crypto/credential';
import { ciphertextFromJson, ciphertextToJson, sum } from '@/crypto/elgamal';
import { parseElection } from '@/crypto/election';
import { electionBytes, gradeQuestion } from '@/crypto/testing/election';
import { seededRandom } from '@/crypto/testing/seeded';
import {
  backupText,
  checkPartialDecryption,
  checkTrusteeKey,
  generateTrusteeKey,
  keyFingerprint,
  openTally,
  publicKeyOf,
} from '@/crypto/trustee';
import type { Trustee } from '@/shared/api';
import { fits, keepKey, keptKey } from './keyring';
import MyKey from './MyKey.vue';
import { openBox, OpeningRefused } from './opening';

const SECRET = 12345n; // The private half of the test election's key.
const raw = new TextDecoder().decode(
  electionBytes([gradeQuestion('里口村'), gradeQuestion('邵伯村')]),
);
const election = parseElection(new TextEncoder().encode(raw));
const random = seededRandom('opening');

const credentials = [1, 2, 3].map(() => deriveCredential(generateCode(random), election.uuid));
const roll = credentials.map((each) => each.publicKey);
const ballots = [
  [[0], [1]],
  [[0], [3]],
  [[2], [1]],
].map((answers, i) => finish(prepare(election, { random }), credentials[i]!, answers).bytes);
function tallyOf(list: Uint8Array[]): string {
  const parsed = list.map((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as BallotJson);
  return JSON.stringify(
    [0, 1].map((i) =>
      [0, 1, 2, 3].map((j) =>
        ciphertextToJson(
          sum(parsed.map((each) => ciphertextFromJson(each.answers[i]!.choices[j])!)),
        ),
      ),
    ),
  );
}
function boardOf(list: Uint8Array[]) {
  const byHash = new Map(list.map((bytes) => [trackerToHex(trackerOf(bytes)), bytes]));
  return {
    trackers: async () => list.map((bytes) => trackerOf(bytes)),
    ballot: async (_box: string, hash: string) => byHash.get(hash)!,
    roll: async () => roll,
  };
}
const task = (list: Uint8Array[], tally = tallyOf(list)) => ({
  box: 'box',
  ballots: list.length,
  election: raw,
  encrypted_tally: tally,
});
const refusal = (request: Promise<unknown>) =>
  request.then(
    () => 'opened',
    (error: unknown) => {
      expect(error).toBeInstanceOf(OpeningRefused);
      return (error as OpeningRefused).reason;
    },
  );

describe('opening a box', () => {
  it('gives a share that proves itself and opens to the counts', async () => {
    const steps: number[] = [];
    const share = await openBox(task(ballots), SECRET, boardOf(ballots), (done) =>
      steps.push(done),
    );
    const tally: unknown = JSON.parse(tallyOf(ballots));
    const key = publicKeyOf(SECRET);
    expect(checkPartialDecryption(election.fingerprint, key, tally, share)).toBe(true);
    expect(openTally(tally, [share], 3)).toEqual([
      [2, 0, 1, 0],
      [0, 2, 0, 1],
    ]);
    expect(steps.at(-1)).toBe(3);
  });

  it('refuses one ballot passed off as the sum', async () => {
    const one = task(ballots, tallyOf([ballots[0]!]));
    expect(await refusal(openBox(one, SECRET, boardOf(ballots)))).toBe('not_the_sum');
  });

  it('refuses when the board shows fewer ballots than were announced', async () => {
    const short = { ...task(ballots.slice(0, 2)), ballots: 3 };
    expect(await refusal(openBox(short, SECRET, boardOf(ballots.slice(0, 2))))).toBe(
      'not_all_ballots',
    );
  });

  it('refuses a ballot that is not the one its tracker names', async () => {
    const board = { ...boardOf(ballots), ballot: async () => ballots[0]! };
    expect(await refusal(openBox(task(ballots), SECRET, board))).toBe('tracker_differs');
  });

  it('refuses a ballot that no slip of the roll has signed', async () => {
    const board = { ...boardOf(ballots), roll: async () => roll.slice(1) };
    expect(await refusal(openBox(task(ballots), SECRET, board))).toBe('not_signed');
  });

  it('refuses an election with another key than the one the trustees made', async () => {
    const open = (key: string) =>
      openBox(task(ballots), SECRET, boardOf(ballots), () => undefined, key);
    expect(await refusal(open(publicKeyOf(SECRET)))).toBe('opened');
    expect(await refusal(open(publicKeyOf(SECRET + 1n)))).toBe('other_key');
  });

  it('refuses an election whose bytes are not those the voters used', async () => {
    const other = { ...task(ballots), election: raw.replace('里口村', '别的村') };
    expect(await refusal(openBox(other, SECRET, boardOf(ballots)))).toBe('other_election');
  });
});

describe('the keyring', () => {
  beforeEach(() => localStorage.clear());

  it('keeps a key for one trustee of one cycle', () => {
    const { privateKey } = generateTrusteeKey(random);
    keepKey('c', 'a', privateKey);
    expect(keptKey('c', 'a')).toBe(privateKey);
    expect(keptKey('c', 'b')).toBeNull();
    expect(keptKey('d', 'a')).toBeNull();
  });

  it('knows a key by the short fingerprint the server shows', () => {
    const { privateKey } = generateTrusteeKey(random);
    const full = keyFingerprint(publicKeyOf(privateKey)).replaceAll(' ', '');
    const short = `${full.slice(0, 4)}-${full.slice(4, 8)}`.toUpperCase();
    expect(fits(privateKey, short)).toBe(true);
    expect(fits(privateKey + 1n, short)).toBe(false);
    expect(fits(privateKey, '')).toBe(false);
  });
});

describe('a trustee’s own page', () => {
  const trustee = (fingerprint: string | null): Trustee => ({
    position: 1,
    name: '监票人甲',
    login: 'trustee-1',
    fingerprint,
    tested: false,
  });
  const page = (fingerprint: string | null) =>
    mount(MyKey, {
      props: {
        cycle: 'c',
        event: '评议会议',
        synthetic: true,
        trustee: trustee(fingerprint),
        fixed: false,
        privateKey: null,
      },
    });
  beforeEach(() => localStorage.clear());
  afterEach(() => vi.unstubAllGlobals());

  it('makes a key, keeps it here and sends only the public half with its proof', async () => {
    const sent: string[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      sent.push(await request.text());
      return Response.json({ position: 1, fingerprint: 'AAAA-BBBB' });
    });
    const wrapper = page(null);
    await wrapper.get('button').trigger('click');
    await flushPromises();
    const privateKey = keptKey('c', 'trustee-1')!;
    const key: unknown = JSON.parse(sent[0]!);
    expect(checkTrusteeKey(key)).toBe(true);
    expect((key as { public_key: string }).public_key).toBe(publicKeyOf(privateKey));
    expect(sent.join()).not.toContain(privateKey.toString());
    expect(wrapper.emitted('update:privateKey')).toEqual([[privateKey]]);
  });

  it('keeps the registered key when a new one is refused', async () => {
    const { privateKey } = generateTrusteeKey(random);
    keepKey('c', 'trustee-1', privateKey);
    vi.stubGlobal('fetch', async () =>
      Response.json({ code: 'trustee_key_fixed' }, { status: 409 }),
    );
    const wrapper = page(null);
    await wrapper.get('button').trigger('click');
    await flushPromises();
    expect(keptKey('c', 'trustee-1')).toBe(privateKey);
    expect(wrapper.get('[role=alert]').text()).toContain('冻结');
  });

  it('restores a key from its sheet and refuses a slip of the pen and another’s sheet', async () => {
    const { privateKey } = generateTrusteeKey(random);
    const other = generateTrusteeKey(random);
    const wrapper = page(keyFingerprint(publicKeyOf(privateKey)));
    const type = async (text: string) => {
      await wrapper.get('textarea').setValue(text);
      await wrapper.get('form').trigger('submit');
    };
    const sheet = backupText(privateKey);
    await type(sheet.slice(0, -1) + (sheet.endsWith('2') ? '3' : '2'));
    expect(wrapper.text()).toContain('有字符输错了');
    await type(backupText(other.privateKey));
    expect(wrapper.text()).toContain('另一把密钥');
    expect(keptKey('c', 'trustee-1')).toBeNull();
    await type(sheet);
    expect(keptKey('c', 'trustee-1')).toBe(privateKey);
    expect(wrapper.emitted('update:privateKey')).toEqual([[privateKey]]);
  });
});
