/**
 * Checking a ballot completely, as anybody may: spelling, election, credential, every ciphertext,
 * every proof, the signature. The second implementation beside the server's.
 *
 * Source: Belenios specification 3.3.0, as in `ballot.ts`.
 */
import { contextOfChoices, membershipText, type AnswerJson, type BallotJson } from './ballot.ts';
import { base64 } from './bytes.ts';
import { digestText, trackerOf } from './challenge.ts';
import { ciphertextFromJson, ciphertextToJson, sum, type Ciphertext } from './elgamal.ts';
import type { Election, Question } from './election.ts';
import { decodeElement, parseScalar, type Element } from './group.ts';
import {
  checkDisjunction,
  checkKnowledge,
  proofFromJson,
  type Claim,
  type ProofJson,
} from './proofs.ts';

/** The first thing wrong with a ballot; the same words as the server's checker uses. */
export type BallotFaultKind =
  /** Not a ballot in its one canonical spelling. */
  | 'ballot-form'
  /** Made for another election. */
  | 'ballot-election'
  /** Not the election's number of contests, answers or proofs. */
  | 'ballot-shape'
  /** The public credential is not on the roll, or no element of the group. */
  | 'ballot-credential'
  | 'ballot-signature'
  /** A ciphertext outside the group. */
  | 'ballot-point'
  /** An answer is not proven to be 0 or 1. */
  | 'ballot-choice'
  /** The number of answers chosen is not proven to be within the limits. */
  | 'ballot-bounds'
  | 'ballot-blank';

/** A ballot that must not be counted; `question` counts from 0 where one is to blame. */
export class BallotFault extends Error {
  override name = 'BallotFault';
  constructor(
    readonly kind: BallotFaultKind,
    readonly question?: number,
  ) {
    super(question === undefined ? kind : `contest ${question + 1}: ${kind}`);
  }
}

/** What a good ballot says in public. */
export interface CheckedBallot {
  readonly credential: string;
  readonly tracker: string;
  /** The ciphertexts, question by question. */
  readonly choices: readonly (readonly Ciphertext[])[];
}

/**
 * Checks a ballot. `roll` is the list of public credentials, if the caller has it.
 *
 * # Errors
 * Throws {@link BallotFault} with the first fault found.
 */
export function checkBallot(
  election: Election,
  bytes: Uint8Array,
  roll?: ReadonlySet<string>,
): CheckedBallot {
  const ballot = parseBallot(bytes);
  if (ballot.election_uuid !== election.uuid || ballot.election_hash !== election.fingerprint)
    throw new BallotFault('ballot-election');
  // The cheap checks of shape come before the costly ones of numbers.
  if (
    ballot.answers.length !== election.questions.length ||
    !election.questions.every((question, i) => fits(question, ballot.answers[i]!))
  )
    throw new BallotFault('ballot-shape');
  checkSigner(ballot, roll);
  const context = `${election.fingerprint}|${ballot.credential}`;
  const choices = ballot.answers.map((answer, i) =>
    answer.choices.map((choice) => {
      const ciphertext = ciphertextFromJson(choice);
      if (!ciphertext) throw new BallotFault('ballot-point', i);
      return ciphertext;
    }),
  );
  election.questions.forEach((question, i) => {
    const fault = checkAnswer(election, question, ballot.answers[i]!, choices[i]!, context);
    if (fault) throw new BallotFault(fault, i);
  });
  return { credential: ballot.credential, tracker: trackerOf(bytes), choices };
}

/**
 * Checks that a slip of the roll signed these very bytes for this election, and nothing of what is
 * inside. Nobody without a slip can make such a ballot, so a board of them is one of real voters.
 *
 * # Errors
 * Throws {@link BallotFault} with the first fault found.
 */
export function checkSigned(
  fingerprint: string,
  bytes: Uint8Array,
  roll: ReadonlySet<string>,
): BallotJson {
  const ballot = parseBallot(bytes);
  if (ballot.election_hash !== fingerprint) throw new BallotFault('ballot-election');
  checkSigner(ballot, roll);
  return ballot;
}

function checkSigner(ballot: BallotJson, roll?: ReadonlySet<string>): void {
  const key = decodeElement(ballot.credential);
  if (!key || (roll && !roll.has(ballot.credential))) throw new BallotFault('ballot-credential');
  checkSignature(ballot, key);
}

function fits({ answers, blank, min, max }: Question, answer: AnswerJson): boolean {
  const length = answers.length + (blank ? 1 : 0);
  return (
    answer.choices.length === length &&
    answer.individual_proofs.length === length &&
    answer.individual_proofs.every((proofs) => proofs.length === 2) &&
    answer.overall_proof.length === max - min + (blank ? 2 : 1) &&
    (blank ? answer.blank_proof?.length === 2 : answer.blank_proof === undefined)
  );
}

function checkSignature({ signature, ...body }: BallotJson, key: Element): void {
  const proof = proofFromJson(signature.proof);
  const hash = base64(digestText(JSON.stringify(body)));
  const good =
    proof !== null &&
    signature.hash === hash &&
    checkKnowledge(key, proof, (commitment) => `sig|${hash}|${commitment}`);
  if (!good) throw new BallotFault('ballot-signature');
}

/**
 * Reads the JSON, copies what the specification names in its order, and compares with the bytes:
 * any other field, order, space or spelling makes them differ.
 */
function parseBallot(bytes: Uint8Array): BallotJson {
  let text: string;
  let ballot: BallotJson;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    ballot = copyBallot(JSON.parse(text) as BallotJson);
  } catch {
    throw new BallotFault('ballot-form');
  }
  if (JSON.stringify(ballot) !== text) throw new BallotFault('ballot-form');
  return ballot;
}

const copyProof = ({ challenge, response }: ProofJson): ProofJson => ({
  challenge: scalar(challenge),
  response: scalar(response),
});

function copyBallot(raw: BallotJson): BallotJson {
  return {
    election_uuid: string(raw.election_uuid),
    election_hash: string(raw.election_hash),
    credential: point(raw.credential),
    answers: raw.answers.map((answer): AnswerJson => ({
      choices: answer.choices.map(({ alpha, beta }) => ({
        alpha: point(alpha),
        beta: point(beta),
      })),
      individual_proofs: answer.individual_proofs.map((proofs) => proofs.map(copyProof)),
      overall_proof: answer.overall_proof.map(copyProof),
      ...(answer.blank_proof === undefined
        ? {}
        : { blank_proof: answer.blank_proof.map(copyProof) }),
    })),
    signature: { hash: string(raw.signature.hash), proof: copyProof(raw.signature.proof) },
  };
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a text');
  return value;
}

function scalar(value: unknown): string {
  if (parseScalar(value) === null) throw new TypeError('not a number modulo q');
  return value as string;
}

/** Only the spelling; whether it is a point of the group is asked later. */
function point(value: unknown): string {
  if (!/^[0-9a-f]{64}$/.test(string(value))) throw new TypeError('not 64 digits');
  return value as string;
}

/** The first fault of one contest, if there is one. */
function checkAnswer(
  { key }: Election,
  { min, max, blank }: Question,
  answer: AnswerJson,
  choices: readonly Ciphertext[],
  context: string,
): BallotFaultKind | null {
  const holds = (claims: readonly Claim[], proofs: readonly ProofJson[], hashed: Hashed): boolean =>
    // The spelling was checked with the form.
    checkDisjunction(
      claims,
      key,
      proofs.map((proof) => proofFromJson(proof)!),
      hashed,
    );

  const bits = choices.every((choice, j) =>
    holds([claim(choice, 0), claim(choice, 1)], answer.individual_proofs[j]!, (commitments) =>
      membershipText(context, answer.choices[j]!, commitments),
    ),
  );
  if (!bits) return 'ballot-choice';

  const sumContext = contextOfChoices(context, answer.choices);
  const total = sum(blank ? choices.slice(1) : choices);
  const allowed = Array.from({ length: max - min + 1 }, (_, j) => claim(total, min + j));
  if (!blank) {
    const spelt = ciphertextToJson(total);
    const text: Hashed = (commitments) => membershipText(sumContext, spelt, commitments);
    return holds(allowed, answer.overall_proof, text) ? null : 'ballot-bounds';
  }
  const blankBit = choices[0]!;
  const either = [claim(blankBit, 1), ...allowed];
  const overall: Hashed = (commitments) => `bproof1|${sumContext}|${commitments}`;
  if (!holds(either, answer.overall_proof, overall)) return 'ballot-bounds';
  const neither = [claim(blankBit, 0), claim(total, 0)];
  const single: Hashed = (commitments) => `bproof0|${sumContext}|${commitments}`;
  return holds(neither, answer.blank_proof!, single) ? null : 'ballot-blank';
}

type Hashed = (commitments: string) => string;

const claim = ({ alpha, beta }: Ciphertext, target: number): Claim => ({ alpha, beta, target });
