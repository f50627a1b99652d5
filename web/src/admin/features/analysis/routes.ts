import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  {
    path: 'analysis',
    name: 'analysis',
    component: () => import('./AnalysisPage.vue'),
    meta: { roles: ['organiser', 'auditor'] },
  },
];
