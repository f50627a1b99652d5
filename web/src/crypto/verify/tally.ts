/**
 * The tally: the product of the ballots that count, the shares of the trustees, the sums.
 * Source: Belenios specification 3.3.0, "Encrypted tally", "Partial decryptions", "Election result".
 */
import { bytesToHex } from '../bytes.ts';
import { digestText } from '../challenge.ts';
import { compress, equals, generatorTable, identity, join, powersOf, type Point } from './curve.ts';
import { bitsOf, LARGEST_LIST, member, type Election } from './documents.ts';
import { Fault } from './fault.ts';
import { isSameExponent } from './proofs.ts';
import { quotedWeight, readAll, type Proof, type Reader } from './reader.ts';
import { lagrange, type TrusteeKey, type Trustees } from './trustees.ts';

const weighted = (point: Point, weight: number): Point =>
  weight === 1 ? point : powersOf(point, [BigInt(weight)], false).powers[0]!;

/** Adds up ballots as they come. */
export class Accumulator {
  readonly #election: Election;
  /** α and β of every bit in order. */
  readonly #points: Point[];
  counted = 0;
  weight = 0;

  constructor(election: Election) {
    this.#election = election;
    const bits = election.questions.reduce((sum, question) => sum + bitsOf(question), 0);
    this.#points = Array.from({ length: 2 * bits }, identity);
  }

  /** Adds a ballot that counts, or takes a replaced one out. */
  add(points: readonly Point[], weight: number, sign: 1 | -1 = 1): void {
    this.#points.forEach((sum, i) => join(sum, sum, weighted(points[i]!, weight), sign < 0));
    this.counted += sign;
    this.weight += sign * weight;
  }

  /** The tally and the counts as they must stand on the board. */
  finish(): Tally {
    const texts = compress(this.#points);
    let next = 0;
    const rows = this.#election.questions.map((question) =>
      Array.from({ length: bitsOf(question) }, () => {
        const at = 2 * next++;
        return {
          alpha: this.#points[at]!,
          beta: this.#points[at + 1]!,
          text: `{"alpha":"${texts[at]!}","beta":"${texts[at + 1]!}"}`,
        };
      }),
    );
    const text = `[${rows.map((row) => `[${row.map((one) => one.text).join(',')}]`).join(',')}]`;
    const sized = `{"num_tallied":${this.counted},"total_weight":${quotedWeight(this.weight)},"encrypted_tally":"${bytesToHex(digestText(text))}"}`;
    return { rows, text, sized, weight: this.weight };
  }
}

/** The product of the ballots that count. */
export interface Tally {
  readonly rows: readonly (readonly { alpha: Point; beta: Point }[])[];
  readonly text: string;
  readonly sized: string;
  readonly weight: number;
}

/** A list for each question. */
const lists = <T>(reader: Reader, item: () => T): T[][] =>
  reader.array(LARGEST_LIST, () => reader.array(LARGEST_LIST + 1, item));

/** The checked factors of one trustee. */
export type Share = readonly (readonly Point[])[];

/** Reads a trustee's share and checks its proofs; throws {@link Fault}. */
export function readShare(
  bytes: Uint8Array,
  { fingerprint }: Election,
  tally: Tally,
  key: TrusteeKey,
): Share {
  const document = 'decryption';
  const raw = readAll(
    bytes,
    (reader) => {
      reader.expect('{"decryption_factors":');
      const factors = lists(reader, () => reader.point());
      reader.expect(',"decryption_proofs":');
      const proofs = lists(reader, (): Proof => reader.proof());
      reader.expect('}');
      return { factors, proofs };
    },
    (at) => new Fault('share-form', { document, at }),
  );
  // The identity is right for the sums of an election without ballots.
  const factors = raw.factors.map((row) =>
    row.map((text) => member(text, 'share-point', { document }, true)),
  );
  const fits = (rows: readonly (readonly unknown[])[]): boolean =>
    rows.length === tally.rows.length &&
    rows.every((row, i) => row.length === tally.rows[i]!.length);
  if (!fits(factors) || !fits(raw.proofs)) throw new Fault('share-shape');
  const context = `decrypt|${fingerprint}|${key.text}|`;
  const proved = tally.rows.every((row, i) =>
    row.every(({ alpha }, j) =>
      isSameExponent(key.point, alpha, factors[i]![j]!, raw.proofs[i]![j]!, context),
    ),
  );
  if (!proved) throw new Fault('share-proof');
  return factors;
}

/**
 * Whether the checked shares, in the order of their owners, open the tally to these sums; throws
 * {@link Fault} when shares are missing or the sums have another shape.
 */
export function isOpenedTo(
  sums: readonly (readonly number[])[],
  tally: Tally,
  { groups }: Trustees,
  shares: readonly (Share | undefined)[],
): boolean {
  const fits =
    sums.length === tally.rows.length &&
    sums.every((row, i) => row.length === tally.rows[i]!.length);
  if (!fits) throw new Fault('result-shape');
  /** The factor of the tally is the product of the shares' factors to these powers. */
  const used: { share: Share; exponent: bigint }[] = [];
  let first = 0;
  for (const { threshold, members } of groups) {
    const given = members.flatMap((_, i) => {
      const share = shares[first + i];
      return share ? [{ number: i + 1, share }] : [];
    });
    const needed = threshold ?? 1;
    if (given.length < needed) throw new Fault('share-missing', { trustee: first + 1 });
    const present = given.slice(0, needed);
    const numbers = present.map(({ number }) => number);
    for (const { number, share } of present)
      used.push({ share, exponent: lagrange(numbers, number) });
    first += members.length;
  }
  return tally.rows.every((row, i) =>
    row.every(({ beta }, j) => {
      const sum = sums[i]![j]!;
      // β = g^sum times the factors.
      const expected = identity();
      generatorTable().multiplyInto(expected, BigInt(sum));
      for (const { share, exponent } of used) {
        const factor = share[i]![j]!;
        const raised = exponent === 1n ? factor : powersOf(factor, [exponent], false).powers[0]!;
        join(expected, expected, raised);
      }
      return sum <= tally.weight && equals(beta, expected);
    }),
  );
}

/** Reads `{"result":[[…],…]}`. */
export function readResult(bytes: Uint8Array): number[][] {
  return readAll(
    bytes,
    (reader) => {
      reader.expect('{"result":');
      const sums = lists(reader, () => reader.weight());
      reader.expect('}');
      return sums;
    },
    (at) => new Fault('result-form', { document: 'result', at }),
  );
}
