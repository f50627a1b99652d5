/**
 * The documents of the `Setup` event but the trustees: election and roll, read strictly.
 * Source: Belenios specification 3.3.0, "Questions", "Elections", "Credentials".
 */
import { base64 } from '../bytes.ts';
import { digest } from '../challenge.ts';
import { decompress, isIdentity, powersOf, type Point, type PointFault } from './curve.ts';
import { Fault, type Detail, type FaultCode } from './fault.ts';
import { BASE58, readAll, type Reader } from './reader.ts';

/** One contest. */
export interface Question {
  readonly title: string;
  readonly answers: readonly string[];
  readonly blank: boolean;
  readonly min: number;
  readonly max: number;
}

/** A checked election. */
export interface Election {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly questions: readonly Question[];
  /** y, spelt and as a point. */
  readonly publicKey: string;
  readonly key: Point;
  /** φ: unpadded base64 of the SHA-256 of the bytes. */
  readonly fingerprint: string;
}

/** Bits encrypted for a question: one per answer, and one for "blank" before them when allowed. */
export const bitsOf = ({ answers, blank }: Question): number => answers.length + (blank ? 1 : 0);

/** Most questions, and most answers of one: against absurd input, like the limits below. */
export const LARGEST_LIST = 1000;
/** Most encrypted bits of a ballot. */
const MOST_BITS = 10_000;
/** Most voters; a roll of this length fills the largest entry. */
const MOST_VOTERS = 2 ** 22;

/** Checks a received element completely; `null` stands for the identity only where it is allowed. */
export function member(
  text: string,
  code: FaultCode,
  detail: Detail = {},
  identityAllowed = false,
): Point {
  const fault = (point: PointFault): Fault => new Fault(code, { ...detail, point });
  if (!/^[0-9a-f]{64}$/.test(text)) throw fault('encoding');
  const point = decompress(text);
  if (!point) throw fault('not-on-curve');
  if (!identityAllowed && isIdentity(point)) throw fault('identity');
  if (!powersOf(point, [], true).isInSubgroup) throw fault('torsion');
  return point;
}

function bound(reader: Reader): number {
  const start = reader.at;
  const value = reader.integer();
  return value < 2 ** 32 ? value : reader.fail(start);
}

function question(reader: Reader): Question {
  reader.expect('{"answers":');
  const answers = reader.array(LARGEST_LIST, () => reader.text());
  const blank = reader.skip(',"blank":true');
  // Absent means false, but other programs also write it, and what they wrote is frozen.
  if (!blank) reader.skip(',"blank":false');
  reader.expect(',"min":');
  const min = bound(reader);
  reader.expect(',"max":');
  const max = bound(reader);
  reader.expect(',"question":');
  const title = reader.text();
  reader.expect('}');
  return { title, answers, blank, min, max };
}

/** Reads an election; throws {@link Fault}. */
export function readElection(bytes: Uint8Array): Election {
  const document = 'election' as const;
  const raw = readAll(
    bytes,
    (reader) => {
      reader.expect('{"version":1,"description":');
      const description = reader.text();
      reader.expect(',"name":');
      const name = reader.text();
      reader.expect(',"group":');
      const group = reader.plain(/[A-Za-z0-9-]/);
      reader.expect(',"public_key":');
      const publicKey = reader.point();
      reader.expect(',"questions":');
      const questions = reader.array(LARGEST_LIST, () => question(reader));
      reader.expect(',"uuid":');
      const uuid = reader.plain(BASE58);
      for (const field of [',"administrator":', ',"credential_authority":']) {
        if (reader.skip(field)) reader.text();
      }
      if (reader.skip(',"language":[')) {
        reader.text();
        if (!reader.skip(',"ltr"]')) reader.expect(',"rtl"]');
      }
      reader.expect('}');
      return { description, name, group, publicKey, questions, uuid };
    },
    (at) => new Fault(`${document}-form`, { document, at }),
  );
  const { group, questions, uuid, publicKey } = raw;
  if (group !== 'Ed25519') throw new Fault('election-protocol');
  if (uuid.length < 14 || uuid.length > 64) throw new Fault('election-id');
  if (questions.length === 0 || questions.length > LARGEST_LIST)
    throw new Fault('election-question', { question: questions.length });
  const impossible = questions.findIndex(
    ({ answers, min, max }) =>
      answers.length === 0 || answers.length > LARGEST_LIST || min > max || max > answers.length,
  );
  if (impossible >= 0) throw new Fault('election-question', { question: impossible + 1 });
  let bits = 0;
  questions.forEach((one, i) => {
    bits += bitsOf(one);
    if (bits > MOST_BITS) throw new Fault('election-question', { question: i + 1 });
  });
  const key = member(publicKey, 'election-point', { document });
  return { ...raw, key, fingerprint: base64(digest(bytes)) };
}

/** Who may vote: public credentials and how often a ballot of each counts. */
export type Roll = ReadonlyMap<string, number>;

/** Largest sum of weights, so that sums can be found. */
export const LARGEST_WEIGHT = 2 ** 38;

/** The same order as texts of RFC 8032: the digits' bytes from the back. */
const reversed = (text: string): string => text.match(/../g)!.reverse().join('');

/** Reads a roll; throws {@link Fault}. Weights stand after a comma; none means 1. */
export function readRoll(bytes: Uint8Array, isSortedNeeded: boolean): Roll {
  const document = 'roll' as const;
  let isWeighted: boolean | undefined;
  const lines = readAll(
    bytes,
    (reader) =>
      reader.array(MOST_VOTERS, () => {
        const start = reader.at;
        const [credential, ...rest] = reader.plain(/[A-Za-z0-9,]/).split(',');
        // Weights are used or they are not: "1" left out here and there is a second spelling.
        isWeighted ??= rest.length > 0;
        if (isWeighted !== rest.length > 0) reader.fail(start);
        if (rest.length === 0) return [credential!, 1] as const;
        const weight = rest.join();
        if (!/^(0|[1-9][0-9]{0,19})$/.test(weight) || BigInt(weight) >> 64n !== 0n)
          reader.fail(start);
        // Where the number is not exact it is beyond the limit below.
        return [credential!, Number(weight)] as const;
      }),
    (at) => new Fault(`${document}-form`, { document, at }),
  );
  for (const [credential] of lines) member(credential, 'roll-point', { document });
  const total = lines.reduce((sum, [, weight]) => sum + weight, 0);
  if (total > LARGEST_WEIGHT) throw new Fault('roll-weight');
  const roll = new Map(lines);
  if (roll.size !== lines.length) throw new Fault('roll-repeated');
  const ascends = (texts: readonly string[]): boolean =>
    texts.every((text, i) => i === 0 || texts[i - 1]! < text);
  const credentials = lines.map(([credential]) => credential);
  if (isSortedNeeded && !ascends(credentials) && !ascends(credentials.map(reversed)))
    throw new Fault('roll-order');
  return roll;
}
