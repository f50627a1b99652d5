/**
 * The words that differ from one kind of organisation to another: a village may be a department, a
 * shop or a class. Every label takes them from here: a text says `{village}`, and what is shown is
 * the word the county chose.
 */
import { shallowRef } from 'vue';

/** A word in both languages; English in lower case. */
type Word = { readonly zh: string; readonly en: string; readonly en_plural: string };
/** The nouns that have a word of their own. */
export type WordNoun = 'county' | 'area' | 'town' | 'village' | 'secretary' | 'project';
/** A word for each of them. */
export type Words = Readonly<Record<WordNoun, Word>>;

/** What holds as long as the server has not said otherwise. */
export const VILLAGE_WORDS: Words = {
  county: { zh: '县', en: 'county', en_plural: 'counties' },
  area: { zh: '片区', en: 'area', en_plural: 'areas' },
  town: { zh: '镇街', en: 'town', en_plural: 'towns' },
  village: { zh: '村', en: 'village', en_plural: 'villages' },
  secretary: { zh: '书记', en: 'secretary', en_plural: 'secretaries' },
  project: { zh: '项目', en: 'project', en_plural: 'projects' },
};

/** The words now shown; pages follow them without a reload. */
export const words = shallowRef<Words>(VILLAGE_WORDS);

/** Shows other words from now on. */
export function setWords(next: Words): void {
  words.value = next;
}

const SPELT: readonly [spelt: string, noun: WordNoun, plural: boolean][] = [
  ['county', 'county', false],
  ['counties', 'county', true],
  ['area', 'area', false],
  ['areas', 'area', true],
  ['town', 'town', false],
  ['towns', 'town', true],
  ['village', 'village', false],
  ['villages', 'village', true],
  ['secretary', 'secretary', false],
  ['secretaries', 'secretary', true],
  ['project', 'project', false],
  ['projects', 'project', true],
];
const NAMES = new Map(SPELT.map(([spelt, noun, plural]) => [spelt, { noun, plural }]));

/**
 * The text with the words in their places: `{village}`, `{villages}` and, at the head of an English
 * sentence, `{Village}`. Another name in braces stays as it is.
 */
export function fill(text: string, zh: boolean, from: Words = words.value): string {
  if (!text.includes('{')) return text;
  return text.replace(/\{([A-Za-z]+)\}/g, (whole, spelt: string) => {
    const found = NAMES.get(spelt.toLowerCase());
    if (!found) return whole;
    const word = from[found.noun];
    if (zh) return word.zh;
    const english = found.plural ? word.en_plural : word.en;
    return /^[A-Z]/.test(spelt) ? english.charAt(0).toUpperCase() + english.slice(1) : english;
  });
}

/** A table of texts with the words in their places, at every depth and in what functions answer. */
export function fillAll<T>(table: T, zh: boolean, from: Words = words.value): T {
  if (typeof table === 'string') return fill(table, zh, from) as T;
  if (typeof table === 'function') {
    const call = table as unknown as (...args: unknown[]) => unknown;
    return ((...args: unknown[]) => fillAll(call(...args), zh, from)) as T;
  }
  if (Array.isArray(table)) return table.map((each) => fillAll(each, zh, from)) as T;
  if (typeof table === 'object' && table !== null) {
    return Object.fromEntries(
      Object.entries(table).map(([key, value]) => [key, fillAll(value, zh, from)]),
    ) as T;
  }
  return table;
}
