/** What a voter may answer in a contest, and whether it is enough. */
import type { Answer } from '@/crypto/ballot.ts';
import type { Question } from '@/crypto/election.ts';
import type { Quota, Round } from './api.ts';

/** The answers chosen in a contest; none when it was left blank or untouched. */
export const chosenOf = (choice: Answer | null): readonly number[] =>
  choice === null || choice === 'blank' ? [] : choice;

/** Whether a contest may be left without an answer. */
export const mayAbstain = ({ min, blank }: Question): boolean => blank || min === 0;

/** How an abstention is written: with the blank bit where the question has one. */
export const abstention = ({ blank }: Question): Answer => (blank ? 'blank' : []);

/** Whether a contest can be handed in as it stands; untouched ones count as abstentions. */
export const isFinished = (question: Question, choice: Answer | null): boolean =>
  choice === 'blank' || (choice === null ? mayAbstain(question) : choice.length >= question.min);

/** A ballot as far as its contests bear on one another. */
interface Filled {
  readonly round: Pick<Round, 'choice' | 'quotas'>;
  readonly questions: readonly Question[];
  readonly choices: readonly (Answer | null)[];
}

/** The contests with this answer, apart from `at`. Where this is asked, all have the same answers. */
const othersWith = ({ choices }: Filled, at: number, answer: number): number[] =>
  choices.flatMap((choice, i) => (i !== at && chosenOf(choice).includes(answer) ? [i] : []));

/** The quota of an answer, if it is a grade that has one. */
export const quotaOf = ({ round, questions }: Filled, answer: number): Quota | undefined =>
  round.quotas?.find(({ grade }) => grade === questions[0]?.answers[answer]);

/** How many villages have a quota's grade. */
export const givenOf = (ballot: Filled, { grade }: Quota): number =>
  othersWith(ballot, -1, ballot.questions[0]?.answers.indexOf(grade) ?? -1).length;

/**
 * The contests that keep an answer from being chosen in contest `at`: the place that a village has
 * already, or the villages that use a grade's quota up. Nothing when it may be chosen.
 */
export function inTheWay(ballot: Filled, at: number, answer: number): number[] | undefined {
  const others = othersWith(ballot, at, answer);
  if (ballot.round.choice === 'order') return others.length > 0 ? others : undefined;
  const quota = quotaOf(ballot, answer);
  return quota && others.length >= quota.most ? others : undefined;
}

/** Whether a contest fits the others: no village in two places, no grade over its quota. */
export const fits = (ballot: Filled, at: number): boolean =>
  chosenOf(ballot.choices[at] ?? null).every((answer) => !inTheWay(ballot, at, answer));
