import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '@/shared/api';

const READERS: readonly Role[] = ['organiser', 'town', 'auditor', 'viewer'];
const WRITERS: readonly Role[] = ['organiser', 'town'];

export const pages: RouteRecordRaw[] = [
  {
    path: '/people',
    name: 'people',
    component: () => import('./PeoplePage.vue'),
    meta: { roles: READERS },
  },
  {
    path: '/people/batches',
    name: 'batches',
    component: () => import('./BatchesPage.vue'),
    meta: { roles: READERS, rail: 'people' },
  },
  {
    path: '/people/admission',
    name: 'admission',
    component: () => import('./AdmissionPage.vue'),
    meta: { roles: READERS, rail: 'people' },
  },
  {
    path: '/people/new',
    name: 'person-new',
    component: () => import('./PersonFormPage.vue'),
    meta: { roles: WRITERS, rail: 'people' },
  },
  {
    path: '/people/:id',
    name: 'person',
    component: () => import('./PersonPage.vue'),
    meta: { roles: READERS, rail: 'people' },
  },
  {
    path: '/people/:id/edit',
    name: 'person-edit',
    component: () => import('./PersonFormPage.vue'),
    meta: { roles: WRITERS, rail: 'people' },
  },
];
