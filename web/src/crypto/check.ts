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
import { decodeElement } from './group.ts';
import {
  checkDisjunction,
  checkKnowledge,
  proofFromJson,
  type Proof,
  type ProofJson,
} from './proofs.ts';

/** The first thing wrong with a ballot. */
export type BallotFaultKind =
  | 'malformed'
  | 'not_canonical'
  | 'wrong_election'
  | 'bad_credential'
  | 'not_on_roll'
  | 'bad_ciphertext'
  | 'bad_individual_proof'
  | 'bad_overall_proof'
  | 'bad_blank_proof'
  | 'bad_signature';

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
    throw new BallotFault('wrong_election');
  const key = decodeElement(ballot.credential);
  if (!key) throw new BallotFault('bad_credential');
  if (roll && !roll.has(ballot.credential)) throw new BallotFault('not_on_roll');
  if (ballot.answers.length !== election.questions.length) throw new BallotFault('malformed');

  const context = `${election.fingerprint}|${ballot.credential}`;
  const choices = election.questions.map((question, i) =>
    checkAnswer(election, question, ballot.answers[i]!, context, i),
  );

  const { signature, ...body } = ballot;
  const proof = proofFromJson(signature.proof);
  const hash = base64(digestText(JSON.stringify(body)));
  if (
    !proof ||
    signature.hash !== hash ||
    !checkKnowledge(key, proof, (commitment) => `sig|${hash}|${commitment}`)
  )
    throw new BallotFault('bad_signature');
  return { credential: ballot.credential, tracker: trackerOf(bytes), choices };
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
    throw new BallotFault('malformed');
  }
  if (JSON.stringify(ballot) !== text) throw new BallotFault('not_canonical');
  return ballot;
}

const copyProof = ({ challenge, response }: ProofJson): ProofJson => ({
  challenge: string(challenge),
  response: string(response),
});

function copyBallot(raw: BallotJson): BallotJson {
  return {
    election_uuid: string(raw.election_uuid),
    election_hash: string(raw.election_hash),
    credential: string(raw.credential),
    answers: raw.answers.map((answer): AnswerJson => ({
      choices: answer.choices.map(({ alpha, beta }) => ({
        alpha: string(alpha),
        beta: string(beta),
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

function checkAnswer(
  election: Election,
  question: Question,
  answer: AnswerJson,
  context: string,
  i: number,
): Ciphertext[] {
  const fail = (kind: BallotFaultKind): never => {
    throw new BallotFault(kind, i);
  };
  const proofsOf = (list: readonly ProofJson[], kind: BallotFaultKind): Proof[] =>
    list.map((proof) => proofFromJson(proof) ?? fail(kind));

  const length = question.answers.length + (question.blank ? 1 : 0);
  if (answer.choices.length !== length || answer.individual_proofs.length !== length)
    fail('malformed');
  if ((answer.blank_proof !== undefined) !== question.blank) fail('malformed');

  const choices = answer.choices.map(
    (choice) => ciphertextFromJson(choice) ?? fail('bad_ciphertext'),
  );
  choices.forEach((choice, j) => {
    const proofs = proofsOf(answer.individual_proofs[j]!, 'bad_individual_proof');
    const claims = [0, 1].map((target) => ({ ...choice, target }));
    const good = checkDisjunction(claims, election.key, proofs, (commitments) =>
      membershipText(context, answer.choices[j]!, commitments),
    );
    if (!good) fail('bad_individual_proof');
  });

  const sumContext = contextOfChoices(context, answer.choices);
  const total = sum(question.blank ? choices.slice(1) : choices);
  const claims = Array.from({ length: question.max - question.min + 1 }, (_, j) => ({
    ...total,
    target: question.min + j,
  }));
  const overall = proofsOf(answer.overall_proof, 'bad_overall_proof');
  if (!question.blank) {
    const spelt = ciphertextToJson(total);
    const good = checkDisjunction(claims, election.key, overall, (commitments) =>
      membershipText(sumContext, spelt, commitments),
    );
    if (!good) fail('bad_overall_proof');
    return choices;
  }
  const blankBit = choices[0]!;
  const overallGood = checkDisjunction(
    [{ ...blankBit, target: 1 }, ...claims],
    election.key,
    overall,
    (commitments) => `bproof1|${sumContext}|${commitments}`,
  );
  if (!overallGood) fail('bad_overall_proof');
  const blankGood = checkDisjunction(
    [
      { ...blankBit, target: 0 },
      { ...total, target: 0 },
    ],
    election.key,
    proofsOf(answer.blank_proof!, 'bad_blank_proof'),
    (commitments) => `bproof0|${sumContext}|${commitments}`,
  );
  if (!blankGood) fail('bad_blank_proof');
  return choices;
}
