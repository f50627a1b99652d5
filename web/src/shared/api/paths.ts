/** The operations the pages call, one line each, in the shape openapi-fetch reads. */
import type { HostView } from './screen';
import type * as T from './types';

interface Params {
  query?: object;
  path?: object;
  body?: unknown;
  media?: string;
}
type Op<R, P extends Params = Record<never, never>> = {
  parameters: (P extends { query: infer Q } ? { query: Q } : { query?: never }) &
    (P extends { path: infer Q } ? { path: Q } : { path?: never }) & {
      header?: never;
      cookie?: never;
    };
  responses: {
    200: { headers: Record<string, unknown>; content: { 'application/json': R } };
    default: {
      headers: Record<string, unknown>;
      content: { 'application/problem+json': { code: string } };
    };
  };
} & (P extends { body: infer B }
  ? {
      requestBody: {
        content: { [K in P extends { media: 'text/csv' } ? 'text/csv' : 'application/json']: B };
      };
    }
  : { requestBody?: never });
type C = { path: { cycle: string } };
type Csv = C & { query: { dry_run: boolean }; body: string; media: 'text/csv' };
type OfGroup = { path: { cycle: string; group: string } };
type OfRound = { path: { round: string } };
type Card = T.RuleCardView['card'];

export interface paths {
  '/api/session': {
    get: Op<{ account: T.Account | null }>;
    post: Op<{ account: T.Account }, { body: { login: string; password: string } }>;
    delete: Op<undefined>;
  };
  '/api/accounts': {
    get: Op<T.AccountRow[]>;
    post: Op<T.AccountRow, { body: T.Account & { password: string } }>;
  };
  '/api/cycles': { get: Op<T.CycleRow[]>; post: Op<T.CycleRow, { body: T.NewCycle }> };
  '/api/cycles/{cycle}': { get: Op<T.Cycle, C> };
  '/api/cycles/{cycle}/units': { get: Op<{ areas: T.Area[] }, C> };
  '/api/cycles/{cycle}/units/import': { post: Op<T.ImportReport, Csv> };
  '/api/cycles/{cycle}/projects': {
    get: Op<{ projects: T.Project[]; totals: T.ProjectTotals }, C>;
  };
  '/api/cycles/{cycle}/projects/import': { post: Op<T.ImportReport, Csv> };
  '/api/cycles/{cycle}/rule-card': {
    get: Op<T.RuleCardView, C & { query: { lang: string } }>;
    put: Op<T.RuleCardView, C & { query: { lang: string }; body: Card }>;
  };
  '/api/cycles/{cycle}/rule-card/check': {
    post: Op<T.RuleCardCheck, C & { query: { lang: string }; body: Card }>;
  };
  '/api/cycles/{cycle}/rule-card/freeze': {
    post: Op<T.RuleCardView, C & { query: { lang: string } }>;
  };
  '/api/cycles/{cycle}/trustees': {
    get: Op<T.Trustee[], C>;
    post: Op<T.Trustee, C & { body: { login: string } }>;
  };
  '/api/cycles/{cycle}/trustee-key': {
    put: Op<{ position: number; fingerprint: string }, C & { body: unknown }>;
  };
  '/api/cycles/{cycle}/trustee-tasks': { get: Op<T.TrusteeTask[], C> };
  '/api/boxes/{box}/partial-decryptions': {
    post: Op<{ received: number; needed: number }, { path: { box: string }; body: unknown }>;
  };
  '/api/cycles/{cycle}/slip-groups': { get: Op<T.SlipGroup[], C> };
  '/api/cycles/{cycle}/credential-request': { get: Op<T.CredentialRequest, C> };
  '/api/cycles/{cycle}/credentials': { post: Op<T.SlipGroup[], C & { body: T.CredentialUpload }> };
  '/api/cycles/{cycle}/slip-groups/{group}/issue': {
    put: Op<T.SlipGroup, OfGroup & { body: { issued: number; spares_issued: number } }>;
  };
  '/api/cycles/{cycle}/slip-groups/{group}/spoil': {
    post: Op<T.SlipGroup, OfGroup & { body: T.SpoilSlip }>;
  };
  '/api/cycles/{cycle}/attendance': {
    get: Op<T.Seat[], C>;
    put: Op<
      { present: number; entitled: number },
      C & { body: { changes: { seat: string; present: boolean }[] } }
    >;
  };
  '/api/cycles/{cycle}/host': { get: Op<HostView, C> };
  '/api/cycles/{cycle}/rounds': { get: Op<T.Round[], C> };
  '/api/cycles/{cycle}/rounds/freeze': { post: Op<T.Round[], C> };
  '/api/rounds/{round}/open': { post: Op<T.Round, OfRound & { body: { minutes: number } }> };
  '/api/rounds/{round}/close': { post: Op<T.Round, OfRound> };
  '/api/rounds/{round}/reveal': { post: Op<T.Round, OfRound & { body: { all: boolean } }> };
  '/api/rounds/{round}/annul': { post: Op<T.Round, OfRound & { body: { reason: string } }> };
  '/api/cycles/{cycle}/rehearsal/clear': { post: Op<T.Round[], C> };
  '/api/cycles/{cycle}/results': { get: Op<T.Results, C> };
  '/api/cycles/{cycle}/audit': { get: Op<T.AuditEntry[], C & { query: { after?: string } }> };
}
