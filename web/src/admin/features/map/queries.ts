import { useResource, type Register } from '@/shared/api';
import { call } from '../../register-api';

/** The units with their places. */
export const useUnits = () =>
  useResource(
    () => 'units',
    () => call<Register.UnitTree>('GET', '/api/units'),
    { live: false },
  );
