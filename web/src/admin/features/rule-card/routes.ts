import type { RouteRecordRaw } from 'vue-router';
import { STEPS } from './step';

export const cyclePages: RouteRecordRaw[] = [
  {
    path: `rule-card/:step(${STEPS.join('|')})?`,
    name: 'rule-card',
    component: () => import('./RuleCardPage.vue'),
  },
];
