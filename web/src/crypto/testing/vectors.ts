import { finish, prepare, type Answer } from '../ballot.ts';
import { shortCode } from '../board.ts';
import { checkBallot } from '../check.ts';
import { deriveCredential, generateCode } from '../credential.ts';
import { parseElection } from '../election.ts';
import { ciphertextToJson, sum } from '../elgamal.ts';
import { decodeElement, encodeElement } from '../group.ts';
import { backupText, generateTrusteeKey, openTally, partialDecryption } from '../trustee.ts';
import { gradeQuestion } from './election.ts';
import { seededRandom } from './seeded.ts';

interface Case {
  name: string;
  uuid: string;
  questions: object[];
  votes: Answer[][];
}

const VILLAGES = [
  '郭城镇西古现村',
  '发城镇王家山后村',
  '徐家店镇示例一村',
  '朱吴镇示例一村',
  '碧城区嵩潜村',
  '方圆街道里口村',
  '里店镇邵伯村',
  '"引号"与\\斜线',
];

const CASES: Case[] = [
  {
    name: '八个村四个等次,可弃权',
    uuid: 'PingyiTest1111',
    questions: VILLAGES.map((village) => gradeQuestion(village)),
    votes: [
      [[0], [1], [2], [3], [0], [], [1], [0]],
      [[0], [0], [0], [0], [0], [0], [0], [0]],
      [[], [], [], [], [], [], [], []],
    ],
  },
  {
    name: '两个村,不可弃权',
    uuid: 'PingyiTest2222',
    questions: VILLAGES.slice(0, 2).map((village) => gradeQuestion(village, 1)),
    votes: [
      [[3], [0]],
      [[1], [0]],
    ],
  },
  {
    name: '空白位与推荐一至三名',
    uuid: 'PingyiTest3333',
    questions: [
      { answers: ['甲', '乙', '丙'], blank: true, min: 1, max: 2, question: '可空白' },
      { answers: ['甲', '乙', '丙', '丁', '戊'], min: 1, max: 3, question: '推荐' },
      { answers: ['同意', '不同意'], blank: true, min: 0, max: 1, question: '可空白也可不选' },
    ],
    votes: [
      ['blank', [0, 2, 4], [0]],
      [[0, 2], [3], 'blank'],
      [[1], [1, 2], []],
    ],
  },
];

/**
 * What the browser's code makes of fixed seeds. Elections, ballots, tallies and decryptions are
 * texts, because their bytes count.
 */
export function browserVectors() {
  const trustees = [1, 2, 3].map((i) => generateTrusteeKey(seededRandom(`trustee ${i}`)));
  const joint = encodeElement(
    trustees
      .map(({ published }) => decodeElement(published.public_key)!)
      .reduce((product, key) => product.add(key)),
  );
  return {
    about: 'Made by web/scripts/vectors.ts; see fixtures/vectors/README.md',
    trustees: trustees.map(({ privateKey, published }) => ({
      private_key: privateKey.toString(),
      published: JSON.stringify(published),
      backup: backupText(privateKey),
    })),
    elections: CASES.map((one) => vectorsOf(one, joint, trustees)),
  };
}

function vectorsOf(
  { name, uuid, questions, votes }: Case,
  public_key: string,
  trustees: readonly { privateKey: bigint }[],
) {
  const description = `测试 规则卡 sha256:${'0123456789abcdef'.repeat(4)}`;
  const text = JSON.stringify({
    version: 1,
    description,
    name,
    group: 'Ed25519',
    public_key,
    questions,
    uuid,
  });
  const election = parseElection(new TextEncoder().encode(text));
  const ballots = votes.map((answers, i) => {
    const random = seededRandom(`${uuid} voter ${i + 1}`);
    const code = generateCode(random);
    const credential = deriveCredential(code, uuid);
    const { bytes, tracker } = finish(prepare(election, { random }), credential, answers);
    return { code, credential, answers, bytes, tracker };
  });
  const choices = ballots.map(({ bytes }) => checkBallot(election, bytes).choices);
  const tally = choices[0]!.map((row, i) =>
    row.map((_, j) => ciphertextToJson(sum(choices.map((rows) => rows[i]![j]!)))),
  );
  const shares = trustees.map(({ privateKey }, i) =>
    partialDecryption(election.fingerprint, privateKey, tally, seededRandom(`${uuid} share ${i}`)),
  );
  return {
    election: text,
    fingerprint: election.fingerprint,
    public_credentials: ballots.map(({ credential }) => credential.publicKey).sort(),
    ballots: ballots.map(({ code, credential, answers, bytes, tracker }) => ({
      credential: code,
      secret: credential.secret.toString(),
      public_credential: credential.publicKey,
      answers,
      ballot: new TextDecoder().decode(bytes),
      tracker,
      short_code: shortCode(tracker),
    })),
    encrypted_tally: JSON.stringify(tally),
    partial_decryptions: shares.map((share) => JSON.stringify(share)),
    result: openTally(tally, shares, votes.length),
  };
}
