import { describe, expect, it } from 'vitest';
import { decodeElement, encodeElement, generatorBase, modOrder, ORDER } from '../group.ts';
import { ceremony } from '../testing/ceremony.ts';
import { seededRandom } from '../testing/seeded.ts';
import { contextOf, makeCertificate, readCertificate, readCertificates } from './certificate.ts';
import { receive, seal, send, unseal } from './channel.ts';
import { CeremonyFault } from './fault.ts';
import { inputFor, type Input } from './input.ts';
import { finishCeremony, makeOutput, privateKeyOf, readOutput } from './output.ts';
import { makePolynomial, readPolynomial } from './polynomial.ts';
import { generateSeed, keysOf, readSeed, seedBackup, type Seed } from './seed.ts';

const random = seededRandom('ceremony');
const made = ceremony('laws', 3, 2);
const [one, two, three] = made.seeds as [Seed, Seed, Seed];

function fault(action: () => unknown): [string, number | null] | 'done' {
  try {
    action();
  } catch (error) {
    if (error instanceof CeremonyFault) return [error.reason, error.member];
    throw error;
  }
  return 'done';
}
const flip = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1);
/** The input of a member with something of it changed. */
function changed(index: number, change: (input: Input) => void): string {
  const input = JSON.parse(made.inputs[index - 1]!) as Input;
  change(input);
  return JSON.stringify(input);
}

describe('a seed', () => {
  it('comes back from its backup sheet and from the file of another program', () => {
    for (const seed of made.seeds) {
      const sheet = seedBackup(seed);
      expect(sheet).toMatch(/^PY2( [1-9A-HJ-NP-Za-km-z]{5}){5}$/);
      for (const text of [sheet, sheet.replaceAll(' ', '-'), sheet.slice(4), seed, `"${seed}"\n`])
        expect(readSeed(text)).toBe(seed);
    }
  });

  it('is not read from a sheet with a slip of the pen', () => {
    const sheet = seedBackup(one);
    for (let i = 4; i < sheet.length; i++)
      if (sheet[i] !== ' ') expect(readSeed(flip(sheet, i))).toBeNull();
    for (const bad of ['', 'PY2', sheet.slice(0, -1), one.slice(1), `${one.slice(1)}0`])
      expect(readSeed(bad)).toBeNull();
  });
});

describe('certificates', () => {
  it('belong to one place of one ceremony', () => {
    const text = made.certificateTexts[1]!;
    expect(fault(() => readCertificate(text, contextOf(3, 2, 2)))).toBe('done');
    for (const context of [contextOf(3, 2, 1), contextOf(3, 3, 2), contextOf(4, 2, 2)])
      expect(fault(() => readCertificate(text, context))).toEqual([
        'certificate_invalid',
        context.index,
      ]);
  });

  it('are refused with any byte changed', () => {
    const text = made.certificateTexts[0]!;
    for (let i = 0; i < text.length; i += 7)
      expect(fault(() => readCertificate(flip(text, i), contextOf(3, 2, 1)))).toEqual([
        'certificate_invalid',
        1,
      ]);
    expect(fault(() => readCertificate(text + ' ', contextOf(3, 2, 1)))).not.toBe('done');
  });

  it('are refused when one member stands twice, or one is missing', () => {
    const again = makeCertificate(one, contextOf(3, 2, 3), random);
    const texts = made.certificateTexts;
    const twice = `[${texts[0]},${texts[1]},${again}]`;
    expect(fault(() => readCertificates(twice, 3, 2))).toEqual(['certificate_invalid', 3]);
    expect(fault(() => readCertificates(`[${texts[0]},${texts[1]}]`, 3, 2))).not.toBe('done');
  });

  it('show a member when another stands in its place', () => {
    const stranger = generateSeed(random);
    expect(fault(() => makePolynomial(stranger, made.certificates, 1, random))).toEqual([
      'not_my_certificate',
      1,
    ]);
    expect(fault(() => makeOutput(two, made.certificates, made.inputs[0]!, 1, random))).toEqual([
      'not_my_certificate',
      1,
    ]);
  });
});

describe('a sealed message', () => {
  const [from, to, other] = [keysOf(one), keysOf(two), keysOf(three)];
  const sender = decodeElement(from.verification)!;
  const sealed = send(from, to.encryption, '秘密', random);

  it('is read by its recipient', () => {
    expect(receive(to, sender, 1, sealed)).toBe('秘密');
  });

  it('is not read by anybody else, nor with a byte changed, nor from another sender', () => {
    expect(fault(() => receive(other, sender, 1, sealed))).toEqual(['message_unreadable', 1]);
    const at = sealed.indexOf('"data":"') + 20;
    expect(fault(() => receive(to, sender, 1, flip(sealed, at)))).toEqual([
      'message_unreadable',
      1,
    ]);
    const stranger = decodeElement(other.verification)!;
    expect(fault(() => receive(to, stranger, 3, sealed))).toEqual(['wrong_signature', 3]);
    expect(fault(() => receive(to, sender, 1, sealed.replace('AES-GCM', 'AES-CCM')))).toEqual([
      'malformed',
      1,
    ]);
  });

  it('is refused when its recipient seals it again for another', () => {
    const handedOn = seal(other.encryption, unseal(to.decryption, 1, sealed), random);
    expect(fault(() => receive(other, sender, 1, handedOn))).toEqual(['wrong_recipient', 1]);
  });
});

describe('a ceremony', () => {
  it('gives every member a key that t of them reach and fewer do not', () => {
    const keys = made.seeds.map((seed, i) =>
      privateKeyOf(seed, made.certificates, made.outputTexts[i]!, i + 1),
    );
    const secretOf = (members: number[]) =>
      members.reduce((sum, i) => {
        const lagrange = members
          .filter((j) => j !== i)
          .reduce((product, j) => modOrder(product * BigInt(j) * inverse(BigInt(j - i))), 1n);
        return modOrder(sum + keys[i - 1]! * lagrange);
      }, 0n);
    for (const members of [
      [1, 2],
      [1, 3],
      [3, 2],
      [1, 2, 3],
    ])
      // prettier-ignore
      expect(encodeElement(generatorBase().multiply(secretOf(members)))).toBe(made.publicKey);
    expect(encodeElement(generatorBase().multiply(secretOf([1])))).not.toBe(made.publicKey);
  });

  it('names the member whose share is wrong', () => {
    // Member 3 runs another polynomial for its values than the one it publishes.
    const other = readPolynomial(
      makePolynomial(three, made.certificates, 3, random),
      made.certificates,
      3,
    );
    const input = changed(1, (each) => (each.secrets[2] = other.secrets[0]!));
    expect(fault(() => makeOutput(one, made.certificates, input, 1, random))).toEqual([
      'share_wrong',
      3,
    ]);
  });

  it('names the member whose message was meant for another, or changed', () => {
    const polynomials = made.polynomials;
    const swapped = changed(1, (each) => (each.secrets[1] = polynomials[1]!.secrets[2]!));
    expect(fault(() => makeOutput(one, made.certificates, swapped, 1, random))).toEqual([
      'message_unreadable',
      2,
    ]);
    const coefficients = changed(1, (each) => {
      each.coefexps[1]!.message = flip(each.coefexps[1]!.message, 20);
    });
    expect(fault(() => makeOutput(one, made.certificates, coefficients, 1, random))).toEqual([
      'polynomial_invalid',
      2,
    ]);
    const signature = changed(2, (each) => (each.signatures[0]!.response = '1'));
    expect(fault(() => makeOutput(two, made.certificates, signature, 2, random))).toEqual([
      'polynomial_invalid',
      1,
    ]);
  });

  it('does not go on when members saw different certificates', () => {
    // The server shows members 1 and 2 another certificate of member 3 than member 3 signed.
    const impostor = generateSeed(random);
    const forged = readCertificates(
      `[${made.certificateTexts.slice(0, 2).join(',')},${makeCertificate(impostor, contextOf(3, 2, 3), random)}]`,
      3,
      2,
    );
    const honest = readPolynomial(made.polynomialTexts[1]!, made.certificates, 2);
    const polynomials = [one, two, impostor].map((seed, i) =>
      i === 1 ? honest : readPolynomial(makePolynomial(seed, forged, i + 1, random), forged, i + 1),
    );
    const input = inputFor(polynomials, 1);
    expect(fault(() => makeOutput(one, forged, input, 1, random))).toEqual([
      'polynomial_invalid',
      2,
    ]);
  });

  it('notices a polynomial of an earlier attempt given back', () => {
    const earlier = readPolynomial(
      makePolynomial(one, made.certificates, 1, random),
      made.certificates,
      1,
    );
    const input = changed(1, (each) => (each.polynomial = earlier.polynomial));
    expect(fault(() => makeOutput(one, made.certificates, input, 1, random))).toEqual([
      'polynomial_invalid',
      1,
    ]);
  });

  it('refuses an output whose key, proof or seal is another member’s', () => {
    const { certificates, outputTexts, outputs, polynomials } = made;
    expect(fault(() => readOutput(outputTexts[1]!, certificates, 1))).toEqual(['key_wrong', 1]);
    expect(fault(() => privateKeyOf(two, certificates, outputTexts[0]!, 1))).toEqual([
      'not_my_certificate',
      1,
    ]);
    const mixed = JSON.stringify({ ...outputs[0]!, private_key: outputs[1]!.private_key });
    expect(fault(() => privateKeyOf(one, certificates, mixed, 1))).toEqual([
      'message_unreadable',
      1,
    ]);
    const swapped = [outputs[1]!, outputs[0]!, outputs[2]!];
    expect(fault(() => finishCeremony(certificates, polynomials, swapped))).toEqual([
      'key_wrong',
      1,
    ]);
  });

  it('works for one of two and for four of five', () => {
    for (const [size, threshold] of [
      [2, 1],
      [5, 4],
    ] as const)
      expect(ceremony('shapes', size, threshold).group.threshold).toBe(threshold);
  });
});

function inverse(n: bigint): bigint {
  let result = 1n;
  let base = modOrder(n);
  for (let rest = ORDER - 2n; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = modOrder(result * base);
    base = modOrder(base * base);
  }
  return result;
}
