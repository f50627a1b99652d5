import { answer, api, useResource, type Results, type RuleCardView } from '@/shared/api';

/** The results of all revealed rounds. */
export const useResults = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<Results>(api.GET('/api/cycles/{cycle}/results', { params: { path: { cycle } } })),
  );

/** A grade of the rule card, as far as a figure is explained by it. */
export interface Grade {
  label: string;
  points: string;
}
/** The card the results follow, for explaining figures; nothing is decided from it here. */
export interface Card {
  grades: Grade[];
  blank: { counts_as: unknown };
}

/** The frozen rule card. */
export const useCard = (cycle: string) =>
  useResource(
    () => cycle,
    async () => (await cardOf(cycle)) as Card | null,
    { live: false },
  );

/** The frozen rule card as a file other programs read. */
export const ruleCardFile = async (cycle: string): Promise<string> =>
  `${JSON.stringify(await cardOf(cycle), null, 2)}\n`;

async function cardOf(cycle: string): Promise<unknown> {
  const params = { path: { cycle }, query: { lang: 'zh' } };
  const { card } = await answer<RuleCardView>(api.GET('/api/cycles/{cycle}/rule-card', { params }));
  return card;
}
