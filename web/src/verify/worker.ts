/**
 * The page's workers, all of this one program: one reads the archive and leads, the others check ballots.
 * The page introduces them to each other by ports and hears only from the leader.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '../crypto/bytes.ts';
import { sourceOfFile } from '../crypto/verify/archive.ts';
import { verifyArchive, type Progress, type Verdict } from '../crypto/verify/verify.ts';
import { openElection, type BallotWork, type Outcome } from '../crypto/verify/work.ts';

/** What the page asks. */
export type Order =
  { readonly check: MessagePort } | { readonly verify: Blob; readonly ports: MessagePort[] };

/** What the leader answers: any number of `progress`, then one of the others. */
export type Answer =
  | { readonly progress: Progress }
  | { readonly verdict: Verdict; readonly milliseconds: number; readonly sha256: string }
  | { readonly failure: string };

/** What the leader asks a checker; `ballots` are answered by outcomes in the same order. */
type Ask =
  | { readonly election: Uint8Array; readonly roll: readonly string[] }
  | { readonly ballots: readonly Uint8Array[] };
type Reply = { readonly outcomes: Outcome[] } | { readonly failure: string };

const say = (answer: Answer): void => self.postMessage(answer);

self.addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if ('check' in data) serve(data.check);
  else void lead(data.verify, data.ports);
});

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Checks ballots for the leader at the other end of the port. */
function serve(port: MessagePort): void {
  let check: ((ballot: Uint8Array) => Outcome) | undefined;
  port.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
    try {
      if ('election' in data) {
        check = openElection(data.election, data.roll);
        return;
      }
      const outcomes = data.ballots.map((ballot) => check!(ballot));
      port.postMessage({ outcomes } satisfies Reply);
    } catch (error) {
      port.postMessage({ failure: reason(error) } satisfies Reply);
    }
  });
  port.start();
}

/** The checkers as the verifier sees them; each answers its batches in order. */
function workOf(ports: readonly MessagePort[]): BallotWork {
  const waiting = ports.map(
    () => [] as { done: (outcomes: Outcome[]) => void; failed: (error: Error) => void }[],
  );
  ports.forEach((port, i) => {
    port.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      const first = waiting[i]!.shift();
      if ('outcomes' in data) first?.done(data.outcomes);
      else first?.failed(new Error(data.failure));
    });
    port.start();
  });
  return {
    parallel: ports.length,
    open(election, roll) {
      for (const port of ports) port.postMessage({ election, roll } satisfies Ask);
    },
    check(ballots) {
      const lengths = waiting.map(({ length }) => length);
      const idle = lengths.indexOf(Math.min(...lengths));
      return new Promise((done, failed) => {
        waiting[idle]!.push({ done, failed });
        ports[idle]!.postMessage({ ballots } satisfies Ask);
      });
    },
  };
}

async function lead(file: Blob, ports: readonly MessagePort[]): Promise<void> {
  const start = performance.now();
  try {
    const verdict = await verifyArchive(sourceOfFile(file), {
      work: workOf(ports),
      onProgress: (progress) => say({ progress }),
    });
    const milliseconds = performance.now() - start;
    say({ verdict, milliseconds, sha256: await hashOfFile(file) });
  } catch (error) {
    say({ failure: reason(error) });
  }
}

/** SHA-256 of a file in hexadecimal, as bulletins print it. */
async function hashOfFile(file: Blob): Promise<string> {
  const hash = sha256.create();
  const chunk = 1 << 22;
  for (let at = 0; at < file.size; at += chunk) {
    hash.update(new Uint8Array(await file.slice(at, at + chunk).arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}
