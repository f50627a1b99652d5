import { answer, api, useResource, type Round } from '@/shared/api';

const of = (cycle: string) => ({ params: { path: { cycle } } });
const ofRound = (round: string) => ({ params: { path: { round } } });

/** The rounds of a cycle with their boxes. */
export const useRounds = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<Round[]>(api.GET('/api/cycles/{cycle}/rounds', of(cycle))),
  );

/** Freezes roll, keys and slips; throws what is missing by code. */
export const freezeRounds = (cycle: string) =>
  answer<Round[]>(api.POST('/api/cycles/{cycle}/rounds/freeze', of(cycle)));

/** Opens a round for so many minutes. */
export const openRound = (round: string, minutes: number) =>
  answer<Round>(api.POST('/api/rounds/{round}/open', { ...ofRound(round), body: { minutes } }));

/** Closes a round and seals its boxes. */
export const closeRound = (round: string) =>
  answer<Round>(api.POST('/api/rounds/{round}/close', ofRound(round)));

/** Reveals everything that is not yet revealed of a round. */
export const revealRound = (round: string) =>
  answer<Round>(api.POST('/api/rounds/{round}/reveal', { ...ofRound(round), body: { all: true } }));

/** Declares a round void, with a reason that is published. */
export const annulRound = (round: string, reason: string) =>
  answer<Round>(api.POST('/api/rounds/{round}/annul', { ...ofRound(round), body: { reason } }));

/** Deletes the ballots of the rehearsal and seals the roll. */
export const clearRehearsal = (cycle: string) =>
  answer<Round[]>(api.POST('/api/cycles/{cycle}/rehearsal/clear', of(cycle)));
