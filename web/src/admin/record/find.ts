import { computed, onScopeDispose, ref, watch, type Ref } from 'vue';
import type { Register } from '@/shared/api';
import { call, query } from '../register-api';

/** A search field over a list that is on the page already. */
export interface Finder {
  /** Whether what is typed finds the entry: by part of a name or code here, by pinyin at the server. */
  finds: (id: string, ...texts: string[]) => boolean;
  /** Whether something is wanted. */
  active: Ref<boolean>;
  /** The server did not answer: names and codes are still found. */
  failed: Ref<boolean>;
}

/** Pinyin is known to the server alone, so letters are asked for there, a moment after typing. */
const PAUSE_MS = 250;

/** Finds entries of a noun by `text`. */
export function useFinder(noun: Register.Hit['noun'], text: () => string): Finder {
  const hits = ref<ReadonlySet<string>>(new Set());
  const failed = ref(false);
  const wanted = computed(() => text().trim().toLowerCase());
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    wanted,
    (now) => {
      clearTimeout(timer);
      hits.value = new Set();
      failed.value = false;
      if (!/^[a-z]+$/.test(now)) return;
      timer = setTimeout(async () => {
        try {
          const found = await call<Register.Hit[]>('GET', `/api/search${query({ q: now })}`);
          if (now !== wanted.value) return;
          hits.value = new Set(found.filter((hit) => hit.noun === noun).map(({ id }) => id));
        } catch {
          failed.value = now === wanted.value;
        }
      }, PAUSE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return {
    active: computed(() => wanted.value !== ''),
    failed,
    finds: (id, ...texts) =>
      hits.value.has(id) || texts.some((each) => each.toLowerCase().includes(wanted.value)),
  };
}
