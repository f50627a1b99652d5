/** One verification from the files to the verdict; the page shows what it says. */
import { shallowReactive } from 'vue';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '../crypto/bytes.ts';
import type { FoundFault } from '../crypto/verify/fault.ts';
import type { Progress, Verified } from '../crypto/verify/verify.ts';
import { sortFiles, type Dropped, type Sorted } from './files.ts';
import { compareRanking, type RankingReport } from './ranking.ts';
import { coreCount, verifyOnAllCores, type Finished } from './workers.ts';

/** An archive that passed. */
export interface PassedArchive {
  readonly file: string;
  readonly sha256: string;
  readonly verified: Verified;
}

/** An archive that did not. */
export interface FailedArchive {
  readonly file: string;
  readonly sha256: string;
  readonly fault: FoundFault;
}

/** What is being done. */
export interface Work {
  readonly file: string;
  readonly index: number;
  readonly all: number;
  readonly ballots: number;
  /** Of all bytes, 0 … 1. */
  readonly share: number;
  /** Seconds left, once they can be told. */
  readonly left: number | null;
}

/** Everything found. */
export interface Report {
  readonly passed: readonly PassedArchive[];
  readonly failed: readonly FailedArchive[];
  readonly ranking: RankingReport | null;
  readonly cardHash: string | null;
  /** A ranking or a rule card came without the other. */
  readonly isRankingIncomplete: boolean;
  readonly ignored: Sorted['ignored'];
  readonly seconds: number;
}

/** Where the page stands. */
export type Stage =
  | { readonly at: 'idle' }
  | { readonly at: 'working'; readonly work: Work }
  | { readonly at: 'done'; readonly report: Report }
  | { readonly at: 'broken'; readonly reason: string };

/** Verifies an archive; replaced in tests. */
export type Verify = (file: Blob, onProgress: (progress: Progress) => void) => Promise<Finished>;

/** Time before an estimate is worth anything. */
const ESTIMATE_AFTER = 1500;

/** A page's one session. */
export function useSession(verify: Verify = verifyOnAllCores) {
  const session = shallowReactive<{ stage: Stage }>({ stage: { at: 'idle' } });
  /** Counts runs, so that one that was stopped says nothing more. */
  let run = 0;

  async function start(dropped: readonly Dropped[]): Promise<void> {
    const own = ++run;
    const begun = performance.now();
    try {
      const sorted = await sortFiles(dropped);
      const total = sorted.archives.reduce((sum, { file }) => sum + file.size, 0);
      const passed: PassedArchive[] = [];
      const failed: FailedArchive[] = [];
      let before = 0;
      let ballots = 0;
      for (const [i, { path, file }] of sorted.archives.entries()) {
        let here = 0;
        const show = (bytes: number): void => {
          if (own !== run) return;
          const share = total === 0 ? 0 : (before + bytes) / total;
          const spent = performance.now() - begun;
          const isKnown = spent > ESTIMATE_AFTER && share > 0.02;
          session.stage = {
            at: 'working',
            work: {
              file: path,
              index: i + 1,
              all: sorted.archives.length,
              ballots: ballots + here,
              share,
              left: isKnown ? ((spent / share) * (1 - share)) / 1000 : null,
            },
          };
        };
        show(0);
        const { verdict, sha256: hash } = await verify(file, (progress) => {
          here = progress.ballots;
          show(progress.bytes);
        });
        if (own !== run) return;
        before += file.size;
        if (verdict.ok) {
          ballots += verdict.verified.ballots + verdict.verified.revotes;
          passed.push({ file: path, sha256: hash, verified: verdict.verified });
        } else {
          failed.push({ file: path, sha256: hash, fault: verdict.fault });
        }
      }
      const { ruleCard, ranking, ignored } = sorted;
      const card = ruleCard && new Uint8Array(await ruleCard.file.arrayBuffer());
      const cardHash = card && bytesToHex(sha256(card));
      const found =
        card !== null && ranking !== null
          ? compareRanking(
              new TextDecoder().decode(card),
              cardHash!,
              await ranking.file.text(),
              passed,
            )
          : null;
      // A package has no archive at all where the counts of no class are published; else some were forgotten.
      const isForgotten =
        sorted.archives.length === 0 && !!found?.differences.some(({ kind }) => kind === 'missing');
      const compared = isForgotten ? null : found;
      const isComplete = compared !== null;
      if (own !== run) return;
      session.stage = {
        at: 'done',
        report: {
          passed,
          failed,
          ranking: compared,
          cardHash,
          isRankingIncomplete: !isComplete && (card !== null || ranking !== null),
          ignored,
          seconds: (performance.now() - begun) / 1000,
        },
      };
    } catch (error) {
      if (own !== run) return;
      const reason = error instanceof Error ? error.message : String(error);
      session.stage = { at: 'broken', reason };
    }
  }

  function reset(): void {
    run++;
    session.stage = { at: 'idle' };
  }

  return { session, start, reset, cores: coreCount() };
}
