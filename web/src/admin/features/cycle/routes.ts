import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: '', name: 'home', component: () => import('./HomePage.vue') },
];
export const pages: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('./StartPage.vue') },
];
