/** Faults of the card, at hand for every field by its path. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue';
import { faultText, type Fault } from '@/shared/api';

const key: InjectionKey<ComputedRef<readonly Fault[]>> = Symbol('faults');

/** Offers the faults to all fields inside. */
export const provideFaults = (faults: ComputedRef<readonly Fault[]>): void => provide(key, faults);

/** The sentence for a member of the card, or undefined when it is right. */
export function useFaults() {
  const faults = inject(
    key,
    computed(() => []),
  );
  return {
    at: (path: string) => {
      const found = faults.value.find((fault) => fault.path === path);
      return found && faultText(found);
    },
    within: (path: string) =>
      faults.value.some((fault) => fault.path === path || fault.path.startsWith(`${path}/`)),
  };
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
