import { finish, prepare, type Answer, type BallotJson } from '../../ballot.ts';
import { base64 } from '../../bytes.ts';
import { digestText } from '../../challenge.ts';
import { privateKeyOf } from '../../ceremony/output.ts';
import { deriveCredential, generateCode, type Credential } from '../../credential.ts';
import { parseElection } from '../../election.ts';
import { ciphertextFromJson, ciphertextToJson, sum, type CiphertextJson } from '../../elgamal.ts';
import { decodeElement, encodeElement } from '../../group.ts';
import { proofToJson, proveKnowledge } from '../../proofs.ts';
import { ceremony } from '../../testing/ceremony.ts';
import { seededRandom } from '../../testing/seeded.ts';
import { generateTrusteeKey, partialDecryption } from '../../trustee.ts';
import { setupData, shareData, tallyData, type Board } from './board.ts';

/** Everything a test can want to change, and the secrets to change it convincingly. */
export interface Sample {
  readonly election: string;
  readonly trustees: unknown[];
  readonly roll: string[];
  readonly credentials: readonly Credential[];
  /** A slip of another roll. */
  readonly stranger: Credential;
  /** Ballots of voters 0, 1, 2 and again 0. */
  readonly ballots: readonly string[];
  readonly tally: string;
  /** The shares of owners 1 (single), 2 and 4 (members 1 and 3 of the group). */
  readonly shares: readonly (readonly [owner: number, share: string])[];
  /** The share of owner 1 with other proofs. */
  readonly again: string;
  readonly board: () => Board;
}

const UUID = 'VerifyTest1111';
const random = seededRandom('verify sample');

const QUESTIONS = [
  { answers: ['优秀', '良好', '一般'], min: 0, max: 1, question: '里口村' },
  { answers: ['甲', '乙', '丙'], blank: true, min: 1, max: 2, question: '可空白 "引号"' },
];
const VOTES: { voter: number; answers: Answer[] }[] = [
  { voter: 0, answers: [[0], [0]] },
  { voter: 1, answers: [[1], 'blank'] },
  { voter: 2, answers: [[], [0, 2]] },
  { voter: 0, answers: [[0], [1, 2]] },
];
/** The sums of the ballots that count; where blank is allowed the blanks come first. */
export const SUMS = [
  [1, 1, 0],
  [1, 1, 1, 2],
];

/** A ballot with parts changed, signed again by its owner. */
export function signAgain(
  text: string,
  { secret }: Credential,
  change: (body: BallotJson) => void,
): string {
  const ballot = JSON.parse(text) as BallotJson;
  change(ballot);
  const { signature: _, ...body } = ballot;
  const hash = base64(digestText(JSON.stringify(body)));
  const proof = proveKnowledge(secret, (commitment) => `sig|${hash}|${commitment}`, random);
  return JSON.stringify({ ...body, signature: { hash, proof: proofToJson(proof) } });
}

/** The product of ballots, as text. */
export function tallyOf(ballots: readonly string[]): string {
  const parsed = ballots.map((text) => JSON.parse(text) as BallotJson);
  const total = (rows: CiphertextJson[]) =>
    ciphertextToJson(sum(rows.map((row) => ciphertextFromJson(row)!)));
  return JSON.stringify(
    parsed[0]!.answers.map(({ choices }, i) =>
      choices.map((_, j) => total(parsed.map((ballot) => ballot.answers[i]!.choices[j]!))),
    ),
  );
}

/**
 * A finished board: a single trustee and a group of three of which two are needed, two contests of which
 * one may be left blank, three voters of whom one votes twice.
 */
export function makeSample(): Sample {
  const single = generateTrusteeKey(random);
  const group = ceremony('verify', 3, 2);
  const publicKey = encodeElement(
    decodeElement(single.published.public_key)!.add(decodeElement(group.publicKey)!),
  );
  const election = JSON.stringify({
    version: 1,
    description: '核验测试\u007f',
    name: '第一片区 镇',
    group: 'Ed25519',
    public_key: publicKey,
    questions: QUESTIONS,
    uuid: UUID,
    administrator: '组织者',
  }).replace('\u007f', '\\u007f');
  const parsed = parseElection(new TextEncoder().encode(election));
  const credential = () => deriveCredential(generateCode(random), UUID);
  const credentials = [credential(), credential(), credential()];
  const roll = credentials.map((one) => one.publicKey).sort();
  const ballots = VOTES.map(({ voter, answers }) =>
    new TextDecoder().decode(
      finish(prepare(parsed, { random }), credentials[voter]!, answers).bytes,
    ),
  );
  const tally = tallyOf(ballots.slice(1));
  const share = (privateKey: bigint) =>
    JSON.stringify(partialDecryption(parsed.fingerprint, privateKey, JSON.parse(tally), random));
  const memberShare = (member: number) =>
    share(
      privateKeyOf(
        group.seeds[member - 1]!,
        group.certificates,
        group.outputTexts[member - 1]!,
        member,
      ),
    );
  const shares = [
    [1, share(single.privateKey)],
    [2, memberShare(1)],
    [4, memberShare(3)],
  ] as const;
  const trustees = [
    ['Single', { ...single.published, name: '监票人甲' }],
    ['Pedersen', group.group],
  ];
  return {
    election,
    trustees,
    roll,
    credentials,
    stranger: credential(),
    ballots,
    tally,
    shares,
    again: share(single.privateKey),
    board: () => ({
      time: 1669255200,
      events: [
        {
          kind: 'Setup',
          data: setupData(election, JSON.stringify(trustees), JSON.stringify(roll)),
        },
        ...ballots.map((text) => ({ kind: 'Ballot', data: [text] })),
        { kind: 'EndBallots', data: [] },
        { kind: 'EncryptedTally', data: tallyData(tally, 3, 3) },
        ...shares.map(([owner, text]) => ({
          kind: 'PartialDecryption',
          data: shareData(text, owner),
        })),
        { kind: 'Result', data: [JSON.stringify({ result: SUMS })] },
      ],
    }),
  };
}
