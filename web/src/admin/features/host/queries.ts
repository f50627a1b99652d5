import { answer, api, useResource, type HostView, type Round } from '@/shared/api';

/** What the host sees, kept up to date. */
export const useHost = (cycle: () => string) =>
  useResource<HostView>(cycle, () =>
    answer<HostView>(api.GET('/api/cycles/{cycle}/host', { params: { path: { cycle: cycle() } } })),
  );

const of = (round: string) => ({ params: { path: { round } } });

/** Opens a round for `minutes`; a rehearsal likewise. */
export const openRound = (round: string, minutes: number) =>
  answer<Round>(api.POST('/api/rounds/{round}/open', { ...of(round), body: { minutes } }));

/** Closes a round: slips not used by then cannot vote in it any more. */
export const closeRound = (round: string) =>
  answer<Round>(api.POST('/api/rounds/{round}/close', of(round)));

/** Reveals the next rank from below, or everything that is left. */
export const revealRound = (round: string, all: boolean) =>
  answer<Round>(api.POST('/api/rounds/{round}/reveal', { ...of(round), body: { all } }));

/** Annuls a round for a reason everybody can read. */
export const annulRound = (round: string, reason: string) =>
  answer<Round>(api.POST('/api/rounds/{round}/annul', { ...of(round), body: { reason } }));

/** Deletes the rehearsal's ballots and seals the roll. */
export const clearRehearsal = (cycle: string) =>
  answer<Round[]>(api.POST('/api/cycles/{cycle}/rehearsal/clear', { params: { path: { cycle } } }));
