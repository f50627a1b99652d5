import {
  asDocument,
  answer,
  api,
  useResource,
  type AccountRow,
  type Ceremony,
  type Trustee,
  type TrusteeTask,
} from '@/shared/api';
import type { PartialDecryptionJson, TrusteeKeyJson } from '@/crypto/trustee';

const of = (cycle: string) => ({ params: { path: { cycle } } });

/** The trustees of a cycle and how far each of them is. */
export const useTrustees = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<Trustee[]>(api.GET('/api/cycles/{cycle}/trustees', of(cycle))),
  );

/** Where the key stands that the trustees make, and what the trustee signed in needs for it. */
export const useCeremony = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<Ceremony>(api.GET('/api/cycles/{cycle}/ceremony', of(cycle))),
  );

/** What a member hands in at each step; the server checks it completely before it keeps it. */
export const handIn = {
  certificate: (cycle: string, text: string) =>
    answer<Ceremony>(
      api.PUT('/api/cycles/{cycle}/ceremony/certificate', { ...of(cycle), body: parsed(text) }),
    ),
  polynomial: (cycle: string, text: string) =>
    answer<Ceremony>(
      api.PUT('/api/cycles/{cycle}/ceremony/polynomial', { ...of(cycle), body: parsed(text) }),
    ),
  key: (cycle: string, text: string) =>
    answer<Ceremony>(
      api.PUT('/api/cycles/{cycle}/ceremony/key', { ...of(cycle), body: parsed(text) }),
    ),
};
/** The texts are canonical, so they are spelt the same again when they are sent. */
const parsed = (text: string) => asDocument(JSON.parse(text) as object);

/** Throws away what all members handed in; throws `trustee_key_fixed` once rounds are frozen. */
export const restartCeremony = (cycle: string, reason: string) =>
  answer<Ceremony>(
    api.POST('/api/cycles/{cycle}/ceremony/restart', { ...of(cycle), body: { reason } }),
  );

/** What the trustee signed in has to open. */
export const useTasks = (cycle: string) =>
  useResource(
    () => cycle,
    () => answer<TrusteeTask[]>(api.GET('/api/cycles/{cycle}/trustee-tasks', of(cycle))),
  );

/** Accounts that may be named trustees. */
export const trusteeAccounts = async () =>
  (await answer<AccountRow[]>(api.GET('/api/accounts'))).filter(
    (account) => account.role === 'trustee' && !account.disabled,
  );

/** Names an account as trustee. */
export const addTrustee = (cycle: string, login: string) =>
  answer<Trustee[]>(api.POST('/api/cycles/{cycle}/trustees', { ...of(cycle), body: { login } }));

/** Hands in a public key with its proof; throws `trustee_proof_invalid` or `trustee_key_fixed`. */
export const putKey = (cycle: string, key: TrusteeKeyJson) =>
  answer<{ position: number; fingerprint: string }>(
    api.PUT('/api/cycles/{cycle}/trustee-key', { ...of(cycle), body: asDocument(key) }),
  );

/** Hands in a share of opening a box; throws `decryption_invalid` or `already_received`. */
export const postShare = (box: string, share: PartialDecryptionJson) =>
  answer<{ received: number; needed: number }>(
    api.POST('/api/boxes/{box}/partial-decryptions', {
      params: { path: { box } },
      body: asDocument(share),
    }),
  );

async function open(path: string): Promise<Response> {
  const response = await fetch(path, { credentials: 'omit' });
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return response;
}

/** The trackers of a box's board, in its order. */
export async function boardOf(box: string): Promise<string[]> {
  const response = await open(`/api/boxes/${encodeURIComponent(box)}/board`);
  const board = (await response.json()) as { ballots: { tracker: string }[] };
  return board.ballots.map((ballot) => ballot.tracker);
}

/** A ballot of the board as bytes, to be compared with its tracker. */
export async function ballotOf(box: string, hash: string): Promise<Uint8Array> {
  const response = await open(`/api/boxes/${encodeURIComponent(box)}/ballots/${hash}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The public credentials of a box's roll. A weight after a comma is none of ours. */
export async function rollOf(box: string): Promise<string[]> {
  const response = await open(`/api/boxes/${encodeURIComponent(box)}/roll`);
  const roll = (await response.json()) as string[];
  return roll.map((line) => line.split(',', 1)[0]!);
}
