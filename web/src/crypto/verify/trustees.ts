/**
 * The trustees: who can open the sums, and only together. Single ones are all needed; of a threshold
 * group (Pedersen) t of n members.
 *
 * Source: Belenios specification 3.3.0, "Trustees", "Messages specific to threshold decryption support".
 */
import {
  compress,
  equals,
  identity,
  isIdentity,
  join,
  modOrder,
  ORDER,
  powersOf,
} from './curve.ts';
import type { Point } from './curve.ts';
import { member } from './documents.ts';
import { Fault } from './fault.ts';
import { isMessageSigned, isPossessed } from './proofs.ts';
import { quoted, readAll, type Proof, type Reader } from './reader.ts';

/** A trustee's checked public key. */
export interface TrusteeKey {
  readonly text: string;
  readonly point: Point;
  readonly name: string | null;
}

/** One factor of the election key: a single trustee (a group of one), or a threshold group. */
export interface Group {
  /** How many members must take part; `null` for a single trustee. */
  readonly threshold: number | null;
  readonly members: readonly TrusteeKey[];
}

/** All trustees in order. */
export interface Trustees {
  readonly groups: readonly Group[];
  /** Every trustee, groups flattened; the first is owner 1. */
  readonly keys: readonly TrusteeKey[];
  /** The product of all factors, spelt. */
  readonly combined: string;
}

/** Most trustees, and most members of a group: each one's part is checked with those of all. */
const MOST_TRUSTEES = 255;

interface RawKey {
  readonly possession: Proof;
  readonly text: string;
  readonly signature: Proof | null;
  readonly name: string | null;
}
interface Signed {
  readonly message: string;
  readonly signature: Proof;
}
interface RawGroup {
  readonly threshold: number;
  readonly certificates: readonly Signed[];
  readonly coefficients: readonly Signed[];
  readonly signatures: readonly Proof[];
  readonly keys: readonly RawKey[];
}

function rawKey(reader: Reader): RawKey {
  reader.expect('{"pok":');
  const possession = reader.proof();
  reader.expect(',"public_key":');
  const text = reader.point();
  const signature = reader.skip(',"signature":') ? reader.proof() : null;
  const name = reader.skip(',"name":') ? reader.text() : null;
  reader.expect('}');
  return { possession, text, signature, name };
}

function signed(reader: Reader): Signed {
  reader.expect('{"message":');
  const message = reader.text();
  reader.expect(',"signature":');
  const signature = reader.proof();
  reader.expect('}');
  return { message, signature };
}

function rawGroup(reader: Reader): RawGroup {
  reader.expect('{"threshold":');
  const start = reader.at;
  const threshold = reader.integer();
  if (threshold >= 2 ** 32) reader.fail(start);
  reader.expect(',"certs":');
  const certificates = reader.array(MOST_TRUSTEES, () => signed(reader));
  reader.expect(',"coefexps":');
  const coefficients = reader.array(MOST_TRUSTEES, () => signed(reader));
  reader.expect(',"signatures":');
  const signatures = reader.array(MOST_TRUSTEES, () => reader.proof());
  reader.expect(',"verification_keys":');
  const keys = reader.array(MOST_TRUSTEES, () => rawKey(reader));
  reader.expect('}');
  return { threshold, certificates, coefficients, signatures, keys };
}

function checkedKey({ text, possession, name }: RawKey): TrusteeKey {
  const point = member(text, 'trustee-point', { document: 'trustees' });
  if (!isPossessed(point, text, possession)) throw new Fault('trustee-proof');
  return { text, point, name };
}

function isGood(key: RawKey): boolean {
  try {
    checkedKey(key);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** Reads trustees and checks every proof and signature; throws {@link Fault}. */
export function readTrustees(bytes: Uint8Array): Trustees {
  const raw = readAll(
    bytes,
    (reader) =>
      reader.array(MOST_TRUSTEES, (): RawKey | RawGroup => {
        const single = reader.skip('["Single",');
        if (!single) reader.expect('["Pedersen",');
        const start = reader.at;
        const trustee = single ? rawKey(reader) : rawGroup(reader);
        // Only members of a group have a key to sign with.
        if (!('threshold' in trustee) && trustee.signature && isGood(trustee)) reader.fail(start);
        reader.expect(']');
        return trustee;
      }),
    (at) => new Fault('trustee-form', { at }),
  );
  const combined = identity();
  const groups = raw.map((one): Group => {
    if ('threshold' in one) {
      const { key, members } = checkedGroup(one);
      join(combined, combined, key);
      return { threshold: one.threshold, members };
    }
    const key = checkedKey(one);
    join(combined, combined, key.point);
    return { threshold: null, members: [key] };
  });
  const keys = groups.flatMap(({ members }) => members);
  if (keys.length === 0) throw new Fault('trustee-none');
  // Where one member suffices, all members of the group share one key.
  const distinct = groups.flatMap(({ threshold, members }) =>
    threshold === 1 ? members.slice(0, 1) : members,
  );
  if (new Set(distinct.map(({ text }) => text)).size !== distinct.length)
    throw new Fault('trustee-repeated');
  if (isIdentity(combined)) throw new Fault('trustee-cancelled');
  return { groups, keys, combined: compress([combined])[0]! };
}

function checkedGroup(raw: RawGroup): { key: Point; members: TrusteeKey[] } {
  const members = raw.keys.map(checkedKey);
  const { threshold, certificates, coefficients, signatures } = raw;
  const size = certificates.length;
  const lengths = [coefficients.length, signatures.length, members.length];
  if (lengths.some((length) => length !== size) || threshold === 0 || threshold > size)
    throw new Fault('threshold-shape');
  const signers = signingKeys(raw);
  const polynomials = signers.map((key, i) => {
    const points = polynomial(raw, i, key);
    if (!points) throw new Fault('threshold-polynomial', { member: i + 1 });
    return points;
  });
  // Member by member multiplied: the commitments of the polynomial nobody knows.
  const sums = Array.from({ length: threshold }, (_, k) => {
    const sum = identity();
    for (const points of polynomials) join(sum, sum, points[k]!);
    return sum;
  });
  if (isIdentity(sums[0]!)) throw new Fault('trustee-cancelled');
  members.forEach((one, i) => {
    const expected = identity();
    let power = 1n;
    for (const sum of sums) {
      join(expected, expected, powersOf(sum, [power], false).powers[0]!);
      power = modOrder(power * BigInt(i + 1));
    }
    const { signature, text } = raw.keys[i]!;
    if (
      !equals(one.point, expected) ||
      !signature ||
      !isMessageSigned(signers[i]!, text, signature)
    )
      throw new Fault('threshold-key', { member: i + 1 });
  });
  return { key: sums[0]!, members };
}

const encoder = new TextEncoder();

/** Reads a signed message; `null` when it does not fit or holds a point that is none. */
function readMessage<T>(message: string, read: (reader: Reader) => T): T | null {
  try {
    return readAll(encoder.encode(message), read, () => new Fault('trustee-form'));
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

interface Certificate {
  readonly context: readonly [size: number, threshold: number, index: number];
  readonly verification: string;
  readonly encryption: string;
  readonly key: Point;
}

/** Reads a certificate and checks it by itself. */
function readCertificate({ message, signature }: Signed, number: number): Certificate {
  const wrong = new Fault('threshold-certificate', { member: number });
  const found = readMessage(message, (reader) => {
    reader.expect('{"context":{"group":"Ed25519","size":');
    const size = reader.integer();
    reader.expect(',"threshold":');
    const threshold = reader.integer();
    reader.expect(',"index":');
    const index = reader.integer();
    reader.expect('},"verification":');
    const verification = reader.point();
    reader.expect(',"encryption":');
    const encryption = reader.point();
    reader.expect('}');
    return { context: [size, threshold, index] as const, verification, encryption };
  });
  if (!found) throw wrong;
  const [size, ...numbers] = found.context;
  if (size > MOST_TRUSTEES || numbers.some((one) => one < 1 || one > size)) throw wrong;
  const key = member(found.verification, 'threshold-point', { member: number });
  member(found.encryption, 'threshold-point', { member: number });
  if (!isMessageSigned(key, message, signature)) throw wrong;
  return { ...found, key };
}

/** The signing keys of the members, if their certificates make one group. */
function signingKeys({ certificates, threshold }: RawGroup): Point[] {
  const found = certificates.map((one, i) => readCertificate(one, i + 1));
  const [size, needed] = found[0]!.context;
  if (found.length !== size) throw new Fault('threshold-shape');
  const seen = new Set<string>();
  found.forEach(({ context, verification, encryption }, i) => {
    if (context.join() !== [size, needed, i + 1].join())
      throw new Fault('threshold-certificate', { member: i + 1 });
    if (seen.has(verification) || seen.has(encryption)) throw new Fault('trustee-repeated');
    seen.add(verification).add(encryption);
  });
  if (needed !== threshold) throw new Fault('threshold-certificate', { member: 1 });
  return found.map(({ key }) => key);
}

/** The coefficients a member committed to, if both of its signatures hold. */
function polynomial(raw: RawGroup, index: number, key: Point): Point[] | null {
  const { message, signature } = raw.coefficients[index]!;
  const texts = readMessage(message, (reader) => {
    reader.expect('{"coefexps":');
    const points = reader.array(MOST_TRUSTEES, () => reader.point());
    reader.expect('}');
    return points;
  });
  if (!texts || texts.length !== raw.threshold) return null;
  const all =
    `certs_sig|{"certs":[${raw.certificates.map(spelt).join(',')}]` +
    `,"coefexps":[${texts.map((text) => `"${text}"`).join(',')}]}`;
  if (
    !isMessageSigned(key, message, signature) ||
    !isMessageSigned(key, all, raw.signatures[index]!)
  )
    return null;
  return texts.map((text) => member(text, 'threshold-point', { member: index + 1 }));
}

const spelt = ({ message, signature: { challenge, response } }: Signed): string =>
  `{"message":${quoted(message)},"signature":{"challenge":"${challenge}","response":"${response}"}}`;

/** λⱼ for the members present: f(0) = Σ λⱼ·f(j). */
export function lagrange(present: readonly number[], one: number): bigint {
  let product = 1n;
  for (const other of present) {
    if (other !== one)
      product = modOrder(product * BigInt(other) * inverseModOrder(BigInt(other - one)));
  }
  return product;
}

function inverseModOrder(value: bigint): bigint {
  let [a, b] = [modOrder(value), ORDER];
  let [x, u] = [1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, u] = [u, x - quotient * u];
  }
  return modOrder(x);
}
