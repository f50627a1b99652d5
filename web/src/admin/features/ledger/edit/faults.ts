/**
 * Faults of a project being edited, at hand for every field by its path, and what is typed in a
 * field that cannot be read yet: the document then still holds the last that could.
 */
import {
  inject,
  onScopeDispose,
  provide,
  shallowRef,
  type InjectionKey,
  type ShallowRef,
} from 'vue';

interface Faults {
  /** The sentence for a member, or undefined when it is right. */
  at: (path: string) => string | undefined;
  /** Sentences about what cannot be read, by path. */
  unreadable: ShallowRef<ReadonlyMap<string, string>>;
}
const key: InjectionKey<Faults> = Symbol('faults');

/** Offers faults to all fields inside. */
export function provideFaults(at: Faults['at']): Faults {
  const faults: Faults = { at, unreadable: shallowRef(new Map()) };
  provide(key, faults);
  return faults;
}

export function useFaults(): Faults & { tell: (path: string, sentence?: string) => void } {
  const faults = inject(key) ?? { at: () => undefined, unreadable: shallowRef(new Map()) };
  const told = new Set<string>();
  function tell(path: string, sentence?: string): void {
    const next = new Map(faults.unreadable.value);
    if (sentence) next.set(path, sentence);
    else next.delete(path);
    told.add(path);
    faults.unreadable.value = next;
  }
  // A field that goes takes its fault with it.
  onScopeDispose(() => {
    for (const path of told) tell(path);
  });
  return { ...faults, tell };
}

/** Puts the cursor into the field of a member, or of the nearest member that has one. */
export function focusField(root: ParentNode, path: string): boolean {
  for (let at = path; at; at = at.slice(0, at.lastIndexOf('/'))) {
    const field = root.querySelector(`[data-path="${CSS.escape(at)}"]`);
    if (!field) continue;
    const control = field.querySelector<HTMLElement>('input, select, textarea, button');
    (control ?? (field as HTMLElement)).focus();
    field.scrollIntoView({ block: 'center' });
    return true;
  }
  return false;
}
