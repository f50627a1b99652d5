/** First cards to start from, as counties usually have them; every field is there to be changed. */
import type { Area } from '@/shared/api';
import { numeral } from '@/shared/format';
import type { Component, Composite, Criterion, Indicator, RuleCard } from './card';

/** The templates, from the shortest card to the one that counts everything. */
export const TEMPLATES = ['vote', 'three', 'full'] as const;
export type Template = (typeof TEMPLATES)[number];

const label = (n: number) => `第${numeral(n)}片区`;

/** A card for a register that ranks by the vote alone. */
export function firstCard(title: string, year: number, areas: readonly Area[]): RuleCard {
  const numbers = areas.map((area) => area.number);
  return {
    format: 1,
    title,
    year,
    areas: numbers.map((number) => ({ number, label: label(number) })),
    ballot: 'secret',
    method: 'weighted_mean',
    grades: [
      { code: 'excellent', label: '优秀', points: '100' },
      { code: 'good', label: '良好', points: '80' },
      { code: 'fair', label: '一般', points: '60' },
      { code: 'poor', label: '较差', points: '40' },
    ],
    classes: [
      {
        code: 'town',
        label: '镇',
        weight: '2/5',
        groups: [{ code: 'organiser', label: '镇街组织委员', votes_on: numbers }],
      },
      {
        code: 'village',
        label: '村',
        weight: '3/5',
        groups: numbers.map((number) => ({
          code: `village-${number}`,
          label: `${label(number)}村党组织书记`,
          home_area: number,
          votes_on: numbers.filter((other) => other !== number),
        })),
      },
    ],
    blank: { allowed: true, counts_as: 'excluded' },
    submission: 'last',
    quorum: { share: '2/3', counted: 'returned' },
    thresholds: { open: 10, mean: 15, histogram: 30 },
    small_class: 'refuse',
    empty_class: 'refuse',
    rounding: { decimals: 2, mode: 'half_up', ranks_on: 'exact' },
    ranks: 'competition',
    ties: ['keep_tied'],
    recusal: 'other_areas',
    trustees: { count: 3, threshold: 3 },
    closing: { by: 'chair', minutes: 10 },
  };
}

/** The card of a template. */
export function cardOf(
  template: Template,
  title: string,
  year: number,
  areas: readonly Area[],
): RuleCard {
  const card = firstCard(title, year, areas);
  if (template === 'vote') return card;
  return { ...card, composite: template === 'three' ? three() : full() };
}

/** One criterion of a sheet: whole points from 0. */
const criterion = (code: string, name: string, most: string): Criterion => ({
  code,
  label: name,
  least: '0',
  most,
  step: '1',
  weight: '1',
});

/** A panel of judges whose criteria make 100 points together. */
export const newPanel = (criteria: Criterion[]): Component['source'] => ({
  panel: {
    criteria,
    recusal: 'own_town',
    on: 'judge_total',
    trim: { drop: { high: 1, low: 1, at_least: 5, below: 'plain_mean' } },
    minimum_judges: 3,
    severity: 'none',
  },
});

/** An indicator that counts as it is, from 0 to 100. */
export const newIndicator = (code: string): Indicator => ({
  code,
  label: '',
  weight: '1/1',
  least: '0',
  most: '100',
  step: '0.1',
  scale: 'as_is',
});

const TOUR = () =>
  newPanel([
    criterion('industry', '产业发展', '40'),
    criterion('environment', '村容环境', '30'),
    criterion('governance', '治理服务', '30'),
  ]);
const DEBRIEF = () =>
  newPanel([criterion('achievement', '工作实绩', '60'), criterion('speech', '述职表现', '40')]);

function three(): Composite {
  return {
    group: 'area',
    components: [
      { code: 'tour', label: '现场观摩', weight: '2/5', source: TOUR(), scale: 'as_is' },
      { code: 'debrief', label: '述职', weight: '1/5', source: DEBRIEF(), scale: 'as_is' },
      { code: 'vote', label: '民主评议', weight: '2/5', source: 'vote', scale: 'as_is' },
    ],
    missing: 'refuse',
    adjustments: [],
    caps: {},
    vetoes: [],
    rounding: { decimals: 2, mode: 'half_up', ranks_on: 'exact' },
    ranks: 'competition',
    ties: [{ component: 'tour' }, 'keep_tied'],
    awards: [{ label: '优秀', share: '3/10', tie: 'exclude' }],
  };
}

function full(): Composite {
  const card = three();
  const [tour, debrief, vote] = card.components as [Component, Component, Component];
  return {
    ...card,
    components: [
      { ...tour, weight: '3/10' },
      { ...debrief, weight: '1/5' },
      { ...vote, weight: '3/10' },
      {
        code: 'record',
        label: '年度指标',
        weight: '1/5',
        source: {
          record: {
            indicators: [
              {
                code: 'income',
                label: '村集体收入',
                unit: '万元',
                weight: '1/2',
                least: '0',
                most: '10000',
                step: '0.01',
                scale: { target: { target: '30', beyond: 'cap' } },
              },
              {
                code: 'satisfaction',
                label: '群众满意度',
                unit: '%',
                weight: '1/2',
                least: '0',
                most: '100',
                step: '0.1',
                scale: 'as_is',
              },
            ],
          },
        },
        scale: 'as_is',
      },
    ],
    adjustments: [
      {
        code: 'honour',
        label: '市级以上表彰',
        kind: 'bonus',
        least: '0.5',
        most: '2',
        step: '0.5',
      },
      {
        code: 'criticism',
        label: '县级以上通报批评',
        kind: 'penalty',
        least: '0.5',
        most: '2',
        step: '0.5',
      },
    ],
    caps: { bonus: '3', penalty: '5', least: '0', most: '100' },
    vetoes: [{ code: 'safety', label: '发生安全生产责任事故', effect: 'no_award' }],
  };
}
