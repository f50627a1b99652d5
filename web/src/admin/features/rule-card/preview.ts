/**
 * The ballot of a card, for the preview: the voter page's own screens on questions made as the
 * rounds will make them. Nothing is sent and nothing is kept.
 */
import { computed, reactive } from 'vue';
import type { Question } from '@/crypto/election';
import { abstention, chosenOf, fits, isFinished } from '@/voter/answer';
import type { Ballot } from '@/voter/vote';
import { marksOf, type RuleCard } from './card';

/** How long a chosen bar stays in view, as on the voter page. */
const GLIDE_MS = 320;

/** The questions of one round of the card on these villages; none while the card is half typed. */
export function questionsOf(card: RuleCard, villages: readonly string[]): Question[] {
  const choice = card.choice ?? 'grades';
  const one = { min: 1, max: 1, blank: false };
  if (typeof choice === 'object' && 'approve' in choice) {
    const { least, most } = choice.approve;
    if (!(least <= most && most >= 1) || !villages.length) return [];
    const max = Math.min(most, villages.length);
    const min = Math.min(least, max);
    const several = min === max ? `请推荐 ${max} 个村` : `请推荐 ${min} 至 ${max} 个村`;
    const title = min > 0 ? several : `请推荐村，最多 ${max} 个，也可以不推荐`;
    return [{ title, answers: [...villages], min, max, blank: false }];
  }
  if (typeof choice === 'object' && 'order' in choice) {
    return marksOf(card)
      .slice(0, villages.length)
      .map((_, at) => ({
        ...one,
        min: card.blank.allowed ? 0 : 1,
        title: `请选出第 ${at + 1} 名`,
        answers: [...villages],
      }));
  }
  const answers = marksOf(card).map(({ label }) => label);
  if (answers.length < 2) return [];
  return villages.map((title) => ({ ...one, title, answers, blank: card.blank.allowed }));
}

/** The round of a card, as a phone is told of it. */
export function roundOf(card: RuleCard, title: string): Ballot['round'] {
  const choice = card.choice ?? 'grades';
  const kinds = ['points', 'approve', 'order'] as const;
  const kind = typeof choice === 'object' && kinds.find((one) => one in choice);
  const quotas = (card.quotas ?? []).flatMap(({ grade, most }) => {
    const found = card.grades.find(({ code }) => code === grade);
    return found ? [{ grade: found.label, most }] : [];
  });
  const revote = card.submission === 'last';
  return { number: 1, title, kind: 'rehearsal', revote, choice: kind || 'grades', quotas };
}

/** The state the voter's screens read and change, for these questions. */
export function createPreview(questions: readonly Question[], round: Ballot['round']) {
  const ballot = reactive<Ballot>({
    box: 'preview',
    round,
    again: false,
    questions,
    choices: questions.map(() => null),
    at: 0,
  });
  let glide: ReturnType<typeof setTimeout> | undefined;
  const next = () =>
    ballot.choices.every((choice) => choice !== null) ? questions.length : ballot.at + 1;
  const go = (at: number) => {
    clearTimeout(glide);
    if (at >= 0 && at <= questions.length) ballot.at = at;
  };
  const done = reactive({ value: false });
  const unfinished = computed(() =>
    questions.flatMap((question, i) =>
      isFinished(question, ballot.choices[i] ?? null) && fits(ballot, i) ? [] : [i],
    ),
  );
  return reactive({
    ballot,
    done,
    unfinished,
    go,
    choose(answer: number) {
      const { at } = ballot;
      const { max } = questions[at]!;
      clearTimeout(glide);
      if (max === 1) {
        ballot.choices[at] = [answer];
        glide = setTimeout(() => go(next()), GLIDE_MS);
        return;
      }
      const chosen = new Set(chosenOf(ballot.choices[at] ?? null));
      if (!chosen.delete(answer) && chosen.size < max) chosen.add(answer);
      ballot.choices[at] = chosen.size ? [...chosen].sort((a, b) => a - b) : null;
    },
    abstain() {
      ballot.choices[ballot.at] = abstention(questions[ballot.at]!);
      go(next());
    },
    submit() {
      if (!unfinished.value.length) done.value = true;
    },
    keep: () => go(questions.length),
    stop: () => clearTimeout(glide),
  });
}
