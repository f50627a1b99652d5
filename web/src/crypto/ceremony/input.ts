/**
 * What the server hands each member once all polynomials are there: the values meant for it.
 *
 * Source: Belenios specification 3.3.0, "Vinputs".
 */
import { encodeElement, generatorBase, modOrder, parseScalar } from '../group.ts';
import type { ProofJson } from '../proofs.ts';
import { ownKeys, type Certificate } from './certificate.ts';
import { readCanonical, receive, signedFields, type SignedMessage } from './channel.ts';
import { CeremonyFault } from './fault.ts';
import {
  checkOwnPolynomial,
  readCoefficients,
  valueInExponent,
  type Polynomial,
} from './polynomial.ts';
import type { Seed } from './seed.ts';

/** The values for one member and what checks them (fields in this order). */
export interface Input {
  polynomial: string;
  secrets: string[];
  coefexps: SignedMessage[];
  signatures: ProofJson[];
}

/** Sorts all members' messages for the member at `index`. This is the server's step. */
export function inputFor(polynomials: readonly Polynomial[], index: number): string {
  const input: Input = {
    polynomial: polynomials[index - 1]!.polynomial,
    secrets: polynomials.map(({ secrets }) => secrets[index - 1]!),
    coefexps: polynomials.map(({ coefexps }) => coefexps),
    signatures: polynomials.map(({ signature }) => signature),
  };
  return JSON.stringify(input);
}

function readInput(input: string, certificates: readonly Certificate[]): Input {
  const read = readCanonical<Input>(input, (raw) => ({
    polynomial: raw.polynomial!,
    secrets: raw.secrets!,
    coefexps: raw.coefexps!.map(signedFields),
    signatures: raw.signatures!.map(({ challenge, response }) => ({ challenge, response })),
  }));
  const lists = read ? [read.secrets, read.coefexps, read.signatures] : [];
  if (!read || !lists.every((each) => each.length === certificates.length))
    throw new CeremonyFault('malformed');
  return read;
}

/**
 * The election key the members made, from what each of them signed.
 *
 * # Errors
 * {@link CeremonyFault} that names the member whose coefficients are wrong.
 */
export function groupKey(certificates: readonly Certificate[], input: string): string {
  const { coefexps, signatures } = readInput(input, certificates);
  const firsts = coefexps.map(
    (each, i) => readCoefficients(each, signatures[i], certificates, i + 1)[0]!,
  );
  return encodeElement(firsts.reduce((product, each) => product.add(each)));
}

/**
 * The decryption key of the member at `index`: the sum of the values all members sent it, each
 * found to be signed by its sender and to fit what the sender published.
 *
 * # Errors
 * {@link CeremonyFault} that names the member whose message is wrong.
 */
export function combineShares(
  seed: Seed,
  certificates: readonly Certificate[],
  input: string,
  index: number,
): bigint {
  const keys = ownKeys(seed, certificates, index);
  const read = readInput(input, certificates);
  let sum = 0n;
  certificates.forEach((certificate, i) => {
    const member = i + 1;
    const coefficients = readCoefficients(
      read.coefexps[i]!,
      read.signatures[i],
      certificates,
      member,
    );
    if (member === index) checkOwnPolynomial(keys, certificate, read.polynomial, coefficients);
    const text = receive(keys, certificate.verificationKey, member, read.secrets[i]!);
    const raw = readCanonical<{ secret: string }>(text, ({ secret }) => ({ secret: secret! }));
    const share = parseScalar(raw?.secret);
    if (share === null) throw new CeremonyFault('malformed', member);
    if (!generatorBase().multiply(share).equals(valueInExponent(coefficients, index)))
      throw new CeremonyFault('share_wrong', member);
    sum = modOrder(sum + share);
  });
  if (sum === 0n) throw new CeremonyFault('key_wrong');
  return sum;
}
