/**
 * Checking a ballot completely: canonical form, election, shape, credential, signature, membership of
 * every ciphertext part in the group, every proof. The first fault is that of the server's checker.
 *
 * Source: Belenios specification 3.3.0, "Encrypted answers", "Ballots", "Proofs of interval membership",
 * "Proofs of possibly-blank votes".
 */
import { base64 } from '../bytes.ts';
import { challenge, digest } from '../challenge.ts';
import {
  compress,
  decompress,
  FixedTable,
  generatorTable,
  identity,
  join,
  modOrder,
  powersOf,
  readPowers,
  type Point,
} from './curve.ts';
import { bitsOf, LARGEST_LIST, type Election, type Question, type Roll } from './documents.ts';
import { Fault } from './fault.ts';
import { isBallotSigned } from './proofs.ts';
import { BASE58, BASE64, readAll, type Proof, type Reader } from './reader.ts';

interface Answer {
  readonly choices: readonly { alpha: string; beta: string }[];
  readonly individual: readonly Proof[][];
  readonly overall: readonly Proof[];
  readonly blank: readonly Proof[] | null;
}

interface Ballot {
  readonly uuid: string;
  readonly fingerprint: string;
  readonly credential: string;
  readonly answers: readonly Answer[];
  /** The bytes before the signature. */
  readonly unsigned: Uint8Array;
  readonly hash: string;
  readonly signature: Proof;
}

/** What a good ballot says in public. */
export interface CheckedBallot {
  readonly credential: string;
  /** Unpadded base64 of the SHA-256 of the bytes. */
  readonly tracker: string;
  /** α and β of every bit of every question, in order. */
  readonly points: readonly Point[];
}

/** An overall proof has a branch for every sum and one for blank. */
const proofList = (reader: Reader): Proof[] => reader.array(LARGEST_LIST + 2, () => reader.proof());

function readAnswer(reader: Reader): Answer {
  reader.expect('{"choices":');
  const choices = reader.array(LARGEST_LIST + 1, () => {
    reader.expect('{"alpha":');
    const alpha = reader.point();
    reader.expect(',"beta":');
    const beta = reader.point();
    reader.expect('}');
    return { alpha, beta };
  });
  reader.expect(',"individual_proofs":');
  const individual = reader.array(LARGEST_LIST + 1, () => proofList(reader));
  reader.expect(',"overall_proof":');
  const overall = proofList(reader);
  const blank = reader.skip(',"blank_proof":') ? proofList(reader) : null;
  reader.expect('}');
  return { choices, individual, overall, blank };
}

function readBallot(bytes: Uint8Array): Ballot {
  return readAll(
    bytes,
    (reader) => {
      reader.expect('{"election_uuid":');
      const uuid = reader.plain(BASE58);
      reader.expect(',"election_hash":');
      const fingerprint = reader.plain(BASE64);
      reader.expect(',"credential":');
      const credential = reader.point();
      reader.expect(',"answers":');
      const answers = reader.array(LARGEST_LIST, () => readAnswer(reader));
      const unsigned = bytes.subarray(0, reader.at);
      reader.expect(',"signature":{"hash":');
      const hash = reader.plain(BASE64);
      reader.expect(',"proof":');
      const signature = reader.proof();
      reader.expect('}}');
      return { uuid, fingerprint, credential, answers, unsigned, hash, signature };
    },
    (at) => new Fault('ballot-form', { at }),
  );
}

function fits(question: Question, { choices, individual, overall, blank }: Answer): boolean {
  const bits = bitsOf(question);
  return (
    choices.length === bits &&
    individual.length === bits &&
    individual.every((pair) => pair.length === 2) &&
    overall.length === question.max - question.min + (question.blank ? 2 : 1) &&
    blank?.length === (question.blank ? 2 : undefined)
  );
}

/** One claim of a proof: (α, β) raised to the challenge of its branch holds `target`. */
interface Claim {
  readonly alpha: Point;
  readonly beta: Point;
  readonly target: number;
}

/** Recomputed commitments, spelt together at the end: one inversion for a ballot. */
class Commitments {
  readonly #points: Point[] = [];
  readonly #key: FixedTable;
  #texts: string[] = [];

  constructor(key: FixedTable) {
    this.#key = key;
  }

  /** Keeps a point to be spelt and answers its place. */
  keep(point: Point): number {
    return this.#points.push(point) - 1;
  }

  /** Makes A = α^c·g^ρ and B = (β/g^M)^c·y^ρ from the powers of the claims, which are used up. */
  add(claims: readonly Claim[], proofs: readonly Proof[]): number {
    const first = this.#points.length;
    claims.forEach(({ alpha, beta, target }, j) => {
      const { challenge: c, response } = proofs[j]!;
      generatorTable().multiplyInto(alpha, response);
      this.#key.multiplyInto(beta, response);
      if (target !== 0) generatorTable().multiplyInto(beta, modOrder(-BigInt(target) * c));
      this.#points.push(alpha, beta);
    });
    return first;
  }

  spell(): void {
    this.#texts = compress(this.#points);
  }

  text(first: number, count: number): string {
    return this.#texts.slice(first, first + count).join(',');
  }
}

/** Whether the challenges of the branches add up to the hash. */
const isClosed = (text: string, branches: readonly Proof[]): boolean =>
  challenge(text) === modOrder(branches.reduce((sum, { challenge: c }) => sum + c, 0n));

/** Checks ballots of one election. */
export class BallotChecker {
  readonly #election: Election;
  readonly #roll: Roll;
  readonly #key: FixedTable;

  constructor(election: Election, roll: Roll) {
    this.#election = election;
    this.#roll = roll;
    this.#key = new FixedTable(election.key);
  }

  /** Throws the first {@link Fault}, cheap checks first. */
  check(bytes: Uint8Array): CheckedBallot {
    const { questions, uuid, fingerprint } = this.#election;
    const ballot = readBallot(bytes);
    if (ballot.uuid !== uuid || ballot.fingerprint !== fingerprint)
      throw new Fault('ballot-election');
    const { answers, credential } = ballot;
    if (answers.length !== questions.length || !questions.every((one, i) => fits(one, answers[i]!)))
      throw new Fault('ballot-shape');
    if (!this.#roll.has(credential)) throw new Fault('ballot-credential');
    checkSignature(ballot);

    const commitments = new Commitments(this.#key);
    const points: Point[] = [];
    const checks = questions.map((question, i) =>
      this.#open(question, answers[i]!, i + 1, points, commitments),
    );
    commitments.spell();
    const context = `${fingerprint}|${credential}`;
    for (const check of checks) check(context);
    return { credential, tracker: base64(digest(bytes)), points };
  }

  /**
   * Reads the points of an answer and raises each to all challenges it meets, in one go with the check of
   * its membership. Answers what is left: to hash and to compare.
   */
  #open(
    question: Question,
    answer: Answer,
    number: number,
    points: Point[],
    commitments: Commitments,
  ): (context: string) => void {
    const { choices, individual, overall, blank } = answer;
    const first = blank ? 1 : 0;
    const total = { alpha: identity(), beta: identity() };
    /** Powers of the blank bit for the two proofs about the whole. */
    let blankPowers: { alpha: Point[]; beta: Point[] } | undefined;
    const places = choices.map(({ alpha, beta }, j) => {
      const exponents = individual[j]!.map(({ challenge: c }) => c);
      if (blank && j === 0) exponents.push(blank[0]!.challenge, overall[0]!.challenge);
      const part = (text: string): { point: Point; powers: Point[] } => {
        const read = readPowers(text, exponents);
        if ('fault' in read)
          throw new Fault('ballot-point', { question: number, choice: j + 1, point: read.fault });
        points.push(read.point);
        return read;
      };
      const [a, b] = [part(alpha), part(beta)];
      if (blank && j === 0) {
        blankPowers = { alpha: a.powers.slice(2), beta: b.powers.slice(2) };
      } else {
        join(total.alpha, total.alpha, a.point);
        join(total.beta, total.beta, b.point);
      }
      const claims = [0, 1].map((target) => ({
        alpha: a.powers[target]!,
        beta: b.powers[target]!,
        target,
      }));
      return commitments.add(claims, individual[j]!);
    });

    // The sum meets the challenges of the bounds, and of "nothing chosen" where blank is allowed.
    const bounds = overall.slice(first);
    const exponents = bounds.map(({ challenge: c }) => c);
    if (blank) exponents.push(blank[1]!.challenge);
    const alphas = powersOf(total.alpha, exponents, false).powers;
    const betas = powersOf(total.beta, exponents, false).powers;
    const claims = bounds.map((_, j) => ({
      alpha: alphas[j]!,
      beta: betas[j]!,
      target: question.min + j,
    }));
    let neither = 0;
    if (blank && blankPowers) {
      const [zero, one] = [0, 1].map((target) => ({
        alpha: blankPowers!.alpha[target]!,
        beta: blankPowers!.beta[target]!,
        target,
      }));
      const nothing = { alpha: alphas.at(-1)!, beta: betas.at(-1)!, target: 0 };
      neither = commitments.add([zero!, nothing], blank);
      claims.unshift(one!);
    }
    const either = commitments.add(claims, overall);
    const sum = commitments.keep(total.alpha);
    commitments.keep(total.beta);

    return (context) => {
      choices.forEach(({ alpha, beta }, j) => {
        const text = `prove|${context}|${alpha},${beta}|${commitments.text(places[j]!, 4)}`;
        if (!isClosed(text, individual[j]!))
          throw new Fault('ballot-choice', { question: number, choice: j + 1 });
      });
      const whole = `${context}|${choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(',')}`;
      if (blank && !isClosed(`bproof0|${whole}|${commitments.text(neither, 4)}`, blank))
        throw new Fault('ballot-blank', { question: number });
      const start = blank ? `bproof1|${whole}` : `prove|${whole}|${commitments.text(sum, 2)}`;
      if (!isClosed(`${start}|${commitments.text(either, 2 * overall.length)}`, overall))
        throw new Fault('ballot-bounds', { question: number });
    };
  }
}

function checkSignature({ unsigned, hash, credential, signature }: Ballot): void {
  const bytes = new Uint8Array(unsigned.length + 1);
  bytes.set(unsigned);
  bytes[unsigned.length] = 0x7d; // }
  // The credential is on the roll, and the roll holds elements of the group only.
  const key = decompress(credential);
  if (!key) throw new Fault('ballot-credential');
  if (base64(digest(bytes)) !== hash || !isBallotSigned(key, hash, signature))
    throw new Fault('ballot-signature');
}

/** The ciphertexts of a ballot that was checked before, to take it out of a sum again. */
export function choicesOf(bytes: Uint8Array): Point[] {
  return readBallot(bytes).answers.flatMap(({ choices }) =>
    choices.flatMap(({ alpha, beta }) => [decompress(alpha)!, decompress(beta)!]),
  );
}
