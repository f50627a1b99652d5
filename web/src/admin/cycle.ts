import { inject, provide, type InjectionKey } from 'vue';
import { answer, api, useResource, type Cycle, type Resource } from '@/shared/api';

/** The cycle a page belongs to: its code from the address, its state kept up to date. */
export interface CurrentCycle extends Resource<Cycle> {
  code: string;
}

const key: InjectionKey<CurrentCycle> = Symbol('cycle');

/** Loads the cycle and offers it to all pages inside. */
export function provideCycle(code: string): CurrentCycle {
  const resource = useResource(
    () => code,
    () => answer<Cycle>(api.GET('/api/cycles/{cycle}', { params: { path: { cycle: code } } })),
  );
  const current = { ...resource, code };
  provide(key, current);
  return current;
}

/** The cycle this page belongs to. */
export function useCycle(): CurrentCycle {
  const current = inject(key);
  if (!current) throw new Error('a cycle page outside a cycle');
  return current;
}
