import { answer, api, useResource } from '@/shared/api';

/** The results of all revealed rounds. */
export const useResults = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer(api.GET('/api/cycles/{cycle}/results', { params: { path: { cycle } } })),
  );
