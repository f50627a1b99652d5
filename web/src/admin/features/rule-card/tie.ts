/** The rules that can separate ties under a card, and how a chain of them may stand. */
import { marksEach, marksOf, type RuleCard, type TieBreak } from './card';

/** The same rule, however it is written. */
export const sameTie = (a: TieBreak, b: TieBreak): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Every rule this card could use, apart from keeping ties, in the order they are usually asked. */
export function possibleTies(card: RuleCard, composite: boolean): TieBreak[] {
  const components = composite ? (card.composite?.components ?? []) : [];
  const inVote = card.method !== 'majority_judgment';
  return [
    ...components.map(({ code }) => ({ component: code })),
    ...components.flatMap(({ code, source }) =>
      typeof source === 'object' && 'panel' in source
        ? source.panel.criteria.map((each) => ({
            criterion: { component: code, criterion: each.code },
          }))
        : [],
    ),
    ...(inVote ? card.classes.map(({ code }) => ({ class: code })) : []),
    ...(marksEach(card) ? marksOf(card).slice(0, 3) : marksOf(card)).map(({ code }) => ({
      marks: code,
    })),
    'lot_by_hand',
    'lot_by_seed',
  ];
}

/** The chain with one more rule; keeping ties stays last. */
export const withTie = (chain: readonly TieBreak[], tie: TieBreak): TieBreak[] => [
  ...chain.filter((each) => each !== 'keep_tied'),
  tie,
  'keep_tied',
];

/** The chain with the rule at `from` moved to `to`; keeping ties is never moved. */
export function movedTie(chain: readonly TieBreak[], from: number, to: number): TieBreak[] {
  const rules = chain.filter((each) => each !== 'keep_tied');
  const [rule] = rules.splice(from, 1);
  if (rule === undefined) return [...chain];
  rules.splice(Math.min(Math.max(to, 0), rules.length), 0, rule);
  return [...rules, 'keep_tied'];
}

/** A rule in words. */
export function tieWords(
  tie: TieBreak,
  card: RuleCard,
  words: {
    component: (label: string) => string;
    criterion: (component: string, label: string) => string;
    class: (label: string) => string;
    marks: (label: string) => string;
    approve: string;
    place: (place: string) => string;
    keep_tied: string;
    lot_by_hand: string;
    lot_by_seed: string;
  },
): string {
  if (typeof tie === 'string') return words[tie];
  const component = (code: string) => card.composite?.components.find((each) => each.code === code);
  if ('component' in tie) return words.component(component(tie.component)?.label ?? tie.component);
  if ('criterion' in tie) {
    const { component: code, criterion } = tie.criterion;
    const found = component(code);
    const source = found?.source;
    const label =
      typeof source === 'object' && 'panel' in source
        ? source.panel.criteria.find((each) => each.code === criterion)?.label
        : undefined;
    return words.criterion(found?.label ?? code, label ?? criterion);
  }
  if ('class' in tie)
    return words.class(card.classes.find(({ code }) => code === tie.class)?.label ?? tie.class);
  if (tie.marks === 'approve') return words.approve;
  const mark = marksOf(card).find(({ code }) => code === tie.marks);
  return typeof card.choice === 'object' && 'order' in card.choice
    ? words.place(tie.marks)
    : words.marks(mark?.label ?? tie.marks);
}
