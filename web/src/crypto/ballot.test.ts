import { beforeAll, describe, expect, it } from 'vitest';
import { AnswerError, finish, prepare, type Answer, type BallotJson } from './ballot.ts';
import { base64 } from './bytes.ts';
import { digestText, trackerOf } from './challenge.ts';
import { proofToJson, proveKnowledge } from './proofs.ts';
import { BallotFault, checkBallot } from './check.ts';
import { deriveCredential, generateCode } from './credential.ts';
import { parseElection, type Election } from './election.ts';
import { encodeElement, GENERATOR, ORDER } from './group.ts';
import { sum, ciphertextToJson } from './elgamal.ts';
import { openTally, partialDecryption } from './trustee.ts';
import { electionBytes, gradeQuestion, testElection } from './testing/election.ts';
import { seededRandom } from './testing/seeded.ts';

const SECRET = 12345n;

function seal(election: Election, answers: Answer[], seed = 'ballot') {
  const random = seededRandom(seed);
  const credential = deriveCredential(generateCode(random), election.uuid);
  return { ...finish(prepare(election, { random }), credential, answers), credential };
}

/** What the ballot holds, read with the private key. */
function open(election: Election, bytes: Uint8Array): (number | null)[][] {
  const tally = checkBallot(election, bytes).choices.map((row) => row.map(ciphertextToJson));
  return openTally(tally, [partialDecryption(election.fingerprint, SECRET, tally)], 1);
}

const faultOf = (election: Election, bytes: Uint8Array): string => {
  try {
    checkBallot(election, bytes);
  } catch (fault) {
    expect(fault).toBeInstanceOf(BallotFault);
    return (fault as BallotFault).kind;
  }
  return 'none';
};

const rewrite = (bytes: Uint8Array, change: (ballot: BallotJson) => void): Uint8Array => {
  const ballot = JSON.parse(new TextDecoder().decode(bytes)) as BallotJson;
  change(ballot);
  return new TextEncoder().encode(JSON.stringify(ballot));
};

/** Changes a ballot and signs it anew, as a cheating voter would. */
const cheat = (
  bytes: Uint8Array,
  { secret }: { secret: bigint },
  change: (ballot: BallotJson) => void,
): Uint8Array =>
  rewrite(bytes, (ballot) => {
    change(ballot);
    const { signature: _, ...body } = ballot;
    const hash = base64(digestText(JSON.stringify(body)));
    const proof = proveKnowledge(secret, (a) => `sig|${hash}|${a}`, seededRandom('cheat'));
    ballot.signature = { hash, proof: proofToJson(proof) };
  });

describe('a ballot of one-of-four contests', () => {
  const election = testElection([
    gradeQuestion('郭城镇西古现村'),
    gradeQuestion('发城镇王家山后村', 1),
  ]);

  it('holds what was chosen and passes every check', () => {
    const { bytes, tracker } = seal(election, [[2], [0]]);
    expect(checkBallot(election, bytes).tracker).toBe(tracker);
    expect(open(election, bytes)).toEqual([
      [0, 0, 1, 0],
      [1, 0, 0, 0],
    ]);
  });

  it('may leave out a contest only where the minimum is zero', () => {
    const { bytes } = seal(election, [[], [3]]);
    expect(open(election, bytes)[0]).toEqual([0, 0, 0, 0]);
    expect(() => seal(election, [[1], []])).toThrow(AnswerError);
  });

  it.each<[string, Answer[]]>([
    ['two grades', [[0, 1], [0]]],
    ['a grade that is not there', [[4], [0]]],
    ['a contest too few', [[0]]],
    ['a contest too many', [[0], [0], [0]]],
    ['blank where there is no blank bit', ['blank', [0]]],
  ])('cannot hold %s', (_, answers) => {
    expect(() => seal(election, answers)).toThrow(AnswerError);
  });

  it('is never finished twice from one preparation', () => {
    const random = seededRandom('twice');
    const credential = deriveCredential(generateCode(random), election.uuid);
    const prepared = prepare(election, { random });
    expect(() => finish(prepared, credential, [[0, 1], [0]])).toThrow(AnswerError);
    finish(prepared, credential, [[0], [0]]);
    expect(() => finish(prepared, credential, [[0], [0]])).toThrow('used once');
    expect(prepared.secret).toBeNull();
  });

  it('tells how far the preparation has come', () => {
    const seen: string[] = [];
    prepare(election, { onProgress: (ready, all) => seen.push(`${ready}/${all}`) });
    expect(seen).toEqual(['1/2', '2/2']);
  });

  it('differs each time, with the same choices', () => {
    expect(seal(election, [[0], [0]], 'a').tracker).not.toBe(
      seal(election, [[0], [0]], 'b').tracker,
    );
  });

  it('is bound to its election, byte for byte', () => {
    const { bytes } = seal(election, [[0], [0]]);
    const other = testElection([gradeQuestion('郭城镇西古现村'), gradeQuestion('改了名的村', 1)]);
    expect(faultOf(other, bytes)).toBe('ballot-election');
  });

  it('is refused when its credential is not on the roll', () => {
    const { bytes, credential } = seal(election, [[0], [0]]);
    expect(() => checkBallot(election, bytes, new Set([credential.publicKey]))).not.toThrow();
    expect(() => checkBallot(election, bytes, new Set(['00']))).toThrow('ballot-credential');
  });

  describe('with anything changed', () => {
    let good: ReturnType<typeof seal>;
    beforeAll(() => {
      good = seal(election, [[1], [2]]);
    });

    it.each<[string, string, (ballot: BallotJson) => void]>([
      ['swapped ciphertexts', 'ballot-choice', (b) => b.answers[0]!.choices.reverse()],
      [
        'a ciphertext that is the identity',
        'ballot-point',
        (b) => (b.answers[0]!.choices[0]!.alpha = '0'.repeat(63) + '1'),
      ],
      [
        'a response plus one',
        'ballot-choice',
        (b) => {
          const proof = b.answers[1]!.individual_proofs[3]![0]!;
          proof.response = ((BigInt(proof.response) + 1n) % ORDER).toString();
        },
      ],
      [
        'a response plus q',
        'ballot-form',
        (b) => {
          const proof = b.answers[1]!.individual_proofs[3]![0]!;
          proof.response = (BigInt(proof.response) + ORDER).toString();
        },
      ],
      [
        'another overall proof',
        'ballot-bounds',
        (b) => (b.answers[0]!.overall_proof[1]!.response = '1'),
      ],
      ['a proof left out', 'ballot-shape', (b) => b.answers[0]!.overall_proof.pop()],
      ['a contest left out', 'ballot-shape', (b) => b.answers.pop()],
      [
        'a blank proof where none belongs',
        'ballot-shape',
        (b) => (b.answers[0]!.blank_proof = b.answers[0]!.overall_proof),
      ],
      [
        "somebody else's credential",
        'ballot-signature',
        (b) => (b.credential = encodeElement(GENERATOR)),
      ],
      ['an extra field', 'ballot-form', (b) => Object.assign(b, { note: '' })],
      ['upper-case digits', 'ballot-form', (b) => (b.credential = b.credential.toUpperCase())],
      ['a number for a text', 'ballot-form', (b) => Object.assign(b, { credential: 5 })],
      [
        'a credential of small order',
        'ballot-credential',
        (b) => (b.credential = '0'.repeat(63) + '1'),
      ],
    ])('is refused although signed: %s', (_, kind, change) => {
      expect(faultOf(election, cheat(good.bytes, good.credential, change))).toBe(kind);
    });

    it.each<[string, (ballot: BallotJson) => void]>([
      ['a ciphertext of another ballot', (b) => b.answers[0]!.choices.reverse()],
      ['a forged response', (b) => (b.signature.proof.response = '5')],
      ['another signed hash', (b) => (b.signature.hash = b.election_hash)],
    ])('is refused for its signature: %s', (_, change) => {
      expect(faultOf(election, rewrite(good.bytes, change))).toBe('ballot-signature');
    });

    it('is refused with a newline, a space or a byte order mark', () => {
      const text = new TextDecoder().decode(good.bytes);
      for (const changed of [text + '\n', text.replace(',', ', '), '\ufeff' + text]) {
        expect(faultOf(election, new TextEncoder().encode(changed))).toBe('ballot-form');
      }
    });
  });
});

describe('other kinds of contests', () => {
  const approve = { answers: ['甲', '乙', '丙', '丁', '戊'], min: 1, max: 3, question: '推荐' };
  const blank = { answers: ['甲', '乙', '丙'], blank: true, min: 1, max: 2, question: '可空白' };
  const election = testElection([approve, blank]);

  it.each<[Answer[], number[][]]>([
    [
      [[0], [1, 2]],
      [
        [1, 0, 0, 0, 0],
        [0, 0, 1, 1],
      ],
    ],
    [
      [[0, 2, 4], 'blank'],
      [
        [1, 0, 1, 0, 1],
        [1, 0, 0, 0],
      ],
    ],
    [
      [[1, 2], [0]],
      [
        [0, 1, 1, 0, 0],
        [0, 1, 0, 0],
      ],
    ],
  ])('hold %j', (answers, opened) => {
    expect(open(election, seal(election, answers).bytes)).toEqual(opened);
  });

  it('keep to their limits', () => {
    expect(() => seal(election, [[0, 1, 2, 3], [0]])).toThrow(AnswerError);
    expect(() => seal(election, [[0], []])).toThrow(AnswerError);
    expect(() => seal(election, [[1, 0], [0]])).toThrow(AnswerError);
    expect(() => seal(election, [[1, 1], [0]])).toThrow(AnswerError);
  });

  it('refuse a blank proof taken from elsewhere', () => {
    const { bytes, credential } = seal(election, [[0], 'blank']);
    const changed = cheat(bytes, credential, (ballot) => ballot.answers[1]!.blank_proof!.reverse());
    expect(faultOf(election, changed)).toBe('ballot-blank');
  });
});

it('the sum of ballots opens to the sum of marks', () => {
  const election = testElection([gradeQuestion('甲村')]);
  const ballots = [[[0]], [[0]], [[3]], [[]]].map((answers, i) =>
    seal(election, answers, `sum ${i}`),
  );
  const checked = ballots.map(({ bytes }) => checkBallot(election, bytes).choices);
  const tally = [0, 1, 2, 3].map((j) => ciphertextToJson(sum(checked.map((rows) => rows[0]![j]!))));
  const share = partialDecryption(election.fingerprint, SECRET, [tally]);
  expect(openTally([tally], [share], 4)).toEqual([[2, 0, 0, 1]]);
  expect(new Set(ballots.map(({ bytes }) => trackerOf(bytes))).size).toBe(4);
});

describe('an election', () => {
  const bytes = electionBytes([gradeQuestion('甲村')]);
  const changed = (change: (raw: Record<string, unknown>) => void) => () => {
    const raw = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    change(raw);
    return parseElection(new TextEncoder().encode(JSON.stringify(raw)));
  };

  it('keeps its fingerprint to the byte', () => {
    const spaced = new TextEncoder().encode(new TextDecoder().decode(bytes) + ' ');
    expect(parseElection(spaced).fingerprint).not.toBe(parseElection(bytes).fingerprint);
  });

  it.each<[string, (raw: Record<string, unknown>) => void]>([
    ['another version', (raw) => (raw['version'] = 2)],
    ['another group', (raw) => (raw['group'] = 'BELENIOS-2048')],
    ['a key outside the group', (raw) => (raw['public_key'] = '0'.repeat(63) + '1')],
    ['a short uuid', (raw) => (raw['uuid'] = 'abc')],
    ['no questions', (raw) => (raw['questions'] = [])],
    ['a mixnet question', (raw) => (raw['questions'] = [{ type: 'NonHomomorphic', value: {} }])],
    [
      'limits that cannot be',
      (raw) => (raw['questions'] = [{ answers: ['a'], min: 0, max: 2, question: 'q' }]),
    ],
  ])('is refused: %s', (_, change) => {
    expect(changed(change)).toThrow();
  });
});
