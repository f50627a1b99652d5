import type { RouteRecordRaw } from 'vue-router';

export const pages: RouteRecordRaw[] = [
  {
    path: '/proposals',
    name: 'proposals',
    component: () => import('./ProposalsPage.vue'),
    meta: { roles: ['organiser', 'town'] },
  },
];
