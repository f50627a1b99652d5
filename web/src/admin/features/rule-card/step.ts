/** The steps of the wizard, in the order of the year, and what belongs to which. */
export const STEPS = [
  'name',
  'vote',
  'classes',
  'secrecy',
  'score',
  'ranks',
  'trial',
  'freeze',
] as const;
export type Step = (typeof STEPS)[number];

/** The step an address names, or the first. */
export const stepNamed = (text: unknown): Step => STEPS.find((step) => step === text) ?? STEPS[0];

const OF_MEMBER: Readonly<Record<string, Step>> = {
  title: 'name',
  year: 'name',
  note: 'name',
  format: 'name',
  areas: 'name',
  ballot: 'vote',
  choice: 'vote',
  method: 'vote',
  grades: 'vote',
  quotas: 'vote',
  blank: 'vote',
  classes: 'classes',
  recusal: 'classes',
  submission: 'classes',
  quorum: 'classes',
  closing: 'classes',
  thresholds: 'secrecy',
  small_class: 'secrecy',
  empty_class: 'secrecy',
  trustees: 'secrecy',
  rounding: 'ranks',
  ranks: 'ranks',
  ties: 'ranks',
  awards: 'ranks',
};
const RANK_MEMBERS = new Set(['rounding', 'ranks', 'ties', 'awards']);

/** The step that edits the member at `path`, a JSON pointer into the card. */
export function stepOf(path: string): Step {
  const [, member = '', inside = ''] = path.split('/');
  if (member === 'composite') return RANK_MEMBERS.has(inside) ? 'ranks' : 'score';
  return OF_MEMBER[member] ?? 'freeze';
}

/** Words of a clause's heading that tell which step made it; the first that fits counts. */
const OF_HEADING: readonly [RegExp, Step][] = [
  [
    /票类|谁投票|回避|提交|法定人数|截止|class|who votes|recusal|submission|quorum|closing/i,
    'classes',
  ],
  [/保密|监票人|secrecy|scrutineer|trustee/i, 'secrecy'],
  [/小数|名次|并列|奖|rounding|place|tie|award/i, 'ranks'],
  [/^说明$|^note$/i, 'name'],
  [
    /投票方式|等次|空白|选票|打分|推荐|排序|^计分|the vote$|grades?|blank|ballot|^points|naming|order|^score$/i,
    'vote',
  ],
];

/** The step a clause belongs to, by its heading; what the table does not know is about the score. */
export const stepOfClause = (heading: string): Step =>
  OF_HEADING.find(([words]) => words.test(heading))?.[1] ?? 'score';
