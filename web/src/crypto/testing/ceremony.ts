import { contextOf, makeCertificate, readCertificates } from '../ceremony/certificate.ts';
import { inputFor } from '../ceremony/input.ts';
import { finishCeremony, makeOutput, privateKeyOf, readOutput } from '../ceremony/output.ts';
import { makePolynomial, readPolynomial } from '../ceremony/polynomial.ts';
import { generateSeed, keysOf, seedBackup } from '../ceremony/seed.ts';
import { partialDecryption } from '../trustee.ts';
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

/** Ceremonies and shares of opening made from fixed seeds; texts, because their bytes count. */
export function ceremonyVectors(fingerprint: string, tally: unknown) {
  const shapes = [
    [3, 2],
    [4, 3],
    [2, 1],
  ] as const;
  return {
    about: 'Made by web/scripts/vectors.ts; see fixtures/vectors/README.md',
    fingerprint,
    encrypted_tally: JSON.stringify(tally),
    ceremonies: shapes.map(([size, threshold]) => {
      const made = ceremony(`${threshold} of ${size}`, size, threshold);
      return {
        size,
        threshold,
        members: made.seeds.map((seed, i) => {
          const privateKey = privateKeyOf(seed, made.certificates, made.outputTexts[i]!, i + 1);
          const { verification, encryption } = keysOf(seed);
          const random = seededRandom(`${threshold} of ${size} share ${i + 1}`);
          return {
            seed,
            backup: seedBackup(seed),
            verification,
            encryption,
            certificate: made.certificateTexts[i]!,
            polynomial: made.polynomialTexts[i]!,
            input: made.inputs[i]!,
            output: made.outputTexts[i]!,
            private_key: privateKey.toString(),
            partial_decryption: JSON.stringify(
              partialDecryption(fingerprint, privateKey, tally, random),
            ),
          };
        }),
        certificates: made.certificatesText,
        trustees: JSON.stringify([['Pedersen', made.group]]),
        public_key: made.publicKey,
      };
    }),
  };
}
