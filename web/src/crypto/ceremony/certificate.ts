/**
 * Certificates: the keys by which the members of one ceremony know each other.
 *
 * The server passes them on and could put its own in their place; that is why their fingerprints
 * are on the trustees' page, to be compared aloud.
 * Source: Belenios specification 3.3.0, "Certificates".
 */
import { decodeElement, GROUP_NAME, type Element } from '../group.ts';
import { systemRandom, type RandomBytes } from '../random.ts';
import {
  isSigned,
  readCanonical,
  signedFields,
  signMessage,
  type SignedMessage,
} from './channel.ts';
import { CeremonyFault } from './fault.ts';
import { keysOf, type MemberKeys, type Seed } from './seed.ts';

/** Which ceremony, and which place in it (fields in this order). */
export interface Context {
  group: string;
  /** n, the number of members. */
  size: number;
  /** t, how many of them open a box. */
  threshold: number;
  /** The member's place, from 1. */
  index: number;
}

/** The context of one member of a ceremony. */
export function contextOf(size: number, threshold: number, index: number): Context {
  return { group: GROUP_NAME, size, threshold, index };
}

interface CertificateKeys {
  context: Context;
  verification: string;
  encryption: string;
}

/** A member's certificate that was found in order. */
export interface Certificate {
  readonly published: SignedMessage;
  readonly context: Context;
  /** Texts as published, points as decoded. */
  readonly verification: string;
  readonly verificationKey: Element;
  readonly encryption: string;
}

/** Makes the certificate of a seed for a place in a ceremony, as handed in. */
export function makeCertificate(
  seed: Seed,
  context: Context,
  random: RandomBytes = systemRandom,
): string {
  const { signing, verification, encryption } = keysOf(seed);
  const keys: CertificateKeys = { context, verification, encryption };
  return JSON.stringify(signMessage(signing, JSON.stringify(keys), random));
}

/**
 * Reads a certificate and checks its context, keys and signature.
 *
 * # Errors
 * {@link CeremonyFault} `certificate_invalid` that names the member of the context.
 */
export function readCertificate(text: string, expected: Context): Certificate {
  const fault = new CeremonyFault('certificate_invalid', expected.index);
  const published = readCanonical<SignedMessage>(text, signedFields);
  const keys = readCanonical<CertificateKeys>(
    published?.message,
    ({ context, verification, encryption }) => {
      const { group, size, threshold, index } = context!;
      return {
        context: { group, size, threshold, index },
        verification: verification!,
        encryption: encryption!,
      };
    },
  );
  if (!published || !keys || JSON.stringify(keys.context) !== JSON.stringify(expected)) throw fault;
  const verificationKey = decodeElement(keys.verification);
  if (!verificationKey || !decodeElement(keys.encryption)) throw fault;
  if (!isSigned(verificationKey, published.message, published.signature)) throw fault;
  return { published, verificationKey, ...keys };
}

/**
 * Reads the certificates of all members, a JSON array in the order of their places.
 *
 * # Errors
 * {@link CeremonyFault} that names the member whose certificate is wrong, or whose key another
 * member has already.
 */
export function readCertificates(text: string, size: number, threshold: number): Certificate[] {
  const list = readCanonical<unknown[]>(text, (raw) => raw as unknown[]);
  if (!Array.isArray(list) || list.length !== size) throw new CeremonyFault('certificate_invalid');
  const certificates = list.map((each, i) =>
    readCertificate(JSON.stringify(each), contextOf(size, threshold, i + 1)),
  );
  const seen = new Set<string>();
  for (const { verification, encryption, context } of certificates) {
    if (seen.has(verification) || seen.has(encryption))
      throw new CeremonyFault('certificate_invalid', context.index);
    seen.add(verification).add(encryption);
  }
  return certificates;
}

/**
 * The keys of a seed, found to be those of the member at `index`.
 *
 * # Errors
 * {@link CeremonyFault} `not_my_certificate`: somebody else's certificate stands there.
 */
export function ownKeys(
  seed: Seed,
  certificates: readonly Certificate[],
  index: number,
): MemberKeys {
  const keys = keysOf(seed);
  const own = certificates[index - 1];
  if (own?.verification !== keys.verification || own.encryption !== keys.encryption)
    throw new CeremonyFault('not_my_certificate', index);
  return keys;
}
