import { answer, api, useResource, type Account, type AccountRow } from '@/shared/api';

/** All accounts, for the organiser. */
export const useAccounts = () =>
  useResource(
    () => 'accounts',
    () => answer<AccountRow[]>(api.GET('/api/accounts')),
    { live: false },
  );

/** Opens an account; throws `login_taken`. */
export const addAccount = (account: Account & { password: string }) =>
  answer<AccountRow>(api.POST('/api/accounts', { body: account }));
