import { answer, api, useResource, type Area, type ImportReport } from '@/shared/api';

/** The unit tree of a cycle: areas, towns, villages. */
export const useUnits = (cycle: string) =>
  useResource(
    () => cycle,
    async () =>
      (
        await answer<{ areas: Area[] }>(
          api.GET('/api/cycles/{cycle}/units', { params: { path: { cycle } } }),
        )
      ).areas,
    { live: false },
  );

/** Checks (`dryRun`) or writes a register file; throws `rows_invalid` with faults by cell. */
export const importUnits = (cycle: string, csv: string, dryRun: boolean) =>
  answer<ImportReport>(
    api.POST('/api/cycles/{cycle}/units/import', {
      params: { path: { cycle }, query: { dry_run: dryRun } },
      body: csv,
      bodySerializer: (text) => text,
      headers: { 'Content-Type': 'text/csv' },
    }),
  );

/** The columns of a register file, in this order. */
export const UNIT_COLUMNS = [
  'area',
  'town',
  'town_kind',
  'village',
  'visited',
  'tour_day',
  'tour_date',
  'visit_order',
  'synthetic',
] as const;

/** The register as rows of its own file format; days are counted from the first of the tour. */
export function unitRows(areas: readonly Area[]): (string | number | boolean | null)[][] {
  const dates = areas
    .flatMap((area) => area.towns.flatMap((town) => town.villages.map((each) => each.tour_date)))
    .filter((date) => date !== null)
    .sort();
  const first = Date.parse(dates[0] ?? '');
  const day = (date: string | null) =>
    date === null ? null : Math.round((Date.parse(date) - first) / 86_400_000) + 1;
  return [
    [...UNIT_COLUMNS],
    ...areas.flatMap((area) =>
      area.towns.flatMap((town) =>
        town.villages.map((each) => [
          area.number,
          town.name,
          town.kind,
          each.name,
          each.visited,
          day(each.tour_date),
          each.tour_date,
          each.visit_order,
          each.synthetic,
        ]),
      ),
    ),
  ];
}
