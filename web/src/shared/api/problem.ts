import type { components } from '@/gen/api';

/** One fault of what was sent: `path` is a cell (`C12`) or a field (`/classes/0/weight`). */
export type Fault = components['schemas']['FieldFault'];

/**
 * A request the server refused, or that did not reach it (`status` 0, code `offline`).
 *
 * `code` is stable and is what the interface translates; `detail` is the server's own sentence.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | null;
  readonly faults: Fault[];

  constructor(status: number, code: string, detail: string | null = null, faults: Fault[] = []) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.faults = faults;
  }

  /** Reads a problem document (RFC 9457); a body of another shape keeps its status only. */
  static from(status: number, body: unknown): ApiError {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as {
      code?: unknown;
      detail?: unknown;
      faults?: unknown;
    };
    return new ApiError(
      status,
      typeof problem.code === 'string' ? problem.code : `http_${status}`,
      typeof problem.detail === 'string' && problem.detail ? problem.detail : null,
      Array.isArray(problem.faults) ? (problem.faults as Fault[]) : [],
    );
  }
}
