import { describe, expect, it } from 'vitest';
import { readCode } from '@/crypto/code';
import { deriveCredential } from '@/crypto/credential';
import { seededRandom } from '@/crypto/testing/seeded';
import type { CredentialRequest, Round, RoundKind, RoundState } from '@/shared/api';
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
  const round = (state: RoundState, box: string, kind: RoundKind = 'official') =>
    ({ state, kind, boxes: [{ id: box }] }) as unknown as Round;
  const slip = async (seed: string) =>
    (await makeSlips(request, { random: seededRandom(seed) }))[0]!.slips[0]!;

  it('takes it off every official round that is not closed, and leaves the others alone', async () => {
    const code = await slip('void');
    const rounds = [
      round('open', 'rehearsal', 'rehearsal'),
      round('revealed', 'one'),
      round('closed', 'two'),
      round('open', 'three'),
      round('rehearsed', 'four'),
      round('annulled', 'five'),
    ];
    const boxes = ['rehearsal', 'one', 'two', 'three', 'four', 'five', 'elsewhere'];
    expect(credentialsToVoid(code, boxes, rounds)).toEqual(
      ['three', 'four'].map((box) => ({
        box,
        credential: deriveCredential(code, box).publicKey,
      })),
    );
  });

  it('names only boxes the slip may vote in', async () => {
    const code = await slip('own');
    const rounds = [round('frozen', 'a'), round('frozen', 'b')];
    expect(credentialsToVoid(code, ['b'], rounds).map((each) => each.box)).toEqual(['b']);
  });

  it('reads the code as people type it', async () => {
    const code = await slip('typed');
    const rounds = [round('rehearsed', 'boxB')];
    const typed = ` ${code.replaceAll('-', ' ')} `;
    expect(credentialsToVoid(typed, ['boxB'], rounds)).toEqual(
      credentialsToVoid(code, ['boxB'], rounds),
    );
  });
});
