/**
 * An election as the voter's device needs it, read from the frozen bytes the server hands out.
 * Source: Belenios specification 3.3.0, "Elections" and "Questions"; homomorphic questions only.
 */
import { base64 } from './bytes.ts';
import { digest } from './challenge.ts';
import { decodeElement, GROUP_NAME, type Element } from './group.ts';

/** One contest: which of the answers may be chosen, and how many. */
export interface Question {
  readonly title: string;
  readonly answers: readonly string[];
  readonly min: number;
  readonly max: number;
  /** Whether the encryption has a bit of its own for "blank". */
  readonly blank: boolean;
}

/** A parsed election. */
export interface Election {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  /** y, the key ballots are encrypted to, spelt and as a checked member of the group. */
  readonly publicKey: string;
  readonly key: Element;
  readonly questions: readonly Question[];
  /** φ: unpadded base64 of the SHA-256 of the raw bytes. */
  readonly fingerprint: string;
}

/** The election's bytes are not what this program can vote in; the message names the field. */
export class ElectionError extends Error {
  override name = 'ElectionError';
  constructor(place: string) {
    super(`cannot vote in this election: ${place}`);
  }
}

/**
 * Reads an election. The fingerprint covers the bytes as they came, spaces and all.
 *
 * # Errors
 * Throws {@link ElectionError} when a field is missing, of a wrong kind, or asks for a protocol,
 * group or kind of question other than the one implemented here.
 */
export function parseElection(bytes: Uint8Array): Election {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ElectionError('not JSON');
  }
  const { version, group, uuid, name, description, public_key, questions } = record(
    raw,
    'election',
  );
  if (version !== 1) throw new ElectionError('version');
  if (group !== GROUP_NAME) throw new ElectionError('group');
  if (typeof uuid !== 'string' || !/^[1-9A-HJ-NP-Za-km-z]{14,}$/.test(uuid))
    throw new ElectionError('uuid');
  const key = decodeElement(public_key);
  if (!key) throw new ElectionError('public_key');
  if (!Array.isArray(questions) || questions.length === 0) throw new ElectionError('questions');
  return {
    uuid,
    name: text(name, 'name'),
    description: text(description, 'description'),
    publicKey: public_key as string,
    key,
    questions: questions.map((question, i) => parseQuestion(question, `questions[${i}]`)),
    fingerprint: base64(digest(bytes)),
  };
}

function parseQuestion(raw: unknown, place: string): Question {
  const { question, answers, min, max, blank, type } = record(raw, place);
  if (type !== undefined) throw new ElectionError(`${place}.type`);
  if (!Array.isArray(answers) || answers.length === 0) throw new ElectionError(`${place}.answers`);
  if (!isCount(min) || !isCount(max) || min > max || max > answers.length)
    throw new ElectionError(`${place}.min, max`);
  if (blank !== undefined && typeof blank !== 'boolean') throw new ElectionError(`${place}.blank`);
  return {
    title: text(question, `${place}.question`),
    answers: answers.map((answer, i) => text(answer, `${place}.answers[${i}]`)),
    min,
    max,
    blank: blank ?? false,
  };
}

function record(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ElectionError(place);
  return value as Record<string, unknown>;
}

function text(value: unknown, place: string): string {
  if (typeof value !== 'string') throw new ElectionError(place);
  return value;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
