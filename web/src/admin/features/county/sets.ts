import type { Register } from '@/shared/api';

/** The words a set begins with, as the server knows them. */
type Set = Exclude<Register.Vocabulary['set'], 'own'>;
export const NOUNS = ['county', 'area', 'town', 'village', 'secretary', 'project'] as const;

const PROJECT = ['项目', 'project', 'projects'] as const;
const WORDS: Record<Set, readonly (readonly [zh: string, en: string, plural: string])[]> = {
  village: [
    ['县', 'county', 'counties'],
    ['片区', 'area', 'areas'],
    ['镇街', 'town', 'towns'],
    ['村', 'village', 'villages'],
    ['书记', 'secretary', 'secretaries'],
    PROJECT,
  ],
  department: [
    ['单位', 'organisation', 'organisations'],
    ['组别', 'group', 'groups'],
    ['系统', 'division', 'divisions'],
    ['部门', 'department', 'departments'],
    ['负责人', 'head', 'heads'],
    PROJECT,
  ],
  shop: [
    ['总部', 'head office', 'head offices'],
    ['大区', 'region', 'regions'],
    ['城市', 'city', 'cities'],
    ['门店', 'shop', 'shops'],
    ['店长', 'shop manager', 'shop managers'],
    PROJECT,
  ],
  class: [
    ['学校', 'school', 'schools'],
    ['组别', 'group', 'groups'],
    ['年级', 'grade', 'grades'],
    ['班级', 'class', 'classes'],
    ['班主任', 'class teacher', 'class teachers'],
    PROJECT,
  ],
};

/** The names of the sets there are. */
export const SETS = Object.keys(WORDS) as Set[];

/** A whole vocabulary of a set. */
export function wordsOf(set: Set): Register.Vocabulary {
  const words = WORDS[set].map(([zh, en, en_plural]) => ({ zh, en, en_plural }));
  const named = Object.fromEntries(NOUNS.map((noun, at) => [noun, words[at]!]));
  return { set, ...named } as Register.Vocabulary;
}

/** The set a vocabulary stands for: its own as soon as one word differs. */
export function setOf(words: Register.Vocabulary): Register.Vocabulary['set'] {
  const same = (set: Set) =>
    NOUNS.every((noun) => JSON.stringify(wordsOf(set)[noun]) === JSON.stringify(words[noun]));
  return SETS.find(same) ?? 'own';
}
