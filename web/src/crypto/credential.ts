/**
 * Credentials: the secret on a slip and, for each election, the public credential on its roll.
 *
 * The secret is the same in every round; the exponent derived from it depends on the election's
 * uuid, so public credentials of different rounds cannot be linked.
 * Source: Belenios specification 3.3.0, "Credentials".
 */
import { bytesToHex } from './bytes.ts';
import { digestText } from './challenge.ts';
import { BASE58, groupCode, readCode } from './code.ts';
import { encodeElement, generatorBase, modOrder } from './group.ts';
import type { RandomBytes } from './random.ts';

export { readCode, type CodeFault, type CodeReading } from './code.ts';

/** A credential as needed in one election. */
export interface Credential {
  /** The secret exponent, 0 … q−1. Never leaves the device. */
  readonly secret: bigint;
  /** g to the secret, spelt as on the roll. */
  readonly publicKey: string;
}

/**
 * Derives a slip's credential for the election with this uuid.
 *
 * # Errors
 * Throws `RangeError` when `code` is not well spelt; see {@link readCode} for the reason.
 */
export function deriveCredential(code: string, uuid: string): Credential {
  const reading = readCode(code);
  if (!('code' in reading)) throw new RangeError('not a credential');
  const half = (i: number) =>
    bytesToHex(digestText(`derive_credential|${uuid}|${i}|${reading.code}`));
  const secret = modOrder(BigInt('0x' + half(0) + half(1)));
  return { secret, publicKey: encodeElement(generatorBase().multiply(secret)) };
}

/** A new random code: 22 characters, each uniform by rejection (about 128.9 bits). */
export function generateCode(random: RandomBytes): string {
  let characters = '';
  while (characters.length < 22) {
    for (const byte of random(32)) {
      // 232 is the largest multiple of 58 that fits a byte.
      if (byte < 232 && characters.length < 22) characters += BASE58[byte % 58];
    }
  }
  return groupCode(characters);
}
