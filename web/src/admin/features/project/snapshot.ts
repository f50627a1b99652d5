import { useResource, type Register } from '@/shared/api';
import { call } from '../../register-api';

export type SnapshotPart = Register.LedgerSnapshot['parts'][number];
const path = (cycle: string) => `/api/cycles/${encodeURIComponent(cycle)}/ledger-snapshot`;

/** The ledger a cycle froze; before that, what would be frozen now. */
export const useSnapshot = (cycle: string) =>
  useResource(
    () => cycle,
    () => call<Register.LedgerSnapshot>('GET', path(cycle)),
    { live: false },
  );

/** Freezes the ledger for a cycle, once; throws `ledger_frozen` or `ledger_empty`. */
export const freezeLedger = (cycle: string) => call<Register.LedgerSnapshot>('POST', path(cycle));
