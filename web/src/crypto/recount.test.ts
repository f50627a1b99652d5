import { describe, expect, it } from 'vitest';
import { finish, prepare, type Answer } from './ballot.ts';
import { deriveCredential, generateCode } from './credential.ts';
import { ciphertextFromJson, ciphertextToJson, sum } from './elgamal.ts';
import { Recount } from './recount.ts';
import { gradeQuestion, testElection } from './testing/election.ts';
import { seededRandom } from './testing/seeded.ts';

const election = testElection([gradeQuestion('西古现村'), gradeQuestion('里口村')]);
const random = seededRandom('recount');
const codes = [1, 2, 3].map(() => generateCode(random));

type Choices = { answers: { choices: { alpha: string; beta: string }[] }[] };
const roll = new Set(codes.map((code) => deriveCredential(code, election.uuid).publicKey));
const parsed = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Choices;
const written = (ballot: unknown) => new TextEncoder().encode(JSON.stringify(ballot));
function cast(voter: number, answers: Answer[], code = codes[voter]!): Uint8Array {
  const credential = deriveCredential(code, election.uuid);
  return finish(prepare(election, { random }), credential, answers).bytes;
}
const total = (ballots: Uint8Array[]) =>
  [0, 1].map((i) =>
    [0, 1, 2, 3].map((j) =>
      ciphertextToJson(
        sum(ballots.map((each) => ciphertextFromJson(parsed(each).answers[i]!.choices[j])!)),
      ),
    ),
  );
function recount(board: Uint8Array[], tally: unknown) {
  const count = new Recount(election.fingerprint, roll);
  for (const ballot of board) count.add(ballot);
  return { fault: count.compare(tally), counted: count.counted };
}

describe('a recount before opening', () => {
  const [a, b, c] = [cast(0, [[0], [1]]), cast(1, [[2], [1]]), cast(2, [[3], [0]])];

  it('agrees with the sum of the board', () => {
    expect(recount([a!, b!, c!], total([a!, b!, c!]))).toEqual({ fault: null, counted: 3 });
  });

  it('counts the last ballot of a voter who cast twice', () => {
    const again = cast(0, [[1], [1]]);
    expect(recount([a!, b!, again], total([b!, again]))).toEqual({ fault: null, counted: 2 });
    expect(recount([a!, b!, again], total([a!, b!])).fault).toBe('not_the_sum');
  });

  it('refuses to take a single ballot for the sum', () => {
    expect(recount([a!, b!, c!], total([b!])).fault).toBe('not_the_sum');
  });

  it('refuses a tally with a contest missing, and an empty one', () => {
    expect(recount([a!, b!], total([a!, b!]).slice(0, 1)).fault).toBe('not_the_sum');
    expect(recount([a!, b!], []).fault).toBe('not_the_sum');
    expect(recount([a!, b!], 'tally').fault).toBe('not_the_sum');
  });

  it('names a ballot of another election and one that cannot be read', () => {
    const other = written({ ...parsed(b!), election_hash: 'other' });
    expect(recount([a!, other], total([a!])).fault).toBe('other_election');
    const broken = parsed(b!);
    broken.answers[0]!.choices[0]!.alpha = 'zz';
    expect(recount([a!, written(broken)], total([a!])).fault).toBe('ballot_malformed');
  });

  it('refuses ballots a server made up around a single real one', () => {
    const stranger = cast(0, [[0], [1]], generateCode(random));
    expect(recount([a!, stranger], total([a!, stranger])).fault).toBe('not_signed');
    const altered = parsed(b!);
    [altered.answers[0], altered.answers[1]] = [altered.answers[1]!, altered.answers[0]!];
    expect(recount([a!, written(altered)], total([a!, written(altered)])).fault).toBe('not_signed');
  });
});
