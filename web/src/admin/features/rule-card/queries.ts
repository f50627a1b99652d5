import {
  asDocument,
  answer,
  api,
  useResource,
  type Area,
  type RuleCardCheck,
  type RuleCardView,
  type Simulation,
} from '@/shared/api';
import { apiLang } from '@/shared/i18n';
import type { RuleCard } from './card';

const params = (cycle: string) => ({ path: { cycle }, query: { lang: apiLang.value } });

/** The card of a cycle with its clauses in the language shown. */
export const useRuleCard = (cycle: string) =>
  useResource(
    () => [cycle, apiLang.value].join(),
    () => answer<RuleCardView>(api.GET('/api/cycles/{cycle}/rule-card', { params: params(cycle) })),
    { live: false },
  );

/** What is wrong with a card and how it reads; changes nothing. */
export const checkRuleCard = (cycle: string, card: RuleCard) =>
  answer<RuleCardCheck>(
    api.POST('/api/cycles/{cycle}/rule-card/check', {
      params: params(cycle),
      body: asDocument(card),
    }),
  );

/** Keeps a card as the cycle's draft; throws `rule_card_invalid` or `rule_card_frozen`. */
export const saveRuleCard = (cycle: string, card: RuleCard) =>
  answer<RuleCardView>(
    api.PUT('/api/cycles/{cycle}/rule-card', { params: params(cycle), body: asDocument(card) }),
  );

/** Freezes the draft for good and creates the rounds. */
export const freezeRuleCard = (cycle: string) =>
  answer<RuleCardView>(api.POST('/api/cycles/{cycle}/rule-card/freeze', { params: params(cycle) }));

/** The areas of the register, for a first card. */
export const areasOf = async (cycle: string) =>
  (
    await answer<{ areas: Area[] }>(
      api.GET('/api/cycles/{cycle}/units', { params: { path: { cycle } } }),
    )
  ).areas;

/** The areas of the register, kept for the preview of a ballot. */
export const useAreas = (cycle: string) =>
  useResource(
    () => cycle,
    () => areasOf(cycle),
    { live: false },
  );

/** The villages a round on the first area would vote on: its stops of the tour, or all of them. */
export function sampleVillages(areas: readonly Area[]): string[] {
  const all = (areas[0]?.towns ?? []).flatMap((town) =>
    town.villages.map((village) => ({ ...village, town: town.name })),
  );
  const visited = all
    .filter((village) => village.visited)
    .sort((a, b) => (a.visit_order ?? 0) - (b.visit_order ?? 0));
  return (visited.length ? visited : all).map(({ town, name }) => `${town} ${name}`);
}

/** Tries a card on votes and sheets made up from `seed`; stores nothing. */
export const simulate = (cycle: string, card: RuleCard, seed: string, turnout: number) =>
  answer<Simulation>(
    api.POST('/api/cycles/{cycle}/rule-card/simulate', {
      params: params(cycle),
      body: { card: asDocument(card), seed, turnout },
    }),
  );
