import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: 'results', name: 'results', component: () => import('./ResultsPage.vue') },
];
