import { answer, api, useResource } from '@/shared/api';

/** The newest entries of the audit log. */
export const useAudit = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer(api.GET('/api/cycles/{cycle}/audit', { params: { path: { cycle }, query: {} } })),
  );
