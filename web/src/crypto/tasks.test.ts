import { describe, expect, it, vi } from 'vitest';
import type { Answer, BallotJson } from './ballot.ts';
import { checkBallot } from './check.ts';
import { deriveCredential, generateCode } from './credential.ts';
import { parseElection } from './election.ts';
import { encodeElement, decodeElement, GENERATOR } from './group.ts';
import { commit, proofFromJson, type ProofJson } from './proofs.ts';
import { systemRandom } from './random.ts';
import { perform, type Report, type Request } from './tasks.ts';
import { electionBytes, gradeQuestion } from './testing/election.ts';
import { seededRandom } from './testing/seeded.ts';

const code = generateCode(seededRandom('tasks'));
const questions = [
  gradeQuestion('郭城镇西古现村'),
  { answers: ['甲', '乙', '丙'], blank: true, min: 1, max: 2, question: '推荐' },
];
const uuids = ['TaskE1ection11', 'TaskE1ection22'];
const elections = uuids.map((uuid) => electionBytes(questions, { uuid }));

function ask(request: object): Report {
  const reports: Report[] = [];
  perform({ id: 1, ...request } as Request, (report) => reports.push(report));
  return reports.at(-1)!;
}

const seal = (election: Uint8Array, answers: Answer[]): string | undefined => {
  const report = ask({ task: 'seal', code, election, answers });
  return 'reply' in report ? (report.reply as { ballot: string }).ballot : undefined;
};

/** Everything of a ballot that randomness decides, each as a text that must never occur twice. */
function traces(text: string): string[] {
  const { answers, credential, signature } = JSON.parse(text) as BallotJson;
  const points = answers.flatMap(({ choices }) => choices.flatMap((one) => Object.values(one)));
  const proofs: ProofJson[] = answers.flatMap((one) => [
    ...one.individual_proofs.flat(),
    ...one.overall_proof,
    ...(one.blank_proof ?? []),
  ]);
  const { challenge, response } = proofFromJson(signature.proof)!;
  const nonce = encodeElement(commit(GENERATOR, response, decodeElement(credential)!, challenge));
  return [
    ...points,
    nonce,
    ...[...proofs, signature.proof].flatMap((one) => [one.challenge, one.response]),
  ] as string[];
}

const good: Answer[][] = [
  [[0], 'blank'],
  [[], [0, 2]],
  [[3], [1]],
];

describe('the sealing', () => {
  it('never gives two ballots a value in common, whatever is asked in which order', () => {
    const random = systemRandom(120);
    const ballots: string[] = [];
    for (let i = 0; i < random.length; i += 3) {
      const election = elections[random[i]! % 2]!;
      const answers = good[random[i + 1]! % good.length]!;
      switch (random[i + 2]! % 4) {
        case 0:
          ask({ task: 'prepare', election });
          break;
        case 1:
          // Not allowed: refused, and what was prepared stays unpublished.
          expect(seal(election, [[0, 1], []])).toBeUndefined();
          break;
        default:
          // The same answers again and again: the case in which sharing would show nothing amiss.
          ballots.push(seal(election, answers)!);
      }
    }
    ballots.push(seal(elections[0]!, good[0]!)!, seal(elections[0]!, good[1]!)!);
    const all = ballots.flatMap(traces);
    expect(all.length).toBeGreaterThan(60);
    expect(new Set(all).size).toBe(all.length);
    for (const ballot of ballots) {
      const { election_uuid } = JSON.parse(ballot) as BallotJson;
      const election = parseElection(elections[uuids.indexOf(election_uuid)]!);
      const roll = new Set([deriveCredential(code, election_uuid).publicKey]);
      expect(() => checkBallot(election, new TextEncoder().encode(ballot), roll)).not.toThrow();
    }
  });

  it('draws fresh randomness for a second ballot prepared as the first', () => {
    const drawn = new Set<string>();
    const real = crypto.getRandomValues.bind(crypto);
    const spy = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      const bytes = real(array);
      const text = (bytes as unknown as Uint8Array).join();
      expect(drawn).not.toContain(text);
      drawn.add(text);
      return bytes;
    });
    const [election] = elections;
    ask({ task: 'prepare', election });
    const before = drawn.size;
    ask({ task: 'prepare', election });
    expect(drawn.size).toBe(before);
    seal(election!, good[0]!);
    expect(drawn.size).toBe(before);
    seal(election!, good[0]!);
    expect(drawn.size).toBeGreaterThan(before);
    spy.mockRestore();
  });

  it('tells the page what went wrong without saying what was chosen', () => {
    const report = ask({ task: 'seal', code, election: elections[0]!, answers: [[0, 1], []] });
    expect(report).toEqual({ id: 1, failure: 'contest 1: the answer is not allowed' });
  });
});
