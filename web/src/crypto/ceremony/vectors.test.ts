// What the server's code made of key ceremonies, read and checked by the browser's.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeElement } from '../group.ts';
import { checkPartialDecryption } from '../trustee.ts';
import { contextOf, readCertificate, readCertificates } from './certificate.ts';
import { receive, unseal } from './channel.ts';
import { CeremonyFault, type CeremonyReason } from './fault.ts';
import { combineShares, groupKey, inputFor } from './input.ts';
import { finishCeremony, privateKeyOf, readOutput } from './output.ts';
import { readPolynomial } from './polynomial.ts';
import { keysOf, readSeed, seedBackup, type Seed } from './seed.ts';

interface Member {
  index: number;
  seed: Seed;
  context: string;
  certificate: string;
  polynomial: string;
  input: string;
  output: string;
  private_key: string;
  opened_private_key: string;
}
interface Vectors {
  seeds: {
    seed: Seed;
    backup: string;
    signing_key: string;
    decryption_key: string;
    verification: string;
    encryption: string;
  }[];
  spellings: { seed: Seed; accepted: string[]; refused: string[] };
  channel: {
    sender: Seed;
    recipient: Seed;
    message: string;
    signed_msg: string;
    encrypted_msg: string;
  };
  ceremonies: {
    size: number;
    threshold: number;
    members: Member[];
    certificates: string;
    trustees: string;
    public_key: string;
    fingerprint: string;
    encrypted_tally: string;
    partial_decryptions: string[];
  }[];
  refused_inputs: { what: string; index: number; input: string; fault: string; member: number }[];
}
const file = resolve(import.meta.dirname, '../../../../fixtures/vectors/ceremony.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

/** Which of our reasons a fault of the server's code is. */
const REASONS: Record<string, CeremonyReason[]> = {
  'ceremony-polynomial': ['share_wrong', 'polynomial_invalid'],
  'ceremony-sealed': ['message_unreadable'],
  'ceremony-signature': ['polynomial_invalid'],
  'ceremony-count': ['malformed'],
  'ceremony-form': ['malformed'],
};

describe('seeds of the server', () => {
  it.each(vectors.seeds)('give the same sheet and keys: $backup', (each) => {
    expect(seedBackup(each.seed)).toBe(each.backup);
    const keys = keysOf(each.seed);
    expect(keys.signing.toString()).toBe(each.signing_key);
    expect(keys.decryption.toString()).toBe(each.decryption_key);
    expect(keys.verification).toBe(each.verification);
    expect(keys.encryption).toBe(each.encryption);
  });

  it('are read from the same spellings', () => {
    const { seed, accepted, refused } = vectors.spellings;
    for (const text of accepted) expect(readSeed(text)).toBe(seed);
    for (const text of refused) expect(readSeed(text)).toBeNull();
  });
});

it('a message the server’s code sealed is opened', () => {
  const { sender, recipient, message, signed_msg, encrypted_msg } = vectors.channel;
  const keys = keysOf(recipient);
  expect(unseal(keys.decryption, 1, encrypted_msg)).toBe(signed_msg);
  const from = decodeElement(keysOf(sender).verification)!;
  expect(receive(keys, from, 1, encrypted_msg)).toBe(message);
});

describe.each(vectors.ceremonies)('a ceremony of the server, $threshold of $size', (each) => {
  const { size, threshold, members } = each;
  const certificates = readCertificates(each.certificates, size, threshold);
  const polynomials = members.map((one) => readPolynomial(one.polynomial, certificates, one.index));

  it('has certificates of its members', () => {
    for (const { index, certificate, context } of members) {
      expect(JSON.stringify(contextOf(size, threshold, index))).toBe(context);
      expect(readCertificate(certificate, contextOf(size, threshold, index)).published).toEqual(
        certificates[index - 1]!.published,
      );
    }
  });

  it('sends every member what we would send, and gives it the same key', () => {
    for (const { index, seed, input, output, private_key, opened_private_key } of members) {
      expect(inputFor(polynomials, index)).toBe(input);
      expect(groupKey(certificates, input)).toBe(each.public_key);
      expect(combineShares(seed, certificates, input, index).toString()).toBe(private_key);
      expect(privateKeyOf(seed, certificates, output, index).toString()).toBe(private_key);
      const sealed = readOutput(output, certificates, index).private_key;
      expect(unseal(keysOf(seed).decryption, index, sealed)).toBe(opened_private_key);
    }
  });

  it('gives the same group and election key', () => {
    const outputs = members.map(({ output, index }) => readOutput(output, certificates, index));
    const { group, publicKey } = finishCeremony(certificates, polynomials, outputs);
    expect(JSON.stringify([['Pedersen', group]])).toBe(each.trustees);
    expect(publicKey).toBe(each.public_key);
    const tally: unknown = JSON.parse(each.encrypted_tally);
    each.partial_decryptions.forEach((share, i) => {
      const key = outputs[i]!.public_key.public_key;
      expect(checkPartialDecryption(each.fingerprint, key, tally, JSON.parse(share))).toBe(true);
    });
  });
});

it.each(vectors.refused_inputs)('refuses like the server: $what', (each) => {
  const { members, certificates, size, threshold } = vectors.ceremonies[0]!;
  const { seed } = members[each.index - 1]!;
  const read = readCertificates(certificates, size, threshold);
  let fault: unknown;
  try {
    combineShares(seed, read, each.input, each.index);
  } catch (error) {
    fault = error;
  }
  expect(fault).toBeInstanceOf(CeremonyFault);
  expect(REASONS[each.fault]).toContain((fault as CeremonyFault).reason);
  expect((fault as CeremonyFault).member).toBe(each.member);
});
