import type { RouteRecordRaw } from 'vue-router';

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings',
    name: 'county-settings',
    component: () => import('./SettingsPage.vue'),
    meta: { roles: ['organiser'] },
  },
];
