import type { Proposal } from './queries';

/** Proposals that came together: of one import, or each by itself where there was none. */
export interface Batch {
  import: string | null;
  proposals: Proposal[];
}
export interface TownGroup {
  /** Null where a proposal belongs to no town. */
  id: string | null;
  name: string;
  proposals: Proposal[];
  batches: Batch[];
}

/** Proposals by town and, within it, by import; towns and imports in the order they first appear. */
export function byTown(proposals: readonly Proposal[]): TownGroup[] {
  const towns = new Map<string, TownGroup>();
  for (const proposal of proposals) {
    const key = proposal.town?.id ?? '';
    const town = towns.get(key) ?? {
      id: proposal.town?.id ?? null,
      name: proposal.town?.name ?? '',
      proposals: [],
      batches: [],
    };
    towns.set(key, town);
    town.proposals.push(proposal);
    const batch = town.batches.find((each) => each.import === proposal.import);
    if (batch) batch.proposals.push(proposal);
    else town.batches.push({ import: proposal.import, proposals: [proposal] });
  }
  return [...towns.values()];
}

/** Those that can be approved as they are; where somebody changed the same since, one looks first. */
export const clear = (proposals: readonly Proposal[]): Proposal[] =>
  proposals.filter(({ clashes }) => clashes.length === 0);
