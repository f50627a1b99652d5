import { useResource, type Register } from '@/shared/api';
import { call, query } from '../../register-api';

export type ProposalState = Register.ProposalState;
export type Proposal = Register.ProposalRow;

/** Proposals in a state, the newest first: a town's own, or everybody's for the organiser. */
export const useProposals = (state: () => ProposalState) =>
  useResource(state, () => call<Proposal[]>('GET', `/api/proposals${query({ state: state() })}`));

/** Lets proposals hold, all of them or none. */
export const approve = (proposals: string[], answer: string) =>
  call<Register.Approved>('POST', '/api/proposals/approve', { proposals, answer });

/** Sends a proposal back with an answer. */
export const reject = (id: string, answer: string) =>
  call<unknown>('POST', `/api/proposals/${encodeURIComponent(id)}/reject`, { answer });

/** Takes an own proposal back. */
export const withdraw = (id: string) =>
  call<unknown>('POST', `/api/proposals/${encodeURIComponent(id)}/withdraw`);
