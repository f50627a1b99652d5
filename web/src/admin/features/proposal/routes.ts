import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '@/shared/api';

export const pages: RouteRecordRaw[] = [
  {
    path: '/proposals',
    name: 'proposals',
    component: () => import('./ProposalsPage.vue'),
    meta: { roles: ['organiser', 'town'] as readonly string[] as readonly Role[] },
  },
];
