import type { Ref } from 'vue';
import {
  answer,
  api,
  useResource,
  type Composite,
  type Results,
  type RuleCardView,
  type Steps,
} from '@/shared/api';
import { apiLang } from '@/shared/i18n';

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
    async () => {
      const params = { path: { cycle }, query: { lang: 'zh' } };
      const { card } = await answer<RuleCardView>(
        api.GET('/api/cycles/{cycle}/rule-card', { params }),
      );
      return card as Card | null;
    },
    { live: false },
  );

/** The result over all that counts, as far as the one signed in may know it. */
export const useComposite = (cycle: string) =>
  useResource(
    () => [cycle, apiLang.value].join(),
    () => answer<Composite>(api.GET('/api/cycles/{cycle}/composite', { params: asked(cycle) })),
  );

/** A cycle, told in the language shown. */
const asked = (cycle: string) => ({ path: { cycle }, query: { lang: apiLang.value } });

/** Publishes the composite result for good; throws `composite_not_ready` and others. */
export const publishComposite = (cycle: string) =>
  answer<Composite>(api.POST('/api/cycles/{cycle}/composite/publish', { params: asked(cycle) }));

/** The steps that lead to a village's place, with their rules in the language shown. */
export const useSteps = (cycle: string, town: Ref<string>, village: Ref<string>) =>
  useResource(
    () => [cycle, town.value, village.value, apiLang.value].join(),
    () =>
      answer<Steps>(
        api.GET('/api/cycles/{cycle}/steps', {
          params: {
            path: { cycle },
            query: { town: town.value, village: village.value, lang: apiLang.value },
          },
        }),
      ),
    { live: false },
  );
