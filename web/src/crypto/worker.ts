/**
 * The voter page's cryptography, off the page's own thread. A classic worker: module workers are
 * missing in the oldest browsers served. One request at a time, answered in order.
 */
import './ancient.ts';
import { perform, type Report, type Request } from './tasks.ts';

const scope = self as unknown as { postMessage(report: Report): void };

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  perform(data, (report) => scope.postMessage(report));
});
