import { answer, api, useResource, type Account } from '@/shared/api';

/** All accounts, for the organiser. */
export const useAccounts = () =>
  useResource(
    () => 'accounts',
    () => answer(api.GET('/api/accounts')),
    { live: false },
  );

/** Opens an account; throws `login_taken`. */
export const addAccount = (account: Account & { password: string }) =>
  answer(api.POST('/api/accounts', { body: account }));
