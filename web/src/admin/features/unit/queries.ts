import { useResource, type Register } from '@/shared/api';
import { call, query } from '../../register-api';

/** The tree of a day (today without one), in the organisation's order or by strokes. */
export const useUnitTree = (asOf: () => string, order: () => string) =>
  useResource(
    () => `${asOf()} ${order()}`,
    () =>
      call<Register.UnitTree>(
        'GET',
        `/api/units${query({ as_of: asOf(), order: order() === 'strokes' ? 'strokes' : 'organisation' })}`,
      ),
    { live: false },
  );

const path = (id: string, act = '') => `/api/units/${encodeURIComponent(id)}${act}`;

/** All that is known of one unit. */
export const useUnit = (id: () => string) =>
  useResource(id, () => call<Register.UnitFile>('GET', path(id())), { live: false });

export const loadUnit = (id: string) => call<Register.UnitFile>('GET', path(id));

/** Adds a unit, or changes one that is there. */
export const saveUnit = (id: string | null, write: Register.UnitWrite) =>
  id === null
    ? call<Register.Saved>('POST', '/api/units', write)
    : call<Register.Saved>('PUT', path(id), write);

/** Gives another name or parent from a day on. */
export const renameUnit = (id: string, rename: Register.UnitRename) =>
  call<Register.Saved>('POST', path(id, '/rename'), rename);

/** Merges a unit into another, or dissolves it. */
export const endUnit = (id: string, end: Register.UnitEnd) =>
  call<Register.Saved>('POST', path(id, '/end'), end);
