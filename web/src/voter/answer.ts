/** What a voter may answer in a contest, and whether it is enough. */
import type { Answer } from '@/crypto/ballot.ts';
import type { Question } from '@/crypto/election.ts';

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
