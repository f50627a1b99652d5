/**
 * What is typed in a field of a project and cannot be read yet: the document then still holds the
 * last that could.
 */
import {
  inject,
  onScopeDispose,
  provide,
  shallowRef,
  type InjectionKey,
  type ShallowRef,
} from 'vue';

/** Sentences about what cannot be read, by path. */
type Unreadable = ShallowRef<ReadonlyMap<string, string>>;
const key: InjectionKey<Unreadable> = Symbol('unreadable');

/** Gathers what the fields inside cannot read. */
export function provideUnreadable(): Unreadable {
  const unreadable: Unreadable = shallowRef(new Map());
  provide(key, unreadable);
  return unreadable;
}

export function useUnreadable() {
  const unreadable = inject(key) ?? shallowRef<ReadonlyMap<string, string>>(new Map());
  const told = new Set<string>();
  function tell(path: string, sentence?: string): void {
    const next = new Map(unreadable.value);
    if (sentence) next.set(path, sentence);
    else next.delete(path);
    told.add(path);
    unreadable.value = next;
  }
  // A field that goes takes its fault with it.
  onScopeDispose(() => {
    for (const path of told) tell(path);
  });
  return { at: (path: string): string | undefined => unreadable.value.get(path), tell };
}
