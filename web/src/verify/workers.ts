/** Starts the workers for one archive and gives their verdict. */
import type { Progress, Verdict } from '../crypto/verify/verify.ts';
import type { Answer, Order } from './worker.ts';
import VerifyWorker from './worker.ts?worker&inline';

/** Cores to use: all of them, within reason. */
export function coreCount(): number {
  return Math.max(1, Math.min(16, navigator.hardwareConcurrency || 2));
}

/** A verdict and how long it took. */
export interface Finished {
  readonly verdict: Verdict;
  readonly milliseconds: number;
  /** SHA-256 of the file in hexadecimal. */
  readonly sha256: string;
}

/**
 * Verifies an archive on all cores.
 *
 * # Errors
 * Rejects when the browser refuses workers or one breaks; that says nothing about the archive.
 */
export async function verifyOnAllCores(
  file: Blob,
  onProgress: (progress: Progress) => void,
): Promise<Finished> {
  const workers: Worker[] = [];
  try {
    return await new Promise<Finished>((done, failed) => {
      const start = (): Worker => {
        const worker = new VerifyWorker();
        worker.addEventListener('error', (event) => failed(new Error(event.message || 'worker')));
        workers.push(worker);
        return worker;
      };
      const ports = Array.from({ length: coreCount() }, () => {
        const { port1, port2 } = new MessageChannel();
        start().postMessage({ check: port1 } satisfies Order, [port1]);
        return port2;
      });
      const leader = start();
      leader.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
        if ('progress' in data) onProgress(data.progress);
        else if ('failure' in data) failed(new Error(data.failure));
        else done(data);
      });
      leader.postMessage({ verify: file, ports } satisfies Order, ports);
    });
  } finally {
    for (const worker of workers) worker.terminate();
  }
}
