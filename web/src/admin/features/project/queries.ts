import { answer, api, useResource, type ImportReport, type Ledger } from '@/shared/api';

/** The ledger of a cycle with its totals as the server adds them up. */
export const useProjects = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<Ledger>(api.GET('/api/cycles/{cycle}/projects', { params: { path: { cycle } } })),
    { live: false },
  );

/** Checks (`dryRun`) or writes a ledger file; throws `rows_invalid` with faults by cell. */
export const importProjects = (cycle: string, csv: string, dryRun: boolean) =>
  answer<ImportReport>(
    api.POST('/api/cycles/{cycle}/projects/import', {
      params: { path: { cycle }, query: { dry_run: dryRun } },
      body: csv,
      bodySerializer: (text) => text,
      headers: { 'Content-Type': 'text/csv' },
    }),
  );

/** The columns of a ledger file, in this order. */
export const PROJECT_COLUMNS = [
  'number',
  'name',
  'category',
  'town',
  'village',
  'investment_fen',
  'content',
  'state',
  'progress_percent',
  'synthetic',
] as const;
