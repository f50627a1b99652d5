import { answer, api, useResource } from '@/shared/api';

/** The results of all revealed rounds. */
export const useResults = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer(api.GET('/api/cycles/{cycle}/results', { params: { path: { cycle } } })),
  );

/** The frozen rule card as a file other programs read. */
export async function ruleCardFile(cycle: string): Promise<string> {
  const params = { path: { cycle }, query: { lang: 'zh' } };
  const { card } = await answer(api.GET('/api/cycles/{cycle}/rule-card', { params }));
  return `${JSON.stringify(card, null, 2)}\n`;
}
