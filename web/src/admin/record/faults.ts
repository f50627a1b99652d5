import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue';
import { ApiError } from '@/shared/api';

/** What is wrong with a document, by the path of the member: `/terms/0/to`. */
export type Faults = Readonly<Record<string, string>>;

interface FaultMap {
  at: (path: string) => string | undefined;
}
const key: InjectionKey<FaultMap> = Symbol('faults of an entry');

/** Offers the faults to the fields inside. */
export function provideFaults(faults: ComputedRef<Faults>): void {
  provide(key, { at: (path) => faults.value[path] });
}

/** The fault of a field, for the field itself. */
export function useFaults(): FaultMap {
  return inject(key, { at: () => undefined });
}

/** Faults the server named, the first of each member. */
export function faultsOf(error: unknown): Faults {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]).reverse());
}

/** Faults of both checks, the page's own first. */
export const bothFaults = (own: () => Faults, error: () => unknown): ComputedRef<Faults> =>
  computed(() => ({ ...faultsOf(error()), ...own() }));
