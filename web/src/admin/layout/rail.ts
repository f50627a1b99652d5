import type { Role } from '@/shared/api';
import type { IconName } from '@/shared/ui';

/** The nouns of the rail, each the name of a route. */
export type RailNoun =
  | 'home'
  | 'register'
  | 'projects'
  | 'rule-card'
  | 'slips'
  | 'trustees'
  | 'rounds'
  | 'results'
  | 'scores'
  | 'analysis'
  | 'host'
  | 'audit'
  | 'accounts'
  | YearNoun;

/** The nouns of the whole year, beside the cycles. */
export type YearNoun =
  | 'units'
  | 'people'
  | 'ledger'
  | 'totals'
  | 'month-reports'
  | 'imports'
  | 'proposals'
  | 'county-settings';

export const RAIL_ICONS: Record<RailNoun, IconName> = {
  home: 'home',
  register: 'people',
  projects: 'ledger',
  'rule-card': 'rule',
  slips: 'slip',
  trustees: 'key',
  rounds: 'box',
  results: 'medal',
  scores: 'sheet',
  analysis: 'chart',
  host: 'stage',
  audit: 'book',
  accounts: 'user',
  units: 'tree',
  people: 'people',
  ledger: 'ledger',
  totals: 'chart',
  'month-reports': 'calendar',
  imports: 'upload',
  proposals: 'check',
  'county-settings': 'sliders',
};

/** At most eight nouns of a cycle for a role, its own work first, in the order of the year. */
export const RAIL: Record<Role, readonly RailNoun[]> = {
  organiser: [
    'home',
    'register',
    'projects',
    'rule-card',
    'slips',
    'trustees',
    'rounds',
    'results',
  ],
  town: [],
  host: ['host', 'home', 'slips', 'rounds', 'results', 'register', 'rule-card'],
  trustee: ['trustees', 'home', 'rule-card', 'rounds', 'results'],
  auditor: ['results', 'audit', 'home', 'rule-card', 'slips', 'trustees', 'rounds'],
  viewer: ['home', 'register', 'projects', 'rule-card', 'rounds', 'results'],
};

/** What stands below the rail, out of the year's order. */
export const BELOW: Partial<Record<Role, readonly RailNoun[]>> = {
  organiser: ['scores', 'analysis', 'host', 'audit', 'accounts'],
  auditor: ['scores', 'analysis'],
};

/** What a role keeps the whole year, whichever cycle is under way. */
export const YEAR: Partial<Record<Role, readonly YearNoun[]>> = {
  organiser: [
    'units',
    'people',
    'ledger',
    'totals',
    'month-reports',
    'imports',
    'proposals',
    'county-settings',
  ],
  town: ['units', 'people', 'ledger', 'month-reports', 'imports', 'proposals'],
  auditor: ['units', 'people', 'ledger', 'totals', 'month-reports'],
  viewer: ['units', 'people', 'ledger', 'totals', 'month-reports'],
};

/** What lives beside the cycles and needs none to be opened. */
export const BESIDE: ReadonlySet<RailNoun> = new Set(['accounts', ...Object.values(YEAR).flat()]);

/** Where the work of a role lies that has no part in a cycle, its first page first. */
export const FIRST_OF_YEAR: readonly YearNoun[] = ['month-reports', 'units'];

/** The first page of a role inside a cycle. */
export function firstPage(role: Role): RailNoun {
  return RAIL[role][0] ?? 'home';
}
