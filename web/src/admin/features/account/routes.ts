import type { RouteRecordRaw } from 'vue-router';

export const pages: RouteRecordRaw[] = [
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./AccountsPage.vue'),
    meta: { roles: ['organiser'] },
  },
];
