import { finish, prepare, type Answer } from '../ballot.ts';
import { contextOf, makeCertificate, readCertificates } from '../ceremony/certificate.ts';
import { inputFor } from '../ceremony/input.ts';
import { finishCeremony, makeOutput, privateKeyOf, readOutput } from '../ceremony/output.ts';
import { makePolynomial, readPolynomial } from '../ceremony/polynomial.ts';
import { generateSeed, seedBackup } from '../ceremony/seed.ts';
import { checkBallot } from '../check.ts';
import { deriveCredential, generateCode } from '../credential.ts';
import { parseElection } from '../election.ts';
import { ciphertextToJson, sum } from '../elgamal.ts';
import { partialDecryption } from '../trustee.ts';
import { gradeQuestion } from './election.ts';
import { seededRandom } from './seeded.ts';

/** A whole ceremony among members of this program, each with its own seeded randomness. */
export function ceremony(name: string, size: number, threshold: number) {
  const members = Array.from({ length: size }, (_, i) => seededRandom(`${name} member ${i + 1}`));
  const seeds = members.map((random) => generateSeed(random));
  const certificateTexts = seeds.map((seed, i) =>
    makeCertificate(seed, contextOf(size, threshold, i + 1), members[i]),
  );
  const certificatesText = `[${certificateTexts.join(',')}]`;
  const certificates = readCertificates(certificatesText, size, threshold);
  const polynomialTexts = seeds.map((seed, i) =>
    makePolynomial(seed, certificates, i + 1, members[i]),
  );
  const polynomials = polynomialTexts.map((text, i) => readPolynomial(text, certificates, i + 1));
  const inputs = seeds.map((_, i) => inputFor(polynomials, i + 1));
  const outputTexts = seeds.map((seed, i) =>
    makeOutput(seed, certificates, inputs[i]!, i + 1, members[i]),
  );
  const outputs = outputTexts.map((text, i) => readOutput(text, certificates, i + 1));
  return {
    seeds,
    certificateTexts,
    certificatesText,
    certificates,
    polynomialTexts,
    polynomials,
    inputs,
    outputTexts,
    outputs,
    ...finishCeremony(certificates, polynomials, outputs),
  };
}

const QUESTIONS = [gradeQuestion('郭城镇西古现村'), gradeQuestion('碧城区嵩潜村', 1)];
const VOTES: Answer[][] = [
  [[0], [1]],
  [[], [1]],
  [[0], [3]],
];
const RESULT = [
  [2, 0, 0, 0],
  [0, 2, 0, 1],
];

/** Ceremonies and the elections with their keys, from fixed seeds; texts, because bytes count. */
export function ceremonyVectors() {
  const shapes = [
    [3, 2],
    [4, 3],
    [2, 1],
  ] as const;
  return {
    about: 'Made by web/scripts/vectors.ts; see fixtures/vectors/README.md',
    ceremonies: shapes.map(([size, threshold]) => vectorsOf(size, threshold)),
  };
}

function vectorsOf(size: number, threshold: number) {
  const name = `${threshold} of ${size}`;
  const made = ceremony(name, size, threshold);
  const text = JSON.stringify({
    version: 1,
    description: `测试 规则卡 sha256:${'0123456789abcdef'.repeat(4)}`,
    name: `${size} 名监票人,任意 ${threshold} 名`,
    group: 'Ed25519',
    public_key: made.publicKey,
    questions: QUESTIONS,
    uuid: `PingyiThresho${size}${threshold}`,
  });
  const election = parseElection(new TextEncoder().encode(text));
  const ballots = VOTES.map((answers, i) => {
    const random = seededRandom(`${name} voter ${i + 1}`);
    const credential = deriveCredential(generateCode(random), election.uuid);
    const { bytes } = finish(prepare(election, { random }), credential, answers);
    return { bytes, publicKey: credential.publicKey };
  });
  const choices = ballots.map(({ bytes }) => checkBallot(election, bytes).choices);
  const tally = choices[0]!.map((row, i) =>
    row.map((_, j) => ciphertextToJson(sum(choices.map((rows) => rows[i]![j]!)))),
  );
  const keys = made.seeds.map((seed, i) =>
    privateKeyOf(seed, made.certificates, made.outputTexts[i]!, i + 1),
  );
  return {
    size,
    threshold,
    members: made.seeds.map((seed, i) => ({
      index: i + 1,
      seed,
      backup: seedBackup(seed),
      context: JSON.stringify(contextOf(size, threshold, i + 1)),
      certificate: made.certificateTexts[i]!,
      polynomial: made.polynomialTexts[i]!,
      input: made.inputs[i]!,
      output: made.outputTexts[i]!,
      private_key: keys[i]!.toString(),
    })),
    certificates: made.certificatesText,
    trustees: JSON.stringify([['Pedersen', made.group]]),
    public_key: made.publicKey,
    election: text,
    fingerprint: election.fingerprint,
    public_credentials: ballots.map(({ publicKey }) => publicKey).sort(),
    ballots: ballots.map(({ bytes }) => new TextDecoder().decode(bytes)),
    encrypted_tally: JSON.stringify(tally),
    partial_decryptions: keys.map((key, i) =>
      JSON.stringify(
        partialDecryption(election.fingerprint, key, tally, seededRandom(`${name} share ${i + 1}`)),
      ),
    ),
    result: RESULT,
  };
}
