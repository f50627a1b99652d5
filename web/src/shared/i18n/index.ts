/**
 * Messages without a library: each feature keeps a typed table of Chinese texts beside its pages,
 * with an English twin of exactly the same shape. A text with a number in it is a function, so
 * nothing is compiled in the browser and the Content Security Policy needs no exception.
 */
import { computed, ref, type ComputedRef } from 'vue';
import { fillAll } from './vocabulary';

export * from './vocabulary';

/** The languages of the interface; Chinese is the source. */
export type Locale = 'zh-CN' | 'en';

const KEY = 'pingyi.locale';

function remembered(): Locale {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN'; // Storage can be refused; the language is then asked again next time.
  }
}

/** The language now shown; pages follow it without a reload. */
export const locale = ref<Locale>(remembered());

/** Shows the interface in `next` and remembers it in this browser. */
export function setLocale(next: Locale): void {
  locale.value = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // See `remembered`.
  }
}

/** The value of the `lang` query of the API for the language now shown. */
export const apiLang = computed(() => (locale.value === 'en' ? 'en' : 'zh'));

/** The same keys and the same parameters, with other words. */
type Twin<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? (
        ...args: A
      ) => R extends string ? string : R extends readonly string[] ? readonly string[] : R
    : T[K] extends string
      ? string
      : Twin<T[K]>;
};

/**
 * Pairs a Chinese table with its English twin and gives the table of the language now shown, with
 * the words the organisation uses for `{village}` and the like.
 */
export function messages<const T extends object>(zh: T, en: Twin<T>): ComputedRef<Twin<T>> {
  return computed(() =>
    locale.value === 'en' ? fillAll(en, false) : fillAll(zh as Twin<T>, true),
  );
}

/** What the server tells in both languages, in the language shown. */
export const said = (sentence: { readonly zh: string; readonly en: string }): string =>
  locale.value === 'en' ? sentence.en : sentence.zh;

/** A word or sentence with a capital at its head; Chinese stays as it is. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A remark in brackets, as the language shown writes them. */
export function inParens(text: string): string {
  return locale.value === 'en' ? ` (${text})` : `（${text}）`;
}

/** A label and what it says, in one line. */
export const labelled = (label: string, text: string): string =>
  locale.value === 'en' ? `${label}: ${text}` : `${label}：${text}`;

/** Names one after the other. */
export const listed = (names: readonly string[]): string =>
  names.join(locale.value === 'en' ? ', ' : '、');

/** The text of a code in a table, or the code itself when the table does not know it. */
export function word(table: Readonly<Record<string, string>>, code: string): string {
  return table[code] ?? code;
}
