import { answer, api, useResource, type AccountRow, type Register } from '@/shared/api';
import { call } from '../../register-api';

/** All accounts, for the organiser. */
export const useAccounts = () =>
  useResource(
    () => 'accounts',
    () => answer<AccountRow[]>(api.GET('/api/accounts')),
    { live: false },
  );

/** The towns an account can be bound to, in the organisation's order. */
export const useTowns = () =>
  useResource(
    () => 'towns',
    async () =>
      (await call<Register.UnitTree>('GET', '/api/units')).units.filter(
        ({ kind, ended }) => kind !== 'county' && kind !== 'village' && !ended,
      ),
    { live: false },
  );

/** What an account is opened with; `town` is the unit of a town's account. */
export type NewAccount = Pick<AccountRow, 'login' | 'name' | 'role'> & {
  password: string;
  town: string | null;
};

/** Opens an account; throws `login_taken`. */
export const addAccount = (account: NewAccount) =>
  call<AccountRow>('POST', '/api/accounts', account);
