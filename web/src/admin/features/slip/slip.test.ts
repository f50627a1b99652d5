import { describe, expect, it } from 'vitest';
import { finish, prepare } from '@/crypto/ballot';
import { trackerToHex } from '@/crypto/board';
import { trackerOf } from '@/crypto/challenge';
import { readCode } from '@/crypto/code';
import { deriveCredential } from '@/crypto/credential';
import { gradeQuestion, testElection } from '@/crypto/testing/election';
import { seededRandom } from '@/crypto/testing/seeded';
import type { CredentialRequest, Round, RoundState } from '@/shared/api';
import { effort, makeSlips, publicPart } from './making';
import { credentialsToVoid } from './spoiling';

const request: CredentialRequest = {
  cycle: 'haiyang-2022',
  event: '评议会议',
  organiser: '服务中心',
  synthetic: true,
  voter_url: 'http://192.168.8.2:8080/v/',
  groups: [
    {
      code: 'organiser',
      label: '镇街组织委员',
      entitled: 3,
      spares: 1,
      elections: ['boxA', 'boxB'],
    },
    { code: 'village-1', label: '第一片区', entitled: 2, spares: 2, elections: ['boxB'] },
  ],
};

describe('making slips', () => {
  it('makes the codes asked for, and each derives to its place on the roll', async () => {
    const seen: number[] = [];
    const made = await makeSlips(request, {
      random: seededRandom('slips'),
      progress: (done) => seen.push(done),
    });
    expect(made.map((group) => [group.slips.length, group.spares.length])).toEqual([
      [3, 1],
      [2, 2],
    ]);
    const codes = made.flatMap((group) => [...group.slips, ...group.spares]);
    expect(new Set(codes).size).toBe(8);
    expect(codes.every((code) => 'code' in readCode(code))).toBe(true);
    for (const group of made) {
      for (const election of group.elections) {
        const derived = [...group.slips, ...group.spares].map(
          (code) => deriveCredential(code, election.id).publicKey,
        );
        expect(election.public_credentials).toEqual(derived.sort());
      }
    }
    expect(seen.at(-1)).toBe(effort(request));
  });

  it('gives a slip credentials in two boxes that have nothing in common', async () => {
    const [organisers] = await makeSlips(request, { random: seededRandom('apart') });
    const [a, b] = organisers!.elections.map((each) => new Set(each.public_credentials));
    expect([...a!].filter((credential) => b!.has(credential))).toEqual([]);
  });

  it('lets no code leave the page', async () => {
    const made = await makeSlips(request, { random: seededRandom('secret') });
    const sent = JSON.stringify(publicPart(made));
    for (const code of made.flatMap((group) => [...group.slips, ...group.spares])) {
      expect(sent).not.toContain(code);
      expect(sent).not.toContain(code.replaceAll('-', ''));
    }
    expect(publicPart(made).groups[0]).toMatchObject({ code: 'organiser', printed: 3, spares: 1 });
  });
});

describe('voiding a spoiled slip', () => {
  const election = testElection([gradeQuestion('里口村')]);
  const round = (state: RoundState, box: string) =>
    ({ state, boxes: [{ id: box }] }) as unknown as Round;
  const nobody = { trackers: async () => [], credential: async () => null };

  it('takes it off the boxes to come and leaves closed ones alone', async () => {
    const random = seededRandom('void');
    const [group] = await makeSlips(request, { random });
    const code = group!.slips[0]!;
    const rounds = [round('closed', 'boxA'), round('rehearsed', 'boxB'), round('annulled', 'boxC')];
    const list = await credentialsToVoid(code, ['boxA', 'boxB', 'boxC'], rounds, nobody);
    expect(list).toEqual([{ box: 'boxB', credential: deriveCredential(code, 'boxB').publicKey }]);
  });

  it('leaves a ballot that was cast in the open round', async () => {
    const random = seededRandom('cast');
    const [group] = await makeSlips(request, { random });
    const [voted, idle] = group!.slips as [string, string];
    const credential = deriveCredential(voted, election.uuid);
    const { bytes } = finish(prepare(election, { random }), credential, [[1]]);
    const tracker = trackerOf(bytes);
    const boards = {
      trackers: async () => [tracker],
      credential: async (_box: string, hash: string) =>
        hash === trackerToHex(tracker)
          ? (JSON.parse(new TextDecoder().decode(bytes)) as { credential: string }).credential
          : null,
    };
    const rounds = [round('open', election.uuid)];
    expect(await credentialsToVoid(voted, [election.uuid], rounds, boards)).toEqual([]);
    expect(await credentialsToVoid(idle, [election.uuid], rounds, boards)).toHaveLength(1);
  });

  it('reads the code as people type it', async () => {
    const [group] = await makeSlips(request, { random: seededRandom('typed') });
    const code = group!.slips[0]!;
    const rounds = [round('rehearsed', 'boxB')];
    const typed = ` ${code.replaceAll('-', ' ')} `;
    expect(await credentialsToVoid(typed, ['boxB'], rounds, nobody)).toEqual(
      await credentialsToVoid(code, ['boxB'], rounds, nobody),
    );
  });
});
