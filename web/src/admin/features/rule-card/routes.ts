import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: 'rule-card', name: 'rule-card', component: () => import('./RuleCardPage.vue') },
];
