import { bytesToHex } from '../../bytes.ts';
import { digest, digestText } from '../../challenge.ts';

/** An event with the texts of its data; what is left out follows from the rest. */
export interface EventModel {
  kind: string;
  data: string[];
  height?: number;
  /** `null` leaves it out. */
  parent?: string | null;
  payload?: string | null;
  /** Writes the event otherwise than canonically. */
  spell?: (canonical: string) => string;
}

/** A board before it is written: changing it changes every hash that follows. */
export interface Board {
  time: number;
  events: EventModel[];
}

/** An entry of the archive. */
export interface RawEntry {
  name: string;
  bytes: Uint8Array;
  time?: number;
}

const encoder = new TextEncoder();
/** Bytes of a text. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);
/** SHA-256 of a text in hexadecimal. */
export const hashOfText = (text: string): string => bytesToHex(digestText(text));

/** The data of a setup: election, trustees, roll and what refers to them. */
export function setupData(election: string, trustees: string, roll: string): string[] {
  const [e, t, r] = [election, trustees, roll].map(hashOfText);
  return [election, trustees, roll, `{"election":"${e}","trustees":"${t}","credentials":"${r}"}`];
}

/** A tally with its counts. */
export function tallyData(tally: string, counted: number, weight: number): string[] {
  const counts = `"num_tallied":${counted},"total_weight":${weight}`;
  return [tally, `{${counts},"encrypted_tally":"${hashOfText(tally)}"}`];
}

/** A share with its owner. */
export function shareData(share: string, owner: number): string[] {
  return [share, `{"owner":${owner},"payload":"${hashOfText(share)}"}`];
}

/** The entries of a board, the first one included. */
export function entriesOf({ time, events }: Board): RawEntry[] {
  const entry = (name: string, bytes: Uint8Array): RawEntry => ({ name, bytes });
  const entries = [entry('BELENIOS', utf8(`{"version":1,"timestamp":"${time}"}`))];
  let previous: string | null = null;
  events.forEach((event, i) => {
    for (const text of event.data) entries.push(entry(`${hashOfText(text)}.data.json`, utf8(text)));
    const last = event.data.at(-1);
    const parent = event.parent === undefined ? previous : event.parent;
    const payload =
      event.payload === undefined ? (last === undefined ? null : hashOfText(last)) : event.payload;
    const text =
      `{${parent === null ? '' : `"parent":"${parent}",`}"height":${event.height ?? i}` +
      `,"type":"${event.kind}"${payload === null ? '' : `,"payload":"${payload}"`}}`;
    const written = utf8(event.spell ? event.spell(text) : text);
    previous = bytesToHex(digest(written));
    entries.push(entry(`${previous}.event.json`, written));
  });
  return entries;
}

/** The header of an entry. */
export function headerOf(name: string, size: number, time: number): Uint8Array {
  const block = new Uint8Array(512);
  const put = (at: number, text: string): void => block.set(utf8(text), at);
  put(0, name);
  put(100, '0000644');
  put(108, '0000000');
  put(116, '0000000');
  put(124, size.toString(8).padStart(11, '0'));
  put(136, time.toString(8).padStart(11, '0'));
  put(148, '        0');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** Writes entries as a file. */
export function writeArchive(entries: readonly RawEntry[], time: number): Uint8Array {
  const parts = entries.flatMap(({ name, bytes, time: own }) => [
    headerOf(name, bytes.length, own ?? time),
    bytes,
    new Uint8Array((512 - (bytes.length % 512)) % 512),
  ]);
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** A board as a file. */
export const writeBoard = (board: Board): Uint8Array => writeArchive(entriesOf(board), board.time);
