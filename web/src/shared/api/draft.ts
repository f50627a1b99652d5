import { ref, watch, type Ref } from 'vue';

/** What is being filled in, kept in this tab until it is sent: it survives a reload. */
export interface Draft<T> {
  value: Ref<T>;
  /** Whether there is something that differs from the start. */
  changed: Ref<boolean>;
  /** Forgets the draft and begins again from `start`. */
  reset: (start?: T) => void;
  /** Takes `start` as what is known to the server; what was typed already stays. */
  rebase: (start: T) => void;
}

/** A draft named `key`; never for passwords, keys or slips, which are not to be stored. */
export function useDraft<T>(key: string, start: T): Draft<T> {
  const name = `pingyi.draft.${key}`;
  let origin = JSON.stringify(start);
  const value = ref(recall(name) ?? JSON.parse(origin)) as Ref<T>;
  const changed = ref(JSON.stringify(value.value) !== origin);
  watch(
    value,
    (now) => {
      const text = JSON.stringify(now);
      changed.value = text !== origin;
      try {
        if (changed.value) sessionStorage.setItem(name, text);
        else sessionStorage.removeItem(name);
      } catch {
        // Storage refused or full: the draft lives as long as the page.
      }
    },
    { deep: true },
  );
  return {
    value,
    changed,
    rebase(next) {
      origin = JSON.stringify(next);
      if (!changed.value) value.value = JSON.parse(origin) as T;
      changed.value = JSON.stringify(value.value) !== origin;
    },
    reset(next = JSON.parse(origin) as T) {
      origin = JSON.stringify(next);
      value.value = JSON.parse(origin) as T;
      changed.value = false;
      try {
        sessionStorage.removeItem(name);
      } catch {
        // As above.
      }
    },
  };
}

function recall(name: string): unknown {
  try {
    const text = sessionStorage.getItem(name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
