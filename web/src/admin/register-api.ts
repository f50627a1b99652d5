/** Requests to the register and the ledger: their documents go as JSON, files as bytes. */
import { ApiError, whenSignedOut } from '@/shared/api';

type Method = 'GET' | 'POST' | 'PUT';

/**
 * The answer to a request, read as `T`.
 *
 * @throws ApiError with the server's code, or `offline` when no answer came.
 */
export async function call<T>(method: Method, path: string, body?: object | Blob): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin' };
  if (body instanceof Blob) {
    init.body = body;
    init.headers = { 'Content-Type': 'application/octet-stream' };
  } else if (body) {
    init.body = JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json' };
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiError(0, 'offline');
  }
  const answered: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answered as T;
  const problem = ApiError.from(response.status, answered);
  if (problem.status === 401) whenSignedOut.call();
  throw problem;
}

/** The query of an address from what is given; what is undefined or empty is left out. */
export function query(members: Record<string, string | undefined>): string {
  const given = Object.entries(members).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given as [string, string][]).toString();
  return search ? `?${search}` : '';
}
