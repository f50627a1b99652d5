import { useResource, type Register } from '@/shared/api';
import { call } from '../../register-api';

type Name = keyof Register.Settings;

/** Rules and words of the county. */
export const useSettings = () =>
  useResource(
    () => 'settings',
    () => call<Register.Settings>('GET', '/api/settings'),
    { live: false },
  );

export const loadSetting = async <N extends Name>(name: N): Promise<Register.Settings[N]> =>
  (await call<Register.Settings>('GET', '/api/settings'))[name];

export const saveSetting = (name: Name, write: Register.SettingWrite) =>
  call<Register.Saved>('PUT', `/api/settings/${name}`, write);

/** Data whose time is over, by person. */
export const useDue = () =>
  useResource(
    () => 'due',
    () => call<Register.DueRow[]>('GET', '/api/retention'),
    { live: false },
  );

/** Erases what is due of these people; answers of how many. */
export const eraseDue = async (people: readonly string[]) =>
  (await call<{ erased: number }>('POST', '/api/retention/erase', { people })).erased;
