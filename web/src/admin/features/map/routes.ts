import type { RouteRecordRaw } from 'vue-router';

export const pages: RouteRecordRaw[] = [
  {
    path: '/map',
    name: 'map',
    component: () => import('./MapPage.vue'),
    meta: { roles: ['organiser', 'town', 'auditor', 'viewer'], rail: 'units' },
  },
];
