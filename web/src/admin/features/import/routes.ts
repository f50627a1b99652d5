import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '@/shared/api';

/** Who brings files in; a town's become proposals. */
const WRITERS: readonly Role[] = ['organiser', 'town'];

export const pages: RouteRecordRaw[] = [
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./ImportsPage.vue'),
    meta: { roles: WRITERS },
  },
  {
    // `new` with `?table=people` is where a file is handed in; then it has a number of its own.
    path: '/imports/:id',
    name: 'import',
    component: () => import('./ImportPage.vue'),
    meta: { roles: WRITERS, rail: 'imports' },
  },
];
