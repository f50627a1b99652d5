/**
 * The archive as a file: an old-style tar with one possible form. Names, sizes and times vary, everything
 * else is constant; a header is rebuilt and compared byte for byte. Read piece by piece.
 *
 * Source: Belenios specification 3.3.0, "Public data".
 */
import { Fault } from './fault.ts';
import { DIGITS, NotCanonical, Reader } from './reader.ts';

/** Where bytes come from: a file of the browser, or memory. */
export interface Source {
  readonly size: number;
  /** The bytes from `start` to `end`, which are within the size. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes in memory. */
export function sourceOf(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  };
}

/** A file dropped or chosen; only the slices asked for are read. */
export function sourceOfFile(file: Blob): Source {
  return {
    size: file.size,
    read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  };
}

/** An entry of the archive. */
export interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where the content starts in the file. */
  readonly start: number;
}

const BLOCK = 512;
/** Read at once. */
const CHUNK = 1 << 20;
/** Largest entry before the setup is known, in bytes; no roll comes near it. */
const LARGEST_ENTRY = 1 << 28;

const encoder = new TextEncoder();

function headerBlock(name: Uint8Array, size: number, time: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block.set(name);
  const put = (at: number, text: string): void => block.set(encoder.encode(text), at);
  const octal = (value: number, length: number): string => value.toString(8).padStart(length, '0');
  put(100, '0000644');
  put(108, '0000000');
  put(116, '0000000');
  put(124, octal(size, 11));
  put(136, octal(time, 11));
  put(148, '        ');
  put(156, '0');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return block;
}

function readHeader(block: Uint8Array): { name: string; size: number; time: number } {
  const octal = (at: number): number => {
    const text = String.fromCharCode(...block.subarray(at, at + 11));
    if (!/^[0-7]{11}$/.test(text)) throw new Fault('archive-header');
    return parseInt(text, 8);
  };
  const length = block.indexOf(0);
  if (length < 0 || length >= 100) throw new Fault('archive-header');
  const [size, time] = [octal(124), octal(136)];
  const expected = headerBlock(block.subarray(0, length), size, time);
  if (!expected.every((byte, i) => byte === block[i])) throw new Fault('archive-header');
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      block.subarray(0, length),
    );
    return { name, size, time };
  } catch {
    throw new Fault('archive-header');
  }
}

/** The time of `{"version":1,"timestamp":"…"}`. */
function readBelenios(bytes: Uint8Array): number {
  try {
    const reader = new Reader(bytes);
    reader.expect('{"version":1,"timestamp":');
    const text = reader.plain(DIGITS);
    if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) reader.fail();
    reader.expect('}');
    reader.end();
    return Number(text);
  } catch (error) {
    throw error instanceof NotCanonical ? new Fault('archive-belenios') : error;
  }
}

/** Reads entry by entry and checks the form completely; throws {@link Fault}. */
export class ArchiveReader {
  /** Name of the entry being read, or the last one at the end; empty when its header is unreadable. */
  name = '';
  /** Bytes read so far. */
  position = 0;
  /** Largest entry accepted from here on, in bytes. */
  largest = LARGEST_ENTRY;
  #time = 0;
  #chunk: Uint8Array = new Uint8Array();
  #chunkStart = 0;

  constructor(private readonly source: Source) {}

  /** Reads the first entry; answers the board's time in seconds since 1970. */
  async open(): Promise<number> {
    const first = await this.#entry();
    if (!first) throw new Fault('archive-truncated');
    const time = readBelenios(first.bytes);
    if (first.name !== 'BELENIOS') throw new Fault('archive-belenios');
    if (first.time !== time) throw new Fault('archive-time');
    this.#time = time;
    return time;
  }

  /** The next entry, or `null` at the end. */
  async next(): Promise<Entry | null> {
    const entry = await this.#entry();
    if (entry && entry.time !== this.#time) throw new Fault('archive-time');
    return entry;
  }

  async #entry(): Promise<(Entry & { time: number }) | null> {
    if (this.position === this.source.size) return null;
    this.name = '';
    const { name, size, time } = readHeader(await this.#take(BLOCK));
    this.name = name;
    if (size > this.largest) throw new Fault('archive-large');
    const start = this.position;
    const bytes = (await this.#take(size)).slice();
    const padding = await this.#take((BLOCK - (size % BLOCK)) % BLOCK);
    if (padding.some((byte) => byte !== 0)) throw new Fault('archive-padding');
    return { name, bytes, start, time };
  }

  async #take(length: number): Promise<Uint8Array> {
    const [start, end] = [this.position, this.position + length];
    if (end > this.source.size) throw new Fault('archive-truncated');
    if (end > this.#chunkStart + this.#chunk.length) {
      const until = Math.min(this.source.size, Math.max(end, start + CHUNK));
      this.#chunk = await this.source.read(start, until);
      this.#chunkStart = start;
      // A file that shrank while it was read.
      if (this.#chunk.length !== until - start) throw new Fault('archive-truncated');
    }
    this.position = end;
    return this.#chunk.subarray(start - this.#chunkStart, end - this.#chunkStart);
  }
}
