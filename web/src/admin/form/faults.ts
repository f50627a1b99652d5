/** What is wrong with a document being filled in, at hand for every field by the path of its member. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue';

/** What is wrong with a member, in the language shown. */
export interface FaultLine {
  path: string;
  text: string;
}
/** Sentences by path: `/terms/0/to`. */
export type Faults = Readonly<Record<string, string>>;

const key: InjectionKey<ComputedRef<Faults>> = Symbol('faults');

/** Offers the faults to all fields inside. */
export const provideFaults = (faults: ComputedRef<Faults>): void => provide(key, faults);

export function useFaults() {
  const faults = inject(
    key,
    computed<Faults>(() => ({})),
  );
  return {
    /** The sentence for a member, or undefined when it is right. */
    at: (path: string): string | undefined => faults.value[path],
    /** Whether anything is wrong with a member or inside it. */
    within: (path: string): boolean =>
      Object.keys(faults.value).some((each) => each === path || each.startsWith(`${path}/`)),
  };
}

/** By path, the first fault of a member. */
export function byPath(faults: readonly FaultLine[]): Faults {
  const found: Record<string, string> = {};
  for (const { path, text } of faults) found[path] ??= text;
  return found;
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
