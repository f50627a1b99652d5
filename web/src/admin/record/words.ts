import type { Register } from '@/shared/api';
import { capital, VILLAGE_WORDS, words } from '@/shared/i18n';
import { t as codes } from '../codes.messages';
import { t } from './messages';

/** What a kind of unit is called: 镇, 街道 and 功能区 are of villages, others know one word for them. */
export function kindWord(kind: Register.UnitKind): string {
  const ofVillages = words.value.town.zh === VILLAGE_WORDS.town.zh;
  if (kind === 'county' || kind === 'village' || ofVillages) return codes.value.kinds[kind];
  return t.value.anyTown;
}

/** Codes with their words, to choose from. */
export const labels = (table: Readonly<Record<string, string>>): [code: string, name: string][] =>
  Object.entries(table).map(([code, name]) => [code, capital(name)]);

/** Whether a unit ranks with towns. */
export const isTown = (kind: Register.UnitKind): boolean => kind !== 'county' && kind !== 'village';

/** A name in a list: one of two characters is spaced to the width of three. */
export const listName = (name: string): string =>
  /^\p{Script=Han}{2}$/u.test(name) ? `${name[0]}\u3000${name[1]}` : name;
