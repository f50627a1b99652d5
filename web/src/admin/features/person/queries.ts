import { ApiError, useResource, type Register } from '@/shared/api';
import { call, query } from '../../register-api';

/** Everybody of the register, by strokes of the name or in the organisation's order. */
export const usePeople = (order: () => string) =>
  useResource(
    order,
    () =>
      call<Register.People>(
        'GET',
        `/api/people${query({ order: order() === 'organisation' ? 'organisation' : 'strokes' })}`,
      ),
    { live: false },
  );

const path = (id: string, act = '') => `/api/people/${encodeURIComponent(id)}${act}`;

export const loadPerson = (id: string) => call<Register.PersonFile>('GET', path(id));

/** All that is known of one person. */
export const usePerson = (id: () => string) =>
  useResource(id, () => loadPerson(id()), { live: false });

/** Terms stand by the day they began, whatever the order they were typed in. */
const inOrder = (body: Register.Person): Register.Person => ({
  ...body,
  terms: [...body.terms].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)),
});

/** Adds a person, or changes one who is there. */
export const savePerson = (id: string | null, write: Register.PersonWrite) => {
  const sent = { ...write, body: inOrder(write.body) };
  return id === null
    ? call<Register.Saved>('POST', '/api/people', sent)
    : call<Register.Saved>('PUT', path(id), sent);
};

/** The whole phone number; that it was looked at is written down. */
export const showPhone = async (id: string) =>
  (await call<Register.Phone>('POST', path(id, '/phone'))).phone;

export const useBatches = () =>
  useResource(
    () => 'batches',
    () => call<Register.BatchRow[]>('GET', '/api/batches'),
    { live: false },
  );

/** A batch as it is now; the list is all the server tells of batches. */
export async function loadBatch(id: string): Promise<Register.BatchRow> {
  const found = (await call<Register.BatchRow[]>('GET', '/api/batches')).find(
    (row) => row.id === id,
  );
  if (!found) throw new ApiError(404, 'not_found');
  return found;
}

export const saveBatch = (id: string | null, write: Register.BatchWrite) =>
  id === null
    ? call<Register.Saved>('POST', '/api/batches', write)
    : call<Register.Saved>('PUT', `/api/batches/${encodeURIComponent(id)}`, write);

/** Secretaries in office against the rules. */
export const useAdmission = () =>
  useResource(
    () => 'admission',
    () => call<Register.AdmissionCheck>('GET', '/api/admission'),
    { live: false },
  );

/** The units, for choosing a village. */
export const useUnits = () =>
  useResource(
    () => 'units',
    () => call<Register.UnitTree>('GET', '/api/units'),
    { live: false },
  );
