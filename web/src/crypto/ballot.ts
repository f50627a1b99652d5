/**
 * Making a ballot in two steps: {@link prepare} while the voter reads, {@link finish} when the
 * voter confirms. Checking one is in `check.ts`.
 *
 * Source: Belenios specification 3.3.0, "Homomorphic answers", "Signatures", "Ballots".
 */
import { base64 } from './bytes.ts';
import { challenge, digestText, trackerOf } from './challenge.ts';
import type { Credential } from './credential.ts';
import { prepareBit, type CiphertextJson, type PreparedBit } from './elgamal.ts';
import type { Election, Question } from './election.ts';
import {
  encodeElements,
  FixedBase,
  generatorBase,
  modOrder,
  randomScalar,
  GENERATOR,
  type Element,
} from './group.ts';
import {
  PreparedProof,
  proofToJson,
  type Branch,
  type ProofJson,
  type Spelling,
} from './proofs.ts';
import { systemRandom, type RandomBytes } from './random.ts';

/**
 * The voter's choice in one contest: the indices of the chosen answers in rising order (none is an
 * abstention where `min` is 0), or `'blank'` where the question has a blank bit.
 */
export type Answer = readonly number[] | 'blank';

/** One contest of a ballot as it stands in JSON, in this order. */
export interface AnswerJson {
  choices: CiphertextJson[];
  individual_proofs: ProofJson[][];
  overall_proof: ProofJson[];
  blank_proof?: ProofJson[];
}

/** A ballot as it stands in JSON, in this order. */
export interface BallotJson {
  election_uuid: string;
  election_hash: string;
  credential: string;
  answers: AnswerJson[];
  signature: { hash: string; proof: ProofJson };
}

/** A finished ballot: what is sent, byte for byte, and its tracker. */
export interface SealedBallot {
  readonly bytes: Uint8Array;
  readonly tracker: string;
}

/** An answer the election does not allow; `question` counts from 0. */
export class AnswerError extends Error {
  override name = 'AnswerError';
  constructor(readonly question: number) {
    super(`contest ${question + 1}: the answer is not allowed`);
  }
}

interface PreparedQuestion {
  readonly question: Question;
  /** The blank bit first where there is one. */
  readonly bits: readonly PreparedBit[];
  readonly individual: readonly PreparedProof[];
  readonly overall: PreparedProof;
  readonly blank: PreparedProof | null;
  /** Places of the sum of the choices: α, and β for each allowed total from `min` up. */
  readonly sum: { readonly alpha: number; readonly beta: readonly number[] };
  readonly texts: readonly string[];
}

/**
 * Everything of a ballot that does not depend on the vote or the voter. Used once.
 *
 * # Security
 * Holds the randomness that would open the ballot; it never leaves memory and is dropped when the
 * ballot is finished.
 */
export interface PreparedBallot {
  readonly election: Election;
  /** `null` once finished. */
  secret: { questions: PreparedQuestion[]; nonce: bigint; commitment: string } | null;
}

/** Settings of {@link prepare}. */
export interface PrepareOptions {
  random?: RandomBytes;
  /** Called after each contest with how many are ready, and how many there are. */
  onProgress?: (ready: number, all: number) => void;
}

/** Does all exponentiations of a ballot ahead of time. */
export function prepare(election: Election, options: PrepareOptions = {}): PreparedBallot {
  const random = options.random ?? systemRandom;
  const key = keyBase(election);
  const all = election.questions.length;
  const questions = election.questions.map((question, i) => {
    const prepared = prepareQuestion(question, key, random);
    options.onProgress?.(i + 1, all);
    return prepared;
  });
  const nonce = randomScalar(random);
  const commitment = encodeElements([generatorBase().multiply(nonce)])[0]!;
  return { election, secret: { questions, nonce, commitment } };
}

/** The table of the election's key; kept for the last election, since a retry needs it again. */
function keyBase(election: Election): FixedBase {
  if (lastKey?.publicKey !== election.publicKey)
    lastKey = { publicKey: election.publicKey, base: new FixedBase(election.key) };
  return lastKey.base;
}
let lastKey: { publicKey: string; base: FixedBase } | undefined;

class Batch implements Spelling {
  readonly #points: Element[] = [];
  add(point: Element): number {
    return this.#points.push(point) - 1;
  }
  spell(): string[] {
    return encodeElements(this.#points);
  }
}

const BIT = [0, 1] as const;

function prepareQuestion(
  question: Question,
  key: FixedBase,
  random: RandomBytes,
): PreparedQuestion {
  const batch = new Batch();
  const { min, max, answers } = question;
  const bits = Array.from({ length: answers.length + (question.blank ? 1 : 0) }, () =>
    prepareBit(key, batch, random),
  );
  const proof = (branches: Branch[]) => new PreparedProof(branches, key, batch, random);
  const individual = bits.map(({ randomness }) =>
    proof(BIT.map((target) => ({ randomness, target, values: BIT }))),
  );
  const choices = question.blank ? bits.slice(1) : bits;
  const randomness = modOrder(choices.reduce((total, bit) => total + bit.randomness, 0n));
  const allowed = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  let overall: PreparedProof;
  let blank: PreparedProof | null = null;
  if (question.blank) {
    const blankBit = bits[0]!.randomness;
    const values = allowed.includes(0) ? allowed : [0, ...allowed];
    blank = proof([
      { randomness: blankBit, target: 0, values: BIT },
      { randomness, target: 0, values },
    ]);
    overall = proof([
      { randomness: blankBit, target: 1, values: BIT },
      ...allowed.map((target) => ({ randomness, target, values })),
    ]);
  } else {
    overall = proof(allowed.map((target) => ({ randomness, target, values: allowed })));
  }
  const sum = { alpha: batch.add(generatorBase().multiply(randomness)), beta: [] as number[] };
  let beta = key.multiply(randomness);
  for (let total = 0; total <= max; total++) {
    if (total >= min) sum.beta.push(batch.add(beta));
    beta = beta.add(GENERATOR);
  }
  return { question, bits, individual, overall, blank, sum, texts: batch.spell() };
}

/**
 * Seals the voter's answers: hashes and arithmetic modulo q only, no exponentiation.
 *
 * # Errors
 * {@link AnswerError} when an answer is not allowed, in which case `prepared` can still be used.
 * Throws when `prepared` was finished before: two votes from one preparation would give both away.
 * After a failed sending, send the same bytes again.
 */
export function finish(
  prepared: PreparedBallot,
  credential: Credential,
  answers: readonly Answer[],
): SealedBallot {
  const { election, secret } = prepared;
  if (!secret) throw new Error('a prepared ballot is used once');
  election.questions.forEach((question, i) => {
    if (!isAllowed(question, answers[i])) throw new AnswerError(i);
  });
  if (answers.length !== election.questions.length) throw new AnswerError(answers.length);
  prepared.secret = null;

  const context = `${election.fingerprint}|${credential.publicKey}`;
  const body = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential: credential.publicKey,
    answers: secret.questions.map((question, i) => finishQuestion(question, answers[i]!, context)),
  };
  const hash = base64(digestText(JSON.stringify(body)));
  const c = challenge(`sig|${hash}|${secret.commitment}`);
  const proof = { challenge: c, response: modOrder(secret.nonce - credential.secret * c) };
  const ballot: BallotJson = { ...body, signature: { hash, proof: proofToJson(proof) } };
  const bytes = new TextEncoder().encode(JSON.stringify(ballot));
  return { bytes, tracker: trackerOf(bytes) };
}

function isAllowed(question: Question, answer: Answer | undefined): boolean {
  if (answer === undefined) return false;
  if (answer === 'blank') return question.blank;
  return (
    answer.length >= question.min &&
    answer.length <= question.max &&
    answer.every(
      (choice, i) =>
        Number.isInteger(choice) &&
        choice >= 0 &&
        choice < question.answers.length &&
        (i === 0 || choice > answer[i - 1]!),
    )
  );
}

function finishQuestion(prepared: PreparedQuestion, answer: Answer, context: string): AnswerJson {
  const { question, bits, texts } = prepared;
  const chosen = answer === 'blank' ? [] : answer;
  const marks: number[] = question.answers.map((_, i) => (chosen.includes(i) ? 1 : 0));
  const values = question.blank ? [answer === 'blank' ? 1 : 0, ...marks] : marks;
  const choices = bits.map((bit, i) => ({
    alpha: texts[bit.alpha]!,
    beta: texts[bit.beta[values[i] as 0 | 1]]!,
  }));
  const individual_proofs = prepared.individual.map((proof, i) => {
    const value = values[i]!;
    return proof
      .finish([value, value], value, texts, (commitments) =>
        membershipText(context, choices[i]!, commitments),
      )
      .map(proofToJson);
  });
  const sumContext = contextOfChoices(context, choices);
  const total = chosen.length;
  const branches = question.max - question.min + 1;
  const totals = Array.from({ length: branches }, () => total);
  if (!prepared.blank) {
    const real = total - question.min;
    const alpha = texts[prepared.sum.alpha]!;
    const beta = texts[prepared.sum.beta[real]!]!;
    const overall_proof = prepared.overall
      .finish(totals, real, texts, (commitments) =>
        membershipText(sumContext, { alpha, beta }, commitments),
      )
      .map(proofToJson);
    return { choices, individual_proofs, overall_proof };
  }
  const isBlank = values[0]!;
  const overall_proof = prepared.overall
    .finish(
      [isBlank, ...totals],
      isBlank === 1 ? 0 : 1 + total - question.min,
      texts,
      (commitments) => `bproof1|${sumContext}|${commitments}`,
    )
    .map(proofToJson);
  const blank_proof = prepared.blank
    .finish(
      [isBlank, total],
      isBlank,
      texts,
      (commitments) => `bproof0|${sumContext}|${commitments}`,
    )
    .map(proofToJson);
  return { choices, individual_proofs, overall_proof, blank_proof };
}

/** S of a question: the ballot's context followed by all its ciphertexts. */
export function contextOfChoices(context: string, choices: readonly CiphertextJson[]): string {
  return `${context}|${choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(',')}`;
}

/** The text hashed in a proof that a ciphertext holds one of several values. */
export function membershipText(
  context: string,
  ciphertext: CiphertextJson,
  commitments: string,
): string {
  return `prove|${context}|${ciphertext.alpha},${ciphertext.beta}|${commitments}`;
}
