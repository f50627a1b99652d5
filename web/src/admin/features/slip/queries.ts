import {
  answer,
  api,
  useResource,
  type CredentialUpload,
  type SpoilSlip,
  type CredentialRequest,
  type Round,
  type Seat,
  type SlipGroup,
} from '@/shared/api';

const of = (cycle: string) => ({ params: { path: { cycle } } });

/** The counts of every slip group. */
export const useSlipGroups = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<SlipGroup[]>(api.GET('/api/cycles/{cycle}/slip-groups', of(cycle))),
  );

/** What the credential authority is asked to make. */
export const useCredentialRequest = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<CredentialRequest>(api.GET('/api/cycles/{cycle}/credential-request', of(cycle))),
    { live: false },
  );

/** Hands over public credentials; throws `rounds_frozen` or `credentials_invalid`. */
export const uploadCredentials = (cycle: string, body: CredentialUpload) =>
  answer<SlipGroup[]>(api.POST('/api/cycles/{cycle}/credentials', { ...of(cycle), body }));

/** Who is entitled and who is here. */
export const useSeats = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<Seat[]>(api.GET('/api/cycles/{cycle}/attendance', of(cycle))),
  );

/** Marks people present or absent. */
export const markSeats = (cycle: string, changes: { seat: string; present: boolean }[]) =>
  answer<{ present: number; entitled: number }>(
    api.PUT('/api/cycles/{cycle}/attendance', { ...of(cycle), body: { changes } }),
  );

/** Notes how many slips were drawn from a box; throws `issue_exceeds`. */
export const issueSlips = (
  cycle: string,
  group: string,
  body: { issued: number; spares_issued: number },
) =>
  answer<SlipGroup>(
    api.PUT('/api/cycles/{cycle}/slip-groups/{group}/issue', {
      params: { path: { cycle, group } },
      body,
    }),
  );

/** Voids a slip before a witness; throws `witness_invalid`. */
export const spoilSlip = (cycle: string, group: string, body: SpoilSlip) =>
  answer<SlipGroup>(
    api.POST('/api/cycles/{cycle}/slip-groups/{group}/spoil', {
      params: { path: { cycle, group } },
      body,
    }),
  );

/** The rounds, to know which boxes are still to come. */
export const roundsOf = (cycle: string) =>
  answer<Round[]>(api.GET('/api/cycles/{cycle}/rounds', of(cycle)));
