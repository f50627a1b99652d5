import { nextTick } from 'vue';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import type { Role } from '@/shared/api';
import { RAIL, type RailNoun } from '../layout/rail';
import { account, loadSession } from '../session';

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may see the page; everybody signed in when absent. The server checks again. */
    roles?: readonly Role[];
    /** Nobody needs to be signed in. */
    open?: boolean;
    /** The noun of the rail the page belongs to, where its own name is another. */
    rail?: RailNoun;
  }
}

/**
 * What a feature's `routes.ts` exports: pages inside a cycle (under `/cycles/:cycle/`) and pages
 * beside it. A feature is added by its folder alone.
 */
export interface FeatureRoutes {
  cyclePages?: RouteRecordRaw[];
  pages?: RouteRecordRaw[];
}

const features = Object.values(
  import.meta.glob<FeatureRoutes>('../features/*/routes.ts', { eager: true }),
);

export const routes: RouteRecordRaw[] = [
  {
    path: '/cycles/:cycle',
    component: () => import('../layout/CycleLayout.vue'),
    children: features.flatMap((feature) => feature.cyclePages ?? []),
  },
  ...features.flatMap((feature) => feature.pages ?? []),
  { path: '/:rest(.*)*', name: 'missing', component: () => import('../layout/MissingPage.vue') },
];

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes,
  scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
});

router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  try {
    await loadSession();
  } catch {
    // The page itself says that the server cannot be reached and offers to try again.
    return true;
  }
  if (!account.value) return { name: 'sign-in', query: { to: to.fullPath } };
  // Who has no part in a cycle has no page inside one.
  if (to.params['cycle'] && !RAIL[account.value.role].length) return { name: 'start' };
  if (to.meta.roles && !to.meta.roles.includes(account.value.role)) return { name: 'start' };
  return true;
});

// A page change is announced by moving the focus to the new page's title.
router.afterEach((to, from) => {
  if (to.path === from.path || from.matched.length === 0) return;
  void nextTick(() => {
    setTimeout(() => document.getElementById('page-title')?.focus({ preventScroll: true }), 60);
  });
});
