import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '@/shared/api';

const READERS: readonly Role[] = ['organiser', 'town', 'auditor', 'viewer'];

export const pages: RouteRecordRaw[] = [
  {
    path: '/units',
    name: 'units',
    component: () => import('./UnitsPage.vue'),
    meta: { roles: READERS },
  },
  {
    path: '/units/new',
    name: 'unit-new',
    component: () => import('./UnitFormPage.vue'),
    meta: { roles: ['organiser'], rail: 'units' },
  },
  {
    path: '/units/:id',
    name: 'unit',
    component: () => import('./UnitPage.vue'),
    meta: { roles: READERS, rail: 'units' },
  },
  {
    path: '/units/:id/edit',
    name: 'unit-edit',
    component: () => import('./UnitFormPage.vue'),
    meta: { roles: ['organiser', 'town'], rail: 'units' },
  },
];
