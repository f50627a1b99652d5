import type { Register } from '@/shared/api';
import { VILLAGE_WORDS, words } from '@/shared/i18n';
import { t } from './messages';

/** What a kind of unit is called: 镇, 街道 and 功能区 are of villages, others know one word for them. */
export function kindWord(kind: Register.UnitKind): string {
  const ofVillages = words.value.town.zh === VILLAGE_WORDS.town.zh;
  if (kind === 'county' || kind === 'village' || ofVillages) return t.value.kinds[kind];
  return t.value.anyTown;
}

/** Whether a unit ranks with towns. */
export const isTown = (kind: Register.UnitKind): boolean => kind !== 'county' && kind !== 'village';
