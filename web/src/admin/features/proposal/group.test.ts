import { describe, expect, it } from 'vitest';
import { byTown, clear } from './group';
import type { Proposal } from './queries';

const proposal = (id: string, town: string | null, from: string | null, clashes = 0): Proposal => ({
  id,
  noun: 'unit',
  entry: null,
  title: id,
  town: town === null ? null : { id: town, name: `${town}镇` },
  why: '',
  by: 'town-1',
  at: '2026-11-26T01:00:00Z',
  state: 'pending',
  changes: [],
  clashes: Array.from({ length: clashes }, () => ({ path: '/name' })),
  names: {},
  import: from,
  reviewer: null,
  reviewed_at: null,
  answer: '',
});

describe('proposals', () => {
  it('stand by town and, within it, by import, none of them lost', () => {
    const all = [
      proposal('1', 'a', 'i1'),
      proposal('2', 'b', null),
      proposal('3', 'a', null),
      proposal('4', 'a', 'i1'),
      proposal('5', null, null),
    ];
    const towns = byTown(all);
    expect(towns.map(({ name }) => name)).toEqual(['a镇', 'b镇', '']);
    expect(towns[0]!.batches.map((batch) => batch.proposals.map(({ id }) => id))).toEqual([
      ['1', '4'],
      ['3'],
    ]);
    expect(towns.flatMap((town) => town.proposals)).toHaveLength(all.length);
  });

  it('in conflict are not approved together with others', () => {
    const all = [proposal('1', 'a', null), proposal('2', 'a', null, 1)];
    expect(clear(all).map(({ id }) => id)).toEqual(['1']);
  });
});
