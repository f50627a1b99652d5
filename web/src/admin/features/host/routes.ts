import type { RouteRecordRaw } from 'vue-router';
import { answer, api, type CycleRow } from '@/shared/api';

const roles = ['host', 'organiser'] as const;

export const pages: RouteRecordRaw[] = [
  {
    path: '/cycles/:cycle/host',
    name: 'host',
    component: () => import('./HostPage.vue'),
    meta: { roles },
  },
  {
    // The address to type on the stage: straight to the only cycle.
    path: '/host',
    name: 'host-entry',
    component: () => import('./HostPage.vue'),
    meta: { roles },
    beforeEnter: async () => {
      const cycles = await answer<CycleRow[]>(api.GET('/api/cycles')).catch(() => []);
      const [cycle, another] = cycles;
      return cycle && !another
        ? { name: 'host', params: { cycle: cycle.code }, replace: true }
        : { name: 'start' };
    },
  },
];
