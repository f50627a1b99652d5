import { answer, api, useResource, type NewCycle } from '@/shared/api';

/** All cycles, the latest first as the server gives them. */
export const useCycles = () =>
  useResource(
    () => 'cycles',
    () => answer(api.GET('/api/cycles')),
    { live: false },
  );

/** Opens a cycle. */
export const addCycle = (cycle: NewCycle) => answer(api.POST('/api/cycles', { body: cycle }));
