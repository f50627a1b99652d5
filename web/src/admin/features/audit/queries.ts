import { answer, api, useResource, type AuditEntry } from '@/shared/api';

/** The newest entries of the audit log. */
export const useAudit = (cycle: string) =>
  useResource(
    () => cycle,
    () =>
      answer<AuditEntry[]>(api.GET('/api/cycles/{cycle}/audit', { params: { path: { cycle } } })),
  );
