/**
 * A member's random polynomial: its coefficients kept for the member alone, its values sent to each
 * member, and powers of g that let everybody check both.
 *
 * Source: Belenios specification 3.3.0, "Polynomials".
 */
import {
  decodeElement,
  encodeElements,
  generatorBase,
  modOrder,
  parseScalar,
  randomScalar,
  type Element,
} from '../group.ts';
import type { ProofJson } from '../proofs.ts';
import { systemRandom, type RandomBytes } from '../random.ts';
import { multiply } from '../variable-base.ts';
import { ownKeys, type Certificate } from './certificate.ts';
import {
  isSigned,
  readCanonical,
  receive,
  send,
  sign,
  signedFields,
  signMessage,
  type SignedMessage,
} from './channel.ts';
import { CeremonyFault } from './fault.ts';
import type { MemberKeys, Seed } from './seed.ts';

/** What a member hands in (fields in this order). */
export interface Polynomial {
  /** The coefficients, sealed to the member itself. */
  polynomial: string;
  /** The value for each member, sealed to that member. */
  secrets: string[];
  /** g to the coefficients, signed. */
  coefexps: SignedMessage;
  /** Signature of the certificates seen and of the coefficients' powers. */
  signature: ProofJson;
}

/** The text a member signs to say which certificates it has seen. */
function certificatesText(certificates: readonly Certificate[], coefexps: string[]): string {
  const certs = certificates.map(({ published }) => published);
  return `certs_sig|${JSON.stringify({ certs, coefexps })}`;
}

/**
 * Makes the polynomial of the member at `index`, as handed in.
 *
 * # Errors
 * {@link CeremonyFault} `not_my_certificate`.
 */
export function makePolynomial(
  seed: Seed,
  certificates: readonly Certificate[],
  index: number,
  random: RandomBytes = systemRandom,
): string {
  const keys = ownKeys(seed, certificates, index);
  const { threshold } = certificates[0]!.context;
  const coefficients = Array.from({ length: threshold }, () => {
    let coefficient = 0n;
    while (coefficient === 0n) coefficient = randomScalar(random);
    return coefficient;
  });
  const coefexps = encodeElements(coefficients.map((each) => generatorBase().multiply(each)));
  const value = (x: bigint) => coefficients.reduceRight((sum, a) => modOrder(sum * x + a), 0n);
  const polynomial: Polynomial = {
    polynomial: send(
      keys,
      keys.encryption,
      JSON.stringify({ polynomial: coefficients.map(String) }),
      random,
    ),
    secrets: certificates.map(({ encryption }, i) =>
      send(keys, encryption, JSON.stringify({ secret: value(BigInt(i + 1)).toString() }), random),
    ),
    coefexps: signMessage(keys.signing, JSON.stringify({ coefexps }), random),
    signature: sign(keys.signing, certificatesText(certificates, coefexps), random),
  };
  return JSON.stringify(polynomial);
}

/**
 * Reads a member's polynomial and checks all that can be seen from outside.
 *
 * # Errors
 * {@link CeremonyFault} `polynomial_invalid` that names the member.
 */
export function readPolynomial(
  text: string,
  certificates: readonly Certificate[],
  member: number,
): Polynomial {
  const fault = new CeremonyFault('polynomial_invalid', member);
  const read = readCanonical<Polynomial>(text, ({ polynomial, secrets, coefexps, signature }) => ({
    polynomial: polynomial!,
    secrets: secrets!,
    coefexps: signedFields(coefexps!),
    signature: { challenge: signature!.challenge, response: signature!.response },
  }));
  const texts = read && Array.isArray(read.secrets) ? [read.polynomial, ...read.secrets] : [];
  if (!read || texts.length !== certificates.length + 1) throw fault;
  if (!texts.every((each) => typeof each === 'string')) throw fault;
  readCoefficients(read.coefexps, read.signature, certificates, member);
  return read;
}

/**
 * g to a member's coefficients, found to be signed by the member together with the certificates.
 *
 * # Errors
 * {@link CeremonyFault} `polynomial_invalid` that names the member.
 */
export function readCoefficients(
  coefexps: SignedMessage,
  signature: unknown,
  certificates: readonly Certificate[],
  member: number,
): Element[] {
  const fault = new CeremonyFault('polynomial_invalid', member);
  const { verificationKey, context } = certificates[member - 1]!;
  const raw = readCanonical<{ coefexps: string[] }>(coefexps.message, (each) => ({
    coefexps: each.coefexps!,
  }));
  if (!raw || !Array.isArray(raw.coefexps) || raw.coefexps.length !== context.threshold)
    throw fault;
  const points = raw.coefexps.map((each) => {
    const point = decodeElement(each);
    if (!point) throw fault;
    return point;
  });
  if (
    !isSigned(verificationKey, coefexps.message, coefexps.signature) ||
    !isSigned(verificationKey, certificatesText(certificates, raw.coefexps), signature)
  )
    throw fault;
  return points;
}

/** g to a member's value for the place x: the product of A_k to the x^k. */
export function valueInExponent(coefficients: readonly Element[], x: number): Element {
  return coefficients.reduceRight((sum, point) => multiply(sum, BigInt(x)).add(point));
}

/**
 * Makes sure that a sealed polynomial is the member's own and fits the published coefficients.
 *
 * # Errors
 * {@link CeremonyFault} that names the member itself: what the server gave back is not what was
 * handed in.
 */
export function checkOwnPolynomial(
  keys: MemberKeys,
  own: Certificate,
  sealed: string,
  coefficients: readonly Element[],
): void {
  const { index } = own.context;
  const text = receive(keys, own.verificationKey, index, sealed);
  const raw = readCanonical<{ polynomial: string[] }>(text, ({ polynomial }) => ({
    polynomial: polynomial!,
  }));
  const numbers = Array.isArray(raw?.polynomial) ? raw.polynomial.map(parseScalar) : [];
  if (
    numbers.length !== coefficients.length ||
    !coefficients.every((point, k) => {
      const number = numbers[k];
      return (
        number !== null && number !== undefined && generatorBase().multiply(number).equals(point)
      );
    })
  )
    throw new CeremonyFault('polynomial_invalid', index);
}
