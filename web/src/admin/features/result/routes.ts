import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: 'results', name: 'results', component: () => import('./ResultsPage.vue') },
  {
    path: 'results/village',
    name: 'village-result',
    component: () => import('./VillagePage.vue'),
    meta: { rail: 'results' },
  },
];
