import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** A choice that stands in the query of the address, so that the page can be passed on as it is. */
export function useChoice(name: string): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => (typeof route.query[name] === 'string' ? route.query[name] : ''),
    set: (value) => {
      void router.replace({ query: { ...route.query, [name]: value || undefined } });
    },
  });
}
