import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';

/** A step a person sets going: one at a time, with its error beside the button. */
export interface Action<A extends unknown[], R> {
  busy: Ref<boolean>;
  error: ShallowRef<unknown>;
  /** Runs the step; gives undefined when it failed or one is already under way. */
  run: (...args: A) => Promise<R | undefined>;
  clear: () => void;
}

/** Wraps `step` so that a page can show that it is under way and what went wrong. */
export function useAction<A extends unknown[], R>(step: (...args: A) => Promise<R>): Action<A, R> {
  const busy = ref(false);
  const error = shallowRef<unknown>();
  return {
    busy,
    error,
    async run(...args) {
      if (busy.value) return undefined;
      busy.value = true;
      error.value = undefined;
      try {
        return await step(...args);
      } catch (reason) {
        error.value = reason;
        return undefined;
      } finally {
        busy.value = false;
      }
    },
    clear() {
      error.value = undefined;
    },
  };
}
