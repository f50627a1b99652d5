import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: 'register', name: 'register', component: () => import('./RegisterPage.vue') },
];
