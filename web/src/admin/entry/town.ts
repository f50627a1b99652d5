import { computed } from 'vue';
import { account } from '../session';

/** Whether a town is signed in: what it changes waits for the county's approval. */
export const isTown = computed(() => account.value?.role === 'town');
