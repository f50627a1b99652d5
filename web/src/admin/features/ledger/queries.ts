import { watch } from 'vue';
import { useResource, type Register, type Resource } from '@/shared/api';
import { call, query } from '../../register-api';

/** All projects of the ledger that the account may see, with their lights. */
export const useLedger = () =>
  useResource(
    () => 'ledger',
    () => call<Register.CountyLedger>('GET', '/api/ledger'),
    { live: false },
  );

/** One project with everything that hangs on it. */
export const useProjectFile = (id: () => string) =>
  useResource(id, () => readProject(id()), { live: false });
export const readProject = (id: string) =>
  call<Register.ProjectFile>('GET', `/api/ledger/${encodeURIComponent(id)}`);

/** Sums along an axis, as the server adds them up; the old ones stay until the new are there. */
export function useTotals(axis: () => Register.Axis): Resource<AxisTotals> {
  const totals = useResource(
    () => 'totals',
    async () => {
      const by = axis();
      return { by, ...(await readTotals(by)) };
    },
    { live: false },
  );
  watch(axis, () => void totals.refresh());
  return totals;
}
/** Sums with the axis they are along. */
export type AxisTotals = Register.Totals & { by: Register.Axis };
export const readTotals = (axis: Register.Axis) =>
  call<Register.Totals>('GET', `/api/ledger/totals${query({ by: axis })}`);

/** The running projects with what was reported for a month. */
export const useMonthReports = (month: () => string) =>
  useResource(
    month,
    () => call<Register.MonthReports>('GET', `/api/ledger/reports${query({ month: month() })}`),
    { live: false },
  );
export const sendReport = (id: string, report: Register.ProjectReport) =>
  call<Register.Saved>('POST', `/api/ledger/${encodeURIComponent(id)}/report`, report);

/** The towns and villages of today, for choosing. */
export const useUnits = () =>
  useResource(
    () => 'units',
    () => call<Register.UnitTree>('GET', '/api/units'),
    { live: false },
  );

export const addProject = (write: Register.ProjectWrite) =>
  call<Register.Saved>('POST', '/api/ledger', write);
/** Writes the whole document; throws `entry_changed` when somebody changed the same member. */
export const saveProject = (id: string, write: Register.ProjectWrite) =>
  call<Register.Saved>('PUT', `/api/ledger/${encodeURIComponent(id)}`, write);
export const moveProject = (id: string, move: Register.ProjectMove) =>
  call<Register.Saved>('POST', `/api/ledger/${encodeURIComponent(id)}/state`, move);
export const exemptProject = (id: string, exemption: Register.ProjectExemption) =>
  call<Register.Saved>('POST', `/api/ledger/${encodeURIComponent(id)}/exemption`, exemption);

/** The filters of the account. */
export const useSavedFilters = () =>
  useResource(
    () => 'filters',
    () => call<Register.SavedFilter[]>('GET', '/api/ledger/filters'),
    { live: false },
  );
export const saveFilters = (filters: readonly Register.SavedFilter[]) =>
  call<unknown>('PUT', '/api/ledger/filters', filters);

/** Projects found by pinyin initials, names or codes. */
export async function findProjects(text: string): Promise<string[]> {
  const hits = await call<Register.Hit[]>('GET', `/api/search${query({ q: text })}`);
  return hits.filter((hit) => hit.noun === 'project').map((hit) => hit.id);
}
