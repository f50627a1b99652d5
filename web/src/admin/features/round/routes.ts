import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: 'rounds', name: 'rounds', component: () => import('./RoundsPage.vue') },
];
