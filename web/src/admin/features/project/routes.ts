import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: 'projects', name: 'projects', component: () => import('./ProjectsPage.vue') },
];
