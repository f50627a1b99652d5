import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  {
    path: 'scores',
    name: 'scores',
    component: () => import('./ScoresPage.vue'),
    meta: { roles: ['organiser', 'auditor'] },
  },
];
