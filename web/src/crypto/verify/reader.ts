/**
 * Canonical JSON: the one byte string a structure may have. Everything published is hashed, so the
 * reader accepts that string and no other: compact, fields in the order of the specification, absent
 * options left out, the shortest escapes. There is no "parse, write again, compare".
 */
import { ORDER } from './curve.ts';

/** The input is not the canonical form of what is expected here. */
export class NotCanonical extends Error {
  override name = 'NotCanonical';
  constructor(
    /** Offset of the first byte that does not fit. */
    readonly at: number,
  ) {
    super(`not canonical at byte ${at}`);
  }
}

/** A challenge and a response, both 0 … q−1. */
export interface Proof {
  readonly challenge: bigint;
  readonly response: bigint;
}

/** Kinds of characters that need no escape. */
export const DIGITS = /[0-9]/;
export const HEX = /[0-9a-f]/;
export const LETTERS = /[A-Za-z]/;
export const BASE58 = /[1-9A-HJ-NP-Za-km-z]/;
export const BASE64 = /[A-Za-z0-9+/]/;

const tables = new Map<RegExp, Uint8Array>();
function tableOf(kind: RegExp): Uint8Array {
  let table = tables.get(kind);
  if (!table) {
    table = Uint8Array.from({ length: 256 }, (_, code) =>
      code < 128 && kind.test(String.fromCharCode(code)) ? 1 : 0,
    );
    tables.set(kind, table);
  }
  return table;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Escapes with a letter of their own; other control characters are `\u00xx`. */
const SHORT: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
};
/** Largest count written as a number; larger ones are texts, so that 31-bit integers suffice. */
const LARGEST_SMALL = 2 ** 30 - 1;

/** Reads canonical JSON from front to back; everything throws {@link NotCanonical}. */
export class Reader {
  #at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  /** Where reading is. */
  get at(): number {
    return this.#at;
  }

  fail(at = this.#at): never {
    throw new NotCanonical(at);
  }

  /** Whether the text continues with the ASCII `literal`; if so it is consumed. */
  skip(literal: string): boolean {
    for (let i = 0; i < literal.length; i++) {
      if (this.bytes[this.#at + i] !== literal.charCodeAt(i)) return false;
    }
    this.#at += literal.length;
    return true;
  }

  expect(literal: string): void {
    if (!this.skip(literal)) this.fail();
  }

  /** Nothing may follow, not even a newline. */
  end(): void {
    if (this.#at !== this.bytes.length) this.fail();
  }

  /** The characters of a kind that come next. */
  #run(kind: RegExp): string {
    const table = tableOf(kind);
    const start = this.#at;
    let end = start;
    while (table[this.bytes[end] ?? 255] === 1) end++;
    this.#at = end;
    return String.fromCharCode(...this.bytes.subarray(start, Math.min(end, start + 4096)));
  }

  /** A quoted text of characters of one kind, 4096 at most. */
  plain(kind: RegExp): string {
    this.expect('"');
    const text = this.#run(kind);
    this.expect('"');
    return text;
  }

  /** An integer without sign or leading zeros. */
  integer(): number {
    const start = this.#at;
    const text = this.#run(DIGITS);
    const value = Number(text);
    if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(value)) this.fail(start);
    return value;
  }

  /** A count that may be large: a number up to 2³⁰ − 1, a decimal text above. */
  weight(): number {
    const start = this.#at;
    if (this.bytes[start] !== QUOTE) {
      const value = this.integer();
      return value <= LARGEST_SMALL ? value : this.fail(start);
    }
    const text = this.plain(DIGITS);
    const value = Number(text);
    if (!/^[1-9]/.test(text) || value <= LARGEST_SMALL || !Number.isSafeInteger(value))
      this.fail(start);
    return value;
  }

  /** The 64 digits of a group element; whether it is one is decided afterwards. */
  point(): string {
    return this.hash();
  }

  /** 64 hexadecimal digits. */
  hash(): string {
    const start = this.#at;
    const text = this.plain(HEX);
    return text.length === 64 ? text : this.fail(start);
  }

  /** An integer modulo q as a decimal text. */
  scalar(): bigint {
    const start = this.#at;
    const text = this.plain(DIGITS);
    if (!/^(0|[1-9][0-9]{0,76})$/.test(text)) this.fail(start);
    const value = BigInt(text);
    return value < ORDER ? value : this.fail(start);
  }

  proof(): Proof {
    this.expect('{"challenge":');
    const challenge = this.scalar();
    this.expect(',"response":');
    const response = this.scalar();
    this.expect('}');
    return { challenge, response };
  }

  /** Any text, with JSON's shortest escapes and no others. */
  text(): string {
    this.expect('"');
    let text = '';
    for (;;) {
      const start = this.#at;
      let end = start;
      let byte = this.bytes[end];
      while (
        byte !== undefined &&
        byte >= 0x20 &&
        byte !== QUOTE &&
        byte !== BACKSLASH &&
        byte !== 0x7f
      )
        byte = this.bytes[++end];
      try {
        text += new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
          this.bytes.subarray(start, end),
        );
      } catch {
        this.fail();
      }
      this.#at = end;
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH) this.fail();
      text += this.#escape();
    }
    this.expect('"');
    return text;
  }

  #escape(): string {
    for (const [letter, character] of Object.entries(SHORT)) {
      if (this.skip(`\\${letter}`)) return character;
    }
    const start = this.#at;
    if (this.skip('\\u00')) {
      const digits = String.fromCharCode(...this.bytes.subarray(this.#at, this.#at + 2));
      const code = /^[0-9a-f]{2}$/.test(digits) ? parseInt(digits, 16) : 0xff;
      const character = String.fromCharCode(code);
      if ((code < 0x20 || code === 0x7f) && !Object.values(SHORT).includes(character)) {
        this.#at += 2;
        return character;
      }
    }
    return this.fail(start);
  }

  /** `[item,item,…]`, of `most` items at most: an item can take far more memory than text. */
  array<T>(most: number, item: () => T): T[] {
    this.expect('[');
    const items: T[] = [];
    if (this.skip(']')) return items;
    while (items.length < most) {
      items.push(item());
      if (this.skip(']')) return items;
      this.expect(',');
    }
    return this.fail();
  }
}

/** Reads all of `bytes`; what does not fit is thrown as `fault` makes it. */
export function readAll<T>(
  bytes: Uint8Array,
  read: (reader: Reader) => T,
  fault: (at: number) => Error,
): T {
  const reader = new Reader(bytes);
  try {
    const value = read(reader);
    reader.end();
    return value;
  } catch (error) {
    throw error instanceof NotCanonical ? fault(error.at) : error;
  }
}

/** A text as canonical JSON. `JSON.stringify` differs from it in one character. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}

/** A count as canonical JSON; see {@link Reader.weight}. */
export function quotedWeight(value: number): string {
  return value > LARGEST_SMALL ? `"${value}"` : String(value);
}
