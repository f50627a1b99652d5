/**
 * What the ledger's page shows, as the query of its address: `light=red,amber&town=郭城镇`. The same
 * text is what a saved filter keeps and what the totals link to.
 */
import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import type { Register } from '@/shared/api';

/** Stands for "the project does not say" where a name is expected. */
export const NOTHING = '-';
export const LIGHTS: readonly Register.Light[] = ['red', 'amber', 'green', 'off'];

export interface LedgerFilter {
  q: string;
  lights: Register.Light[];
  state: string;
  category: string;
  town: string;
  area: string;
  source: string;
  /** Only those with a problem. */
  problem: boolean;
  /** Only those with proposals that wait. */
  pending: boolean;
}
type Choice = 'state' | 'category' | 'town' | 'area' | 'source';
export const CHOICES: readonly Choice[] = ['state', 'category', 'town', 'area', 'source'];

/** The filter an address asks for; what it does not know is left out. */
export function readFilter(query: LocationQuery): LedgerFilter {
  const text = (key: string): string => {
    const value = query[key];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const asked = text('light').split(',');
  return {
    q: text('q'),
    lights: LIGHTS.filter((light) => asked.includes(light)),
    state: text('state'),
    category: text('category'),
    town: text('town'),
    area: text('area'),
    source: text('source'),
    problem: text('problem') === '1',
    pending: text('pending') === '1',
  };
}

/** The query of an address for a filter; what shows everything is left out. */
export function writeFilter(filter: Partial<LedgerFilter>): LocationQueryRaw {
  const query: LocationQueryRaw = {};
  if (filter.q) query['q'] = filter.q;
  if (filter.lights?.length) query['light'] = filter.lights.join(',');
  for (const key of CHOICES) if (filter[key]) query[key] = filter[key];
  if (filter.problem) query['problem'] = '1';
  if (filter.pending) query['pending'] = '1';
  return query;
}

/** The same as text, in one order, to be kept and compared. */
export function filterText(filter: Partial<LedgerFilter>): string {
  return new URLSearchParams(writeFilter(filter) as Record<string, string>).toString();
}

/** A kept text as the query of an address. */
export const queryOf = (text: string): LocationQueryRaw =>
  Object.fromEntries(new URLSearchParams(text));

const isName = (wanted: string, name: string): boolean =>
  !wanted || (wanted === NOTHING ? name === '' : wanted === name);

/**
 * The projects a filter leaves, in their order.
 *
 * `found` are ids the server found for the text, by initials; `ofSource` the numbers of projects
 * with the source asked for. Without them the text alone counts and every source passes.
 */
export function applyFilter(
  rows: readonly Register.LedgerRow[],
  filter: LedgerFilter,
  found: ReadonlySet<string> = new Set(),
  ofSource?: ReadonlySet<string>,
): Register.LedgerRow[] {
  const wanted = filter.q.trim().toLowerCase();
  const texts = (row: Register.LedgerRow): string[] => [
    row.number,
    row.name,
    row.town.name,
    ...row.villages.map((village) => village.name),
    row.owner,
  ];
  return rows.filter(
    (row) =>
      (!filter.lights.length || filter.lights.includes(row.light.light)) &&
      isName(filter.state, row.state) &&
      isName(filter.category, row.category) &&
      isName(filter.town, row.town.name) &&
      isName(filter.area, row.area) &&
      (!filter.source || !ofSource || ofSource.has(row.number)) &&
      (!filter.problem || row.problem !== '') &&
      (!filter.pending || row.pending > 0) &&
      (!wanted ||
        found.has(row.id) ||
        texts(row).some((text) => text.toLowerCase().includes(wanted))),
  );
}
