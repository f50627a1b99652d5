// belenios-tool in a folder of its own, for the scripts that work together with it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sourceOf } from '../src/crypto/verify/archive.ts';
import { verifyArchive } from '../src/crypto/verify/verify.ts';
import { ownWork } from '../src/crypto/verify/work.ts';

/** The peer in a fresh folder; {@link Peer.close} removes it. */
export class Peer {
  readonly folder = mkdtempSync(join(tmpdir(), 'pingyi-peer-'));
  readonly #program = execFileSync(
    'bash',
    [resolve(import.meta.dirname, '../../tools/belenios-tool.sh')],
    { encoding: 'utf8' },
  ).trim();

  /** What the peer prints; an error of the peer is thrown with its words. */
  tool(args: string[], input = ''): string {
    try {
      return execFileSync(this.#program, args, {
        cwd: this.folder,
        input,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, BELENIOS_USE_URANDOM: '1' },
      });
    } catch (error) {
      const { stderr } = error as { stderr?: string };
      throw new Error(`${args.join(' ')}: ${stderr?.slice(0, 300)} … ${stderr?.slice(-300)}`);
    }
  }

  at(name: string): string {
    return join(this.folder, name);
  }
  read(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }
  write(name: string, text: string): string {
    writeFileSync(this.at(name), text);
    return this.at(name);
  }
  remove(name: string): void {
    rmSync(this.at(name), { force: true });
  }
  /** The files whose names end so, in the order of their names. */
  named(end: string): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith(end))
      .sort();
  }
  /** The sums of the peer's archive as the browser's verifier finds them; `null` unless it is good. */
  async sums(): Promise<readonly (readonly number[])[] | null> {
    const archive = readFileSync(this.at(this.named('.bel')[0]!));
    // The peer does not sort its rolls.
    const options = { work: ownWork(), acceptUnsortedRoll: true };
    const verdict = await verifyArchive(sourceOf(archive), options);
    return verdict.ok ? verdict.verified.sums : null;
  }
  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Prints what both agree on; throws when they do not. */
export function agree(what: string, condition: boolean): void {
  if (!condition) throw new Error(`disagreement: ${what}`);
  console.log(`agreed: ${what}`);
}
