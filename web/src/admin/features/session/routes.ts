import type { RouteRecordRaw } from 'vue-router';

export const pages: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignInPage.vue'),
    meta: { open: true },
  },
];
