import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '@/shared/api';

// Whoever may not read the ledger is sent to the start.
const READERS: readonly Role[] = ['organiser', 'town', 'auditor', 'viewer'];
const WRITERS: readonly Role[] = ['organiser', 'town'];

export const pages: RouteRecordRaw[] = [
  {
    path: '/ledger',
    name: 'ledger',
    component: () => import('./LedgerPage.vue'),
    meta: { roles: READERS },
  },
  {
    path: '/ledger/totals',
    name: 'totals',
    component: () => import('./TotalsPage.vue'),
    meta: { roles: READERS },
  },
  {
    path: '/ledger/reports',
    name: 'month-reports',
    component: () => import('./MonthReportsPage.vue'),
    meta: { roles: READERS },
  },
  {
    path: '/ledger/new',
    name: 'ledger-new',
    component: () => import('./NewProjectPage.vue'),
    meta: { roles: WRITERS, rail: 'ledger' },
  },
  {
    path: '/ledger/:id',
    name: 'ledger-project',
    component: () => import('./ProjectPage.vue'),
    meta: { roles: READERS, rail: 'ledger' },
  },
  {
    path: '/ledger/:id/edit',
    name: 'ledger-edit',
    component: () => import('./EditProjectPage.vue'),
    meta: { roles: WRITERS, rail: 'ledger' },
  },
];
