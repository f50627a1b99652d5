// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '@/shared/api';
import { BELOW, RAIL, YEAR } from '../layout/rail';
import { signIn, signOut } from '../session';
import { router } from './index';

let role: Role | null = null;
beforeAll(() => {
  vi.stubGlobal('EventSource', undefined);
  vi.stubGlobal('fetch', async (request: Request) =>
    request.method === 'DELETE'
      ? new Response(null, { status: 204 })
      : Response.json({ account: role && { login: role, name: role, role } }),
  );
});
const as = async (next: Role) => {
  role = next;
  await signIn(next, 'password');
};
const goes = async (path: string) => {
  await router.push(path);
  return router.currentRoute.value;
};

describe('the way to a page', () => {
  beforeEach(async () => {
    await signOut();
    role = null;
  });

  it('leads over the sign-in and remembers where to', async () => {
    const there = await goes('/cycles/haiyang-2022/rounds');
    expect(there.name).toBe('sign-in');
    expect(there.query['to']).toBe('/cycles/haiyang-2022/rounds');
  });

  it('is open to the roles of the page and leads others to their start', async () => {
    await as('host');
    expect((await goes('/cycles/c/slips/attendance')).name).toBe('attendance');
    expect((await goes('/cycles/c/slips/make')).name).toBe('start');
    await as('viewer');
    expect((await goes('/accounts')).name).toBe('start');
    expect((await goes('/cycles/c/audit')).name).toBe('start');
    await as('auditor');
    expect((await goes('/cycles/c/audit')).name).toBe('audit');
  });

  it('leads a town to the pages of the year, never into a cycle', async () => {
    await as('town');
    expect((await goes('/cycles/c/results')).name).toBe('start');
    expect((await goes('/units')).name).toBe('units');
    expect((await goes('/units/new')).name).toBe('start');
  });

  it('to nowhere ends at a page that says so', async () => {
    await as('viewer');
    expect((await goes('/no/such/page')).name).toBe('missing');
  });
});

describe('the rail', () => {
  it('has at most eight nouns for each role, all of them pages it may see', () => {
    for (const [each, nouns] of Object.entries(RAIL) as [Role, (typeof RAIL)[Role]][]) {
      expect(nouns.length, each).toBeLessThanOrEqual(8);
      const year = (YEAR[each] ?? []).filter((noun) => router.hasRoute(noun));
      for (const noun of [...nouns, ...(BELOW[each] ?? []), ...year]) {
        const route = router.getRoutes().find(({ name }) => name === noun);
        expect(route, noun).toBeDefined();
        expect(route!.meta.roles?.includes(each) ?? true, `${each} ${noun}`).toBe(true);
      }
    }
  });
});
