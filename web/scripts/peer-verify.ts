// The browser's verifier beside the one in Rust: every way of tampering the tests know, with the
// same verdict, event and entry from both. Exits 1 at the first disagreement.
//
//   npm run test:peer        after: cargo build -p pingyi
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sourceOf } from '../src/crypto/verify/archive.ts';
import { writeBoard } from '../src/crypto/verify/testing/board.ts';
import { makeSample } from '../src/crypto/verify/testing/sample.ts';
import { TAMPERINGS } from '../src/crypto/verify/testing/tampering.ts';
import { verifyArchive } from '../src/crypto/verify/verify.ts';
import { ownWork } from '../src/crypto/verify/work.ts';

const program =
  process.env['PINGYI_PROGRAM'] ?? resolve(import.meta.dirname, '../../target/debug/pingyi');
if (!existsSync(program)) throw new Error(`No program at ${program}: cargo build -p pingyi`);
const folder = mkdtempSync(join(tmpdir(), 'pingyi-verify-'));

interface Report {
  ok: boolean;
  fault?: { code: string; event?: number; entry?: string };
}

function theirs(bytes: Uint8Array): Report {
  const path = join(folder, 'archive.bel');
  writeFileSync(path, bytes);
  try {
    return JSON.parse(
      execFileSync(program, ['verify', '--json', path], { encoding: 'utf8' }),
    ) as Report;
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout) as Report;
  }
}

/** Verdicts in one line each. */
const line = (
  code: string | undefined,
  event: number | null | undefined,
  entry?: string,
): string =>
  code === undefined ? 'accepted' : `${code}, event ${event ?? '—'}, entry ${entry ?? ''}`;

try {
  const sample = makeSample();
  const cases = [
    { name: 'the archive as it was', bytes: writeBoard(sample.board()) },
    ...TAMPERINGS.map(({ name, make }) => ({ name, bytes: make(sample) })),
  ];
  let failures = 0;
  for (const { name, bytes } of cases) {
    const verdict = await verifyArchive(sourceOf(bytes), { work: ownWork() });
    const ours = verdict.ok
      ? line(undefined, null)
      : line(verdict.fault.code, verdict.fault.height, verdict.fault.entry);
    const { fault } = theirs(bytes);
    const other = line(fault?.code, fault?.event, fault?.entry);
    if (ours === other) continue;
    failures++;
    console.log(`${name}\n  browser: ${ours}\n  Rust:    ${other}`);
  }
  if (failures > 0) throw new Error(`${failures} of ${cases.length} verdicts differ`);
  console.log(`agreed: ${cases.length} archives, verdict, event and entry`);
} finally {
  rmSync(folder, { recursive: true });
}
