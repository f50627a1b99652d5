import { answer, api, useResource, type NewCycle, type Cycle, type CycleRow } from '@/shared/api';

/** All cycles, the latest first as the server gives them. */
export const useCycles = () =>
  useResource(
    () => 'cycles',
    () => answer<CycleRow[]>(api.GET('/api/cycles')),
    { live: false },
  );

/** Opens a cycle. */
export const addCycle = (cycle: NewCycle) =>
  answer<Cycle>(api.POST('/api/cycles', { body: cycle }));
