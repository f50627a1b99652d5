import createClient from 'openapi-fetch';
import type { paths } from './paths';
import { ApiError } from './problem';

/** The server's operations by path, typed from its contract; used through {@link answer}. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});

/** Called when the server says that nobody is signed in; the application sets it. */
export const whenSignedOut: { call: () => void } = { call: () => undefined };

type Reply<T> = { data?: T; error?: unknown; response: Response };

/**
 * The body of a successful answer.
 *
 * @throws ApiError with the server's code, or `offline` when no answer came.
 */
export async function answer<T>(request: Promise<Reply<T>>): Promise<T> {
  let reply: Reply<T>;
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
