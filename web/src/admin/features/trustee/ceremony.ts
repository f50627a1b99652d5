/**
 * A threshold trustee's own way through the key ceremony: what this device can do next, without
 * anybody pressing anything.
 */
import {
  contextOf,
  readCertificate,
  readCertificates,
  type Certificate,
} from '@/crypto/ceremony/certificate';
import { CeremonyFault } from '@/crypto/ceremony/fault';
import { groupKey } from '@/crypto/ceremony/input';
import { makeOutput, privateKeyOf } from '@/crypto/ceremony/output';
import { makePolynomial } from '@/crypto/ceremony/polynomial';
import { keysOf, type Seed } from '@/crypto/ceremony/seed';
import { keyFingerprint } from '@/crypto/trustee';
import type { Ceremony, CeremonyMember, CeremonyOwn } from '@/shared/api';

/** What a member's device hands in next. */
export interface Message {
  kind: 'polynomial' | 'key';
  text: string;
}

/**
 * The certificates of all members, once they are there. What the page shows of each, and people read
 * to each other, has to be the fingerprint of the certificate this device uses.
 */
function certificatesOf(
  { size, threshold, members }: Ceremony,
  own: CeremonyOwn,
): Certificate[] | null {
  if (own.certificates === null) return null;
  const certificates = readCertificates(own.certificates, size, threshold);
  certificates.forEach(({ verification }, i) => {
    const shown = members.find(({ position }) => position === i + 1)?.fingerprint;
    if (shown !== keyFingerprint(verification))
      throw new CeremonyFault('certificate_invalid', i + 1);
  });
  return certificates;
}

/** The context of the own place; made here, so that the server cannot name another. */
export const ownContext = ({ size, threshold }: Ceremony, own: CeremonyOwn) =>
  contextOf(size, threshold, own.position);

/** Whether the certificate the server has was made from this seed. */
export function isOwnSeed(seed: Seed, ceremony: Ceremony, own: CeremonyOwn): boolean {
  if (own.certificate === null) return false;
  const { verification } = readCertificate(own.certificate, ownContext(ceremony, own));
  return verification === keysOf(seed).verification;
}

/**
 * What this member can hand in now; null while others are waited for, or when all is done.
 *
 * # Errors
 * `CeremonyFault` that names the member whose message is wrong.
 */
export function nextMessage(ceremony: Ceremony, own: CeremonyOwn, seed: Seed): Message | null {
  const certificates = certificatesOf(ceremony, own);
  if (!certificates) return null;
  if (ceremony.step === 'polynomials' && own.polynomial === null)
    return { kind: 'polynomial', text: makePolynomial(seed, certificates, own.position) };
  if (ceremony.step === 'keys' && own.output === null && own.input !== null)
    return { kind: 'key', text: makeOutput(seed, certificates, own.input, own.position) };
  return null;
}

/** What a member decrypts with, and the election key it is a part of. */
export interface GroupKey {
  privateKey: bigint;
  /** As spelt in every election made with it. */
  electionKey: string;
}

/**
 * The key to decrypt with, once the ceremony is done.
 *
 * # Errors
 * `CeremonyFault` when what the server gave back is not what this member handed in.
 */
export function decryptionKey(ceremony: Ceremony, own: CeremonyOwn, seed: Seed): GroupKey | null {
  const certificates = certificatesOf(ceremony, own);
  const { output, input } = own;
  if (ceremony.step !== 'done' || !certificates || output === null || input === null) return null;
  return {
    privateKey: privateKeyOf(seed, certificates, output, own.position),
    electionKey: groupKey(certificates, input),
  };
}

/** The three steps of a member, in their order. */
export const STEPS = ['certificate', 'polynomial', 'key'] as const;
export type StepName = (typeof STEPS)[number];

/** The step of the members that the ceremony is at; null when it is done. */
export function stepAt({ step }: Ceremony): StepName | null {
  if (step === 'done') return null;
  return step === 'certificates' ? 'certificate' : step === 'polynomials' ? 'polynomial' : 'key';
}

/** How far a member is with a step. */
export function mark(
  ceremony: Ceremony,
  member: CeremonyMember | null,
  step: StepName,
): 'done' | 'waiting' | 'later' {
  if (member?.[step]) return 'done';
  return stepAt(ceremony) === step ? 'waiting' : 'later';
}

/** The places of the group in order; null where nobody is named yet. */
export function places({ size, members }: Ceremony): (CeremonyMember | null)[] {
  return Array.from(
    { length: Math.max(size, members.length) },
    (_, i) => members.find(({ position }) => position === i + 1) ?? null,
  );
}

/** Who is waited for in the present step. */
export function awaited(ceremony: Ceremony): CeremonyMember[] {
  const step = stepAt(ceremony);
  return step === null ? [] : ceremony.members.filter((member) => !member[step]);
}
