import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from './ballot.ts';
import { BallotFault, checkBallot } from './check.ts';
import { trackerOf } from './challenge.ts';
import { readCode } from './code.ts';
import { deriveCredential } from './credential.ts';
import { parseElection } from './election.ts';
import { ciphertextToJson, sum } from './elgamal.ts';
import {
  decodeElement,
  encodeElement,
  generatorBase,
  IDENTITY,
  ORDER,
  parseScalar,
} from './group.ts';
import { ceremonyVectors } from './testing/ceremony.ts';
import { browserVectors } from './testing/vectors.ts';
import {
  backupText,
  checkPartialDecryption,
  checkTrusteeKey,
  openTally,
  publicKeyOf,
  readPrivateKey,
  type PartialDecryptionJson,
  type TrusteeKeyJson,
} from './trustee.ts';

const folder = resolve(import.meta.dirname, '../../../fixtures/vectors');
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(folder, name), 'utf8'));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Vectors {
  trustees: { private_key: string; published: string; backup?: string }[];
  elections: {
    election: string;
    fingerprint: string;
    public_credentials: string[];
    ballots: {
      credential: string;
      secret: string;
      public_credential: string;
      answers: Answer[];
      ballot: string;
      tracker: string;
    }[];
    refused_ballots?: { ballot: string; fault: string }[];
    encrypted_tally: string;
    partial_decryptions: string[];
    result: number[][];
  }[];
}

interface ServerVectors extends Vectors {
  group: {
    generator: string;
    identity: string;
    order: string;
    powers: { exponent: string; point: string }[];
    sums: { a: string; b: string; sum: string }[];
    invalid_points: { text: string; fault: string }[];
    valid_scalars: string[];
    invalid_scalars: string[];
  };
  credentials: { code: string; election: string; secret: string; public: string }[];
  codes: { accepted: { text: string; code: string }[]; refused: { text: string; fault: string }[] };
}

const server = read('ballot.json') as ServerVectors;

describe('the vectors made by the browser are the committed ones (else: npm run vectors)', () => {
  it('of ballots', () => {
    expect(JSON.parse(JSON.stringify(browserVectors()))).toEqual(read('ballot-ts.json'));
  });
  it('of key ceremonies', () => {
    expect(JSON.parse(JSON.stringify(ceremonyVectors()))).toEqual(read('ceremony-ts.json'));
  });
});

describe("the server's group", () => {
  const { group } = server;

  it('has the same order, generator, powers and sums', () => {
    expect(group.order).toBe(ORDER.toString());
    expect(encodeElement(generatorBase().multiply(1n))).toBe(group.generator);
    expect(encodeElement(IDENTITY)).toBe(group.identity);
    for (const { exponent, point } of group.powers) {
      expect(encodeElement(generatorBase().multiply(BigInt(exponent)))).toBe(point);
    }
    for (const { a, b, sum: ab } of group.sums) {
      expect(encodeElement(decodeElement(a)!.add(decodeElement(b)!))).toBe(ab);
    }
  });

  it.each(group.invalid_points)('refuses $text', ({ text }) => {
    expect(decodeElement(text)).toBeNull();
  });

  it('spells numbers the same way', () => {
    for (const text of group.valid_scalars) expect(parseScalar(text)).toBe(BigInt(text));
    for (const text of group.invalid_scalars) expect(parseScalar(text)).toBeNull();
  });
});

describe("the server's codes and credentials", () => {
  it.each(server.codes.accepted)('accept $text', ({ text, code }) => {
    expect(readCode(text)).toEqual({ code });
  });

  it.each(server.codes.refused)('refuse $text', ({ text, fault }) => {
    const kinds: Record<string, string[]> = {
      'credential-length': ['empty', 'too_short', 'too_long'],
      'credential-character': ['foreign_character'],
    };
    const reading = readCode(text);
    expect(kinds[fault]).toContain('fault' in reading ? reading.fault.kind : 'accepted');
  });

  it.each(server.credentials)('derive $code in $election', (one) => {
    const credential = deriveCredential(one.code, one.election);
    expect(credential).toEqual({ secret: BigInt(one.secret), publicKey: one.public });
  });
});

describe.each([
  ['server', server as Vectors],
  ['browser', read('ballot-ts.json') as Vectors],
])('the vectors of the %s', (_, { trustees, elections }) => {
  const keys = trustees.map(({ published }) => JSON.parse(published) as TrusteeKeyJson);

  it('hold trustee keys that check, and backups that are read back', () => {
    trustees.forEach(({ private_key, backup }, i) => {
      expect(checkTrusteeKey(keys[i])).toBe(true);
      expect(publicKeyOf(BigInt(private_key))).toBe(keys[i]!.public_key);
      expect(readPrivateKey(backup!)).toBe(BigInt(private_key));
      expect(backupText(BigInt(private_key))).toBe(backup);
    });
    expect(trustees.length).toBeGreaterThan(0);
  });

  describe.each(elections)('in the election $fingerprint', (vectors) => {
    const election = parseElection(bytes(vectors.election));
    const roll = new Set(vectors.public_credentials);
    const checked = vectors.ballots.map(({ ballot }) => checkBallot(election, bytes(ballot), roll));

    it('hold ballots that check, by the credentials they say', () => {
      expect(election.fingerprint).toBe(vectors.fingerprint);
      vectors.ballots.forEach((one, i) => {
        expect(checked[i]!.tracker).toBe(one.tracker);
        expect(trackerOf(bytes(one.ballot))).toBe(one.tracker);
        const credential = deriveCredential(one.credential, election.uuid);
        expect(credential.secret).toBe(BigInt(one.secret));
        expect(credential.publicKey).toBe(one.public_credential);
        expect(checked[i]!.credential).toBe(one.public_credential);
      });
    });

    it.each(vectors.refused_ballots ?? [])('hold a ballot refused for $fault', (one) => {
      let fault: unknown = 'accepted';
      try {
        checkBallot(election, bytes(one.ballot), roll);
      } catch (error) {
        fault = (error as BallotFault).kind;
      }
      expect(fault).toBe(one.fault);
    });

    it('hold the tally, the decryptions and the result of the last ballots', () => {
      const last = [...new Map(checked.map((ballot) => [ballot.credential, ballot])).values()];
      const tally = last[0]!.choices.map((row, i) =>
        row.map((_cell, j) => ciphertextToJson(sum(last.map(({ choices }) => choices[i]![j]!)))),
      );
      expect(JSON.stringify(tally)).toBe(vectors.encrypted_tally);
      const shares = vectors.partial_decryptions.map(
        (text) => JSON.parse(text) as PartialDecryptionJson,
      );
      shares.forEach((share, i) => {
        const { public_key } = keys[i]!;
        expect(checkPartialDecryption(election.fingerprint, public_key, tally, share)).toBe(true);
      });
      expect(openTally(tally, shares, last.length)).toEqual(vectors.result);
    });
  });
});
