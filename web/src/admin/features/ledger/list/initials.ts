/** Projects the server finds for a text by pinyin initials, asked once typing has paused. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { findProjects } from '../queries';

const PAUSE_MS = 250;

export interface Initials {
  /** Ids of the projects found; empty while nothing was asked. */
  found: ShallowRef<ReadonlySet<string>>;
  busy: Ref<boolean>;
  failed: Ref<boolean>;
}

/** Only letters can be initials; anything else is found in the list itself. */
export const mayBeInitials = (text: string): boolean => /^[a-z]{2,12}$/i.test(text.trim());

export function useInitials(text: () => string): Initials {
  const found = shallowRef<ReadonlySet<string>>(new Set());
  const busy = ref(false);
  const failed = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function ask(wanted: string, mine: number): Promise<void> {
    try {
      const ids = await findProjects(wanted);
      if (mine === turn) found.value = new Set(ids);
    } catch {
      if (mine === turn) failed.value = true;
    } finally {
      if (mine === turn) busy.value = false;
    }
  }
  watch(
    text,
    (now) => {
      clearTimeout(timer);
      turn += 1;
      const mine = turn;
      found.value = new Set();
      failed.value = false;
      busy.value = mayBeInitials(now);
      if (busy.value) timer = setTimeout(() => void ask(now.trim(), mine), PAUSE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    turn += 1;
  });
  return { found, busy, failed };
}
