import type { RouteRecordRaw } from 'vue-router';

export const cyclePages: RouteRecordRaw[] = [
  { path: 'slips', name: 'slips', component: () => import('./SlipsPage.vue') },
  {
    path: 'slips/make',
    name: 'slip-making',
    component: () => import('./MakeSlipsPage.vue'),
    meta: { roles: ['organiser'], rail: 'slips' },
  },
  {
    path: 'slips/attendance',
    name: 'attendance',
    component: () => import('./AttendancePage.vue'),
    meta: { roles: ['organiser', 'host'], rail: 'slips' },
  },
];
