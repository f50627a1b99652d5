/**
 * A member's part of the election's key: the public half with its proof, and the private half
 * sealed to the member itself, so that the seed is all the member has to keep.
 *
 * Source: Belenios specification 3.3.0, "Voutputs" and "Threshold parameters".
 */
import { decodeElement, encodeElement, parseScalar, type Element } from '../group.ts';
import { systemRandom, type RandomBytes } from '../random.ts';
import { checkTrusteeKey, publicKeyOf, publishKey, type TrusteeKeyJson } from '../trustee.ts';
import type { ProofJson } from '../proofs.ts';
import { ownKeys, type Certificate } from './certificate.ts';
import { isSigned, readCanonical, receive, send, sign, type SignedMessage } from './channel.ts';
import { CeremonyFault } from './fault.ts';
import { combineShares } from './input.ts';
import { readCoefficients, valueInExponent, type Polynomial } from './polynomial.ts';
import type { Seed } from './seed.ts';

/** A verification key as published by a threshold trustee (fields in this order). */
export interface SignedTrusteeKey extends TrusteeKeyJson {
  signature: ProofJson;
}

/** What a member hands in (fields in this order). */
export interface Output {
  /** The decryption key, sealed to the member itself. */
  private_key: string;
  public_key: SignedTrusteeKey;
}

/**
 * Checks every member's message and makes the key of the member at `index`, as handed in.
 *
 * # Errors
 * {@link CeremonyFault} that names the member whose message is wrong.
 */
export function makeOutput(
  seed: Seed,
  certificates: readonly Certificate[],
  input: string,
  index: number,
  random: RandomBytes = systemRandom,
): string {
  const privateKey = combineShares(seed, certificates, input, index);
  const keys = ownKeys(seed, certificates, index);
  const { pok, public_key } = publishKey(privateKey, random);
  const message = JSON.stringify({ decryption_key: privateKey.toString() });
  const output: Output = {
    private_key: send(keys, keys.encryption, message, random),
    public_key: { pok, public_key, signature: sign(keys.signing, public_key, random) },
  };
  return JSON.stringify(output);
}

/**
 * Reads a member's output and checks what can be seen from outside: proof and signature.
 *
 * # Errors
 * {@link CeremonyFault} `key_wrong` that names the member.
 */
export function readOutput(
  text: string,
  certificates: readonly Certificate[],
  member: number,
): Output {
  const read = readCanonical<Output>(text, ({ private_key, public_key }) => {
    const { pok, public_key: key, signature } = public_key!;
    return {
      private_key: private_key!,
      public_key: {
        pok: { challenge: pok.challenge, response: pok.response },
        public_key: key,
        signature: { challenge: signature.challenge, response: signature.response },
      },
    };
  });
  const own = certificates[member - 1];
  if (
    !read ||
    !own ||
    typeof read.private_key !== 'string' ||
    !checkTrusteeKey(read.public_key) ||
    !isSigned(own.verificationKey, read.public_key.public_key, read.public_key.signature)
  )
    throw new CeremonyFault('key_wrong', member);
  return read;
}

/**
 * The decryption key of the member at `index`, from what it handed in.
 *
 * # Errors
 * {@link CeremonyFault}: the seed is another's, or what came back is not what was handed in.
 */
export function privateKeyOf(
  seed: Seed,
  certificates: readonly Certificate[],
  output: string,
  index: number,
): bigint {
  const keys = ownKeys(seed, certificates, index);
  const { private_key, public_key } = readOutput(output, certificates, index);
  const own = certificates[index - 1]!;
  const text = receive(keys, own.verificationKey, index, private_key);
  const raw = readCanonical<{ decryption_key: string }>(text, ({ decryption_key }) => ({
    decryption_key: decryption_key!,
  }));
  const privateKey = parseScalar(raw?.decryption_key);
  if (!privateKey || publicKeyOf(privateKey) !== public_key.public_key)
    throw new CeremonyFault('key_wrong', index);
  return privateKey;
}

/** A `Pedersen` group as published among the trustees (fields in this order). */
export interface ThresholdParameters {
  threshold: number;
  certs: SignedMessage[];
  coefexps: SignedMessage[];
  signatures: ProofJson[];
  verification_keys: SignedTrusteeKey[];
}

/**
 * Puts the group together; each key is found to be what the members' coefficients make it. This is
 * the server's step.
 *
 * # Errors
 * {@link CeremonyFault} that names the member whose message is wrong.
 */
export function finishCeremony(
  certificates: readonly Certificate[],
  polynomials: readonly Polynomial[],
  outputs: readonly Output[],
): { group: ThresholdParameters; publicKey: string } {
  const coefficients = polynomials.map(({ coefexps, signature }, i) =>
    readCoefficients(coefexps, signature, certificates, i + 1),
  );
  const product = (points: Element[]) => encodeElement(points.reduce((sum, each) => sum.add(each)));
  outputs.forEach(({ public_key }, j) => {
    const expected = product(coefficients.map((each) => valueInExponent(each, j + 1)));
    if (public_key.public_key !== expected || !decodeElement(expected))
      throw new CeremonyFault('key_wrong', j + 1);
  });
  return {
    group: {
      threshold: certificates[0]!.context.threshold,
      certs: certificates.map(({ published }) => published),
      coefexps: polynomials.map(({ coefexps }) => coefexps),
      signatures: polynomials.map(({ signature }) => signature),
      verification_keys: outputs.map(({ public_key }) => public_key),
    },
    publicKey: product(coefficients.map((each) => each[0]!)),
  };
}
