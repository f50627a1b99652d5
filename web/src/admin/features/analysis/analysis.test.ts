import { describe, expect, it } from 'vitest';
import {
  figure,
  groupsOf,
  placedOf,
  placesIn,
  type Analysis,
  type VillageAnalysis,
  type WeightSpan,
} from './analysis';
import { changesOf } from './what-if';

describe('a figure', () => {
  it('has its decimals, a proper minus and no negative zero', () => {
    expect([
      figure(1.005, 1),
      figure(-2.25, 1, true),
      figure(-0.001, 2, true),
      figure(null),
    ]).toEqual(['1.0', '−2.3', '0.00', '–']);
  });
});

describe('the villages of a group', () => {
  const village = (group: string, name: string, place: number | null) =>
    ({ group, village: name, place }) as VillageAnalysis;
  const villages = [
    village('2', 'c', 1),
    village('1', 'b', 2),
    village('1', 'a', 1),
    village('1', 'x', null),
  ];

  it('are the placed ones, best first', () => {
    expect(placedOf(villages, '1').map((each) => each.village)).toEqual(['a', 'b']);
    expect(placedOf(villages, '2').map((each) => each.village)).toEqual(['c']);
  });

  it('are named by the influence of weights; a group without one has no name', () => {
    const analysis = {
      panels: [{ villages }],
      sensitivity: [
        { group: '1', label: '第一片区', of: 'components' },
        { group: '1', label: '第一片区', of: 'classes' },
      ],
    } as unknown as Analysis;
    expect(groupsOf(analysis)).toEqual([
      ['2', ''],
      ['1', '第一片区'],
    ]);
    expect(groupsOf(undefined)).toEqual([]);
  });
});

describe('the order as a weight moves', () => {
  it('is a place for each village and interval; level villages share the middle', () => {
    const span = {
      orders: [
        [[0], [1, 2]],
        [[1], [0], [2]],
      ],
    } as unknown as WeightSpan;
    expect(placesIn(span, 3)).toEqual([
      [0, 1],
      [1.5, 0],
      [1.5, 2],
    ]);
  });
});

describe('other rules', () => {
  const rounding = { decimals: 2, mode: 'half_up', ranks_on: 'exact' };
  it('of the vote alone change its rounding and its classes', () => {
    const card = { rounding, classes: [{ weight: '2/5' }, { weight: '3/5' }] };
    const changes = changesOf(card);
    expect(changes.map(({ change }) => change)).toEqual([
      'half_even',
      'published',
      'equal_classes',
    ]);
    expect(changes[2]!.patch).toEqual({ classes: [{ weight: '1/2' }, { weight: '1/2' }] });
  });
  it('of a composite change every panel and nothing beside it', () => {
    const panel = { trim: 'none', severity: 'least_squares', criteria: [] };
    const components = [
      { code: 'tour', weight: '1/2', source: { panel } },
      { code: 'vote', weight: '1/2', source: 'vote' },
    ];
    const card = { classes: [], composite: { rounding, components, adjustments: [] } };
    const median = changesOf(card).find(({ change }) => change === 'median')!.patch;
    expect(median).toEqual({
      composite: {
        components: [
          { ...components[0], source: { panel: { ...panel, trim: 'median', severity: 'none' } } },
          components[1],
        ],
      },
    });
  });
});
