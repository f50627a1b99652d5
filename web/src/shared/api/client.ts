import createClient from 'openapi-fetch';
import type { paths } from '@/gen/api';
import { ApiError } from './problem';
import type { Promised } from './types';

/** The server's operations by path, typed from its contract; used through {@link answer}. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});

/** Called when the server says that nobody is signed in; the application sets it. */
export const whenSignedOut: { call: () => void } = { call: () => undefined };

/** A document whose shape is not part of the contract's types: the server reads it by itself. */
export const asDocument = (document: object) => document as Record<string, never>;

type Reply<T> = { data?: T; error?: unknown; response: Response };

/**
 * The body of a successful answer, read as `T`, which the contract has to bear out.
 *
 * @throws ApiError with the server's code, or `offline` when no answer came.
 */
export async function answer<T>(request: Promise<Reply<Promised<T>>>): Promise<T> {
  let reply: Reply<unknown>;
  try {
    reply = await request;
  } catch {
    throw new ApiError(0, 'offline');
  }
  if (reply.response.ok) return reply.data as T;
  const problem = ApiError.from(reply.response.status, reply.error);
  if (problem.status === 401 && problem.code !== 'sign_in_failed') whenSignedOut.call();
  throw problem;
}
