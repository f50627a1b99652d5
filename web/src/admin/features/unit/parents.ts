import type { Register } from '@/shared/api';

type Option = readonly [value: string, name: string];

/** Units one of this kind can belong to: the county for towns, the towns for villages. */
export function parentsOf(kind: Register.UnitKind, units: readonly Register.UnitRow[]): Option[] {
  const isTown = (row: Register.UnitRow) => row.kind !== 'county' && row.kind !== 'village';
  return units
    .filter((row) => !row.ended && (kind === 'village' ? isTown(row) : row.kind === 'county'))
    .map(({ id, name }) => [id, name] as const);
}

/** Units of the same rank, for merging into; villages stand under their towns. */
export function peersOf(
  unit: { id: string; kind: Register.UnitKind },
  units: readonly Register.UnitRow[],
): { options: Option[]; groups: { name: string; options: Option[] }[] } {
  const here = units.filter((row) => !row.ended && row.id !== unit.id);
  const option = ({ id, name }: Register.UnitRow) => [id, name] as const;
  const towns = here.filter(({ kind }) => kind !== 'county' && kind !== 'village');
  if (unit.kind !== 'village') return { options: towns.map(option), groups: [] };
  const groups = units
    .filter(({ kind, ended }) => kind !== 'county' && kind !== 'village' && !ended)
    .map((town) => ({
      name: town.name,
      options: here.filter((row) => row.parent === town.id && row.kind === 'village').map(option),
    }));
  return { options: [], groups: groups.filter(({ options }) => options.length) };
}
