import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: 'trustees', name: 'trustees', component: () => import('./TrusteesPage.vue') },
];
