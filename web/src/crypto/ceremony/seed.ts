/**
 * A threshold trustee's only secret: 22 characters of base 58, from which the keys to sign and to
 * read messages follow.
 *
 * Source: Belenios specification 3.3.0, "Public key infrastructure / Deriving keys".
 */
import { bytesToBigInt } from '../bytes.ts';
import { digestText } from '../challenge.ts';
import { BASE58 } from '../code.ts';
import { generateCode } from '../credential.ts';
import { encodeElements, generatorBase, modOrder } from '../group.ts';
import { systemRandom, type RandomBytes } from '../random.ts';

/** A seed as files and the protocol spell it: 22 characters. */
export type Seed = string & { readonly seed: unique symbol };

const LENGTH = 22;
const BACKUP_MARK = 'PY2';
const CHECK_LENGTH = 3;

/** A new seed, each character uniform (about 128.9 bits). */
export function generateSeed(random: RandomBytes = systemRandom): Seed {
  // The same alphabet, length and rejection as the code on a slip, without its dashes.
  return generateCode(random).replaceAll('-', '') as Seed;
}

/** The backup sheet: `PY2` and five groups of five, the last three characters a check. */
export function seedBackup(seed: Seed): string {
  return `${BACKUP_MARK} ${(seed + checkOf(seed)).match(/.{5}/g)!.join(' ')}`;
}

/**
 * Reads a seed from a backup sheet ({@link seedBackup}, spaces and dashes as you like) or from the
 * file of another program of the protocol (22 characters, with or without quotes). `null` for
 * anything else.
 */
export function readSeed(text: string): Seed | null {
  const compact = text.normalize('NFKC').replace(/[\s\-‐-―−]/g, '');
  const bare = compact.replace(/^"(.*)"$/, '$1');
  if (bare.length === LENGTH) return isBase58(bare) ? (bare as Seed) : null;
  // Without its mark too: whoever types groups from paper may leave it out.
  const digits = compact.toUpperCase().startsWith(BACKUP_MARK)
    ? compact.slice(BACKUP_MARK.length)
    : compact;
  if (digits.length !== LENGTH + CHECK_LENGTH || !isBase58(digits)) return null;
  const seed = digits.slice(0, LENGTH);
  return digits.slice(LENGTH) === checkOf(seed) ? (seed as Seed) : null;
}

function isBase58(text: string): boolean {
  return [...text].every((character) => BASE58.includes(character));
}

function checkOf(seed: string): string {
  let n = bytesToBigInt(digestText(`pingyi-seed-backup|${seed}`));
  let check = '';
  for (let i = 0; i < CHECK_LENGTH; i++) {
    check = BASE58[Number(n % 58n)]! + check;
    n /= 58n;
  }
  return check;
}

/** What follows from a seed. */
export interface MemberKeys {
  /** sk, secret. */
  readonly signing: bigint;
  /** dk, secret. */
  readonly decryption: bigint;
  /** g^sk as spelt in the certificate. */
  readonly verification: string;
  /** g^dk as spelt in the certificate. */
  readonly encryption: string;
}

/** Derives the keys of a seed. */
export function keysOf(seed: Seed): MemberKeys {
  const scalar = (prefix: string) => modOrder(bytesToBigInt(digestText(`${prefix}|${seed}`)));
  const signing = scalar('sk');
  const decryption = scalar('dk');
  const g = generatorBase();
  const [verification, encryption] = encodeElements([g.multiply(signing), g.multiply(decryption)]);
  return { signing, decryption, verification: verification!, encryption: encryption! };
}
