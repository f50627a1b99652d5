import type { Ref } from 'vue';
import { answer, api, asDocument, useResource, type RuleCardView, type WhatIf } from '@/shared/api';
import type { Analysis } from './analysis';

/**
 * What judges, places and weights look like from outside; decides nothing. `toured` is the
 * component that was scored from day to day; empty for the first that judges score.
 */
export const useAnalysis = (cycle: string, toured: Ref<string>) =>
  useResource(
    () => cycle,
    async () => {
      const params = { path: { cycle }, query: { toured: toured.value } };
      return (await answer<object>(
        api.GET('/api/cycles/{cycle}/analysis', { params }) as never,
      )) as Analysis;
    },
    { live: false },
  );

/** The frozen card, to change it in thought. */
export const useFrozenCard = (cycle: string) =>
  useResource(
    () => cycle,
    async () => {
      const params = { path: { cycle }, query: { lang: 'zh' } };
      const view = await answer<RuleCardView>(api.GET('/api/cycles/{cycle}/rule-card', { params }));
      return view.card;
    },
    { live: false },
  );

/** Who would move if the card were changed by `patch` (RFC 7396). */
export const askWhatIf = (cycle: string, patch: object) =>
  answer<WhatIf>(
    api.POST('/api/cycles/{cycle}/what-if', {
      params: { path: { cycle } },
      body: asDocument(patch),
    }),
  );
