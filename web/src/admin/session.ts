import { readonly, ref, shallowRef } from 'vue';
import {
  answer,
  api,
  ApiError,
  whenSignedOut,
  type Account,
  type Role,
  type Session,
} from '@/shared/api';

const known = ref(false);
const current = shallowRef<Account | null>(null);

/** Who is signed in, or null; meaningful once {@link loadSession} has answered. */
export const account = readonly(current);

whenSignedOut.call = () => {
  current.value = null;
};

/** Asks once who is signed in; later calls answer from memory. */
export async function loadSession(): Promise<Account | null> {
  if (!known.value) {
    current.value = (await answer<Session>(api.GET('/api/session'))).account;
    known.value = true;
  }
  return current.value;
}

/** Signs in; throws an ApiError `sign_in_failed` or `too_many_attempts`. */
export async function signIn(login: string, password: string): Promise<Account> {
  const { account: found } = await answer<Session>(
    api.POST('/api/session', { body: { login, password } }),
  );
  if (!found) throw new ApiError(401, 'sign_in_failed');
  known.value = true;
  current.value = found;
  return found;
}

/** Signs out and forgets what was being filled in. */
export async function signOut(): Promise<void> {
  await answer<unknown>(api.DELETE('/api/session'));
  current.value = null;
  sessionStorage.clear();
}

/** Whether the one signed in has one of these roles; the server decides, this only hides. */
export function may(...roles: Role[]): boolean {
  return current.value !== null && roles.includes(current.value.role);
}
