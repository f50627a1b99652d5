import { describe, expect, it } from 'vitest';
import type { Register } from '@/shared/api';
import { folded, treeRows, type TreeView } from './tree';

const row = (id: string, parent: string | null, more: Partial<Register.UnitRow> = {}) => ({
  id,
  version: 1,
  kind: 'village' as Register.UnitKind,
  name: id,
  parent,
  code: '',
  former_names: [],
  ended: false,
  households: null,
  place: null,
  secretary: null,
  managed: false,
  projects: 0,
  pending: 0,
  synthetic: false,
  ...more,
});
const units = [
  row('county', null, { kind: 'county' }),
  row('郭城镇', 'county', { kind: 'town' }),
  row('西古现村', '郭城镇'),
  row('旧村', '郭城镇', { ended: true }),
  row('朱吴镇', 'county', { kind: 'town' }),
  row('沟杨家村', '朱吴镇'),
];
const view = (more: Partial<TreeView> = {}): TreeView => ({
  closed: new Set(),
  ended: false,
  wanted: null,
  ...more,
});
const names = (more: Partial<TreeView> = {}, of = units) =>
  treeRows(of, view(more)).map(({ name, depth }) => '·'.repeat(depth) + name);

describe('the tree', () => {
  it('stands from the top down and leaves out what has ended unless it is asked for', () => {
    expect(names()).toEqual(['county', '·郭城镇', '··西古现村', '·朱吴镇', '··沟杨家村']);
    expect(names({ ended: true })).toContain('··旧村');
  });

  it('folds away what is below a closed unit, and says how much there is', () => {
    const rows = treeRows(units, view({ closed: new Set(['郭城镇']) }));
    expect(rows.map(({ name }) => name)).toEqual(['county', '郭城镇', '朱吴镇', '沟杨家村']);
    expect(rows[1]).toMatchObject({ below: 1, open: false });
  });

  it('shows what is found below its parents, whatever is folded', () => {
    const wanted = ({ name }: { name: string }) => name.includes('西古');
    expect(names({ wanted, closed: new Set(['郭城镇']) })).toEqual([
      'county',
      '·郭城镇',
      '··西古现村',
    ]);
  });

  it('of a town alone begins at the town', () => {
    expect(names({}, units.slice(1, 3))).toEqual(['郭城镇', '·西古现村']);
  });

  it('of a large county begins with its towns folded', () => {
    expect(folded(units).size).toBe(0);
    const many = Array.from({ length: 60 }, (_, at) => row(`v${at}`, '郭城镇'));
    expect([...folded([...units, ...many])]).toEqual(['郭城镇', '朱吴镇']);
  });
});
