import { inject, provide, type ComputedRef, type InjectionKey } from 'vue';

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
