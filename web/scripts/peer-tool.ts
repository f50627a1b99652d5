// belenios-tool in a folder of its own, for the scripts that work together with it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

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
  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Prints what both agree on; throws when they do not. */
export function agree(what: string, condition: boolean): void {
  if (!condition) throw new Error(`disagreement: ${what}`);
  console.log(`agreed: ${what}`);
}
