import { answer, api, useResource, type ImportReport, type ScoreTables } from '@/shared/api';

/** The tables the rule card asks for, and how far they are filled in. */
export const useScoreTables = (cycle: string) =>
  useResource(
    () => cycle,
    () =>
      answer<ScoreTables>(
        api.GET('/api/cycles/{cycle}/score-tables', { params: { path: { cycle } } }),
      ),
    { live: false },
  );

/** Checks (`dryRun`) or takes a table whole; throws `rows_invalid` with faults by cell. */
export const importScoreTable = (cycle: string, table: string, csv: string, dryRun: boolean) =>
  answer<ImportReport>(
    api.POST('/api/cycles/{cycle}/score-tables/{table}/import', {
      params: { path: { cycle, table }, query: { dry_run: dryRun } },
      body: csv,
      bodySerializer: (text) => text,
      headers: { 'Content-Type': 'text/csv' },
    }),
  );

/** All rows of the sheets as CSV, those that are filled in and those that are not. */
export const sheetRows = (cycle: string): Promise<string> =>
  answer<string>(
    api.GET('/api/cycles/{cycle}/score-tables/{table}/template.csv', {
      params: { path: { cycle, table: 'sheets' } },
      parseAs: 'text',
    }) as never,
  );

/** The address of a file of a table. */
export const tableFile = (cycle: string, table: string, file: 'template.csv' | 'table.csv') =>
  `/api/cycles/${encodeURIComponent(cycle)}/score-tables/${encodeURIComponent(table)}/${file}`;
