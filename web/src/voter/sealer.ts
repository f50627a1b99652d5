import type { Report, Request, Tasks } from '@/crypto/tasks.ts';
import SealingWorker from '@/crypto/worker.ts?worker';

/** Anything that takes requests and gives reports back: the worker, or a stand-in of the tests. */
export interface Port {
  postMessage(request: Request): void;
  onmessage: ((event: { data: Report }) => void) | null;
  onerror: ((event: unknown) => void) | null;
}

/** Asks the worker, one promise a request. */
export interface Sealer {
  ask<Task extends keyof Tasks>(
    task: Task,
    ask: Tasks[Task]['ask'],
    onProgress?: (ready: number, all: number) => void,
  ): Promise<Tasks[Task]['reply']>;
}

/** The program of the voter page in its worker; `port` is replaced in tests. */
export function createSealer(port: Port = new SealingWorker() as unknown as Port): Sealer {
  let last = 0;
  let broken: string | undefined;
  const waiting = new Map<
    number,
    {
      resolve(reply: never): void;
      reject(error: Error): void;
      onProgress?: ((ready: number, all: number) => void) | undefined;
    }
  >();
  port.onmessage = ({ data }) => {
    const one = waiting.get(data.id);
    if (!one) return;
    if ('progress' in data) {
      one.onProgress?.(data.progress.ready, data.progress.all);
      return;
    }
    waiting.delete(data.id);
    if ('failure' in data) one.reject(new Error(data.failure));
    else one.resolve(data.reply as never);
  };
  // The worker did not load, or this browser cannot read it: nothing will ever be answered.
  port.onerror = () => {
    broken = 'the worker cannot run';
    for (const one of waiting.values()) one.reject(new Error(broken));
    waiting.clear();
  };
  return {
    ask(task, ask, onProgress) {
      return new Promise((resolve, reject) => {
        if (broken !== undefined) {
          reject(new Error(broken));
          return;
        }
        const id = ++last;
        waiting.set(id, { resolve, reject, onProgress });
        port.postMessage({ id, task, ...ask } as unknown as Request);
      });
    },
  };
}
