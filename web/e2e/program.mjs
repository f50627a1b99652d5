import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** How long the program may prepare a meeting: keys, slips, rehearsal. */
const READY_MS = 180_000;

/** The program under test: `PINGYI_PROGRAM`, or the development build. */
export function programPath() {
  const given = process.env['PINGYI_PROGRAM'];
  const found = given ?? path.join(ROOT, 'target/debug/pingyi');
  assert.ok(existsSync(found), `No program at ${found}: run cargo build -p pingyi first.`);
  return found;
}

/**
 * A server without any meeting on a free port, with one organiser's account. Gives its address and
 * how it is ended.
 */
export async function startEmpty(login, name, password) {
  const program = programPath();
  const data = await mkdtemp(path.join(tmpdir(), 'pingyi-empty-'));
  const words = ['--login', login, '--name', name, '--role', 'organiser'];
  const adding = spawn(program, ['account', 'add', '--data', data, ...words]);
  adding.stdin.end(`${password}\n`);
  assert.deepEqual(await once(adding, 'exit'), [0, null], 'the first account');
  const server = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0']);
  const url = await new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const found = /(http:\/\/127\.0\.0\.1:\d+)\/admin\//.exec(line);
        if (found) resolve(found[1]);
      });
    }
    server.on('exit', (code) => reject(new Error(`serve ended with ${code}`)));
  });
  return {
    url,
    data,
    async stop() {
      server.kill('SIGTERM');
      await rm(data, { recursive: true, force: true });
    },
  };
}

/**
 * A server with the sample meeting on a free port with data of its own: rehearsed and with every
 * slip drawn, or however else `words` of `pingyi demo` say. Gives what the program prints about it:
 * address, accounts, slips, trustees' backups.
 */
export async function startMeeting(words = ['--until', 'rehearsed']) {
  const program = programPath();
  const data = await mkdtemp(path.join(tmpdir(), 'pingyi-e2e-'));
  const args = ['demo', ...words, '--data', data, '--port', '0', '--print-json'];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-8_000);
  });
  const exited = once(child, 'exit');

  async function stop() {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(timer);
    }
    await rm(data, { recursive: true, force: true });
  }

  const facts = await new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not ready after ${READY_MS} ms\n${errors}`)),
      READY_MS,
    );
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      if (!line.startsWith('{')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line));
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code} before it was ready\n${errors}`));
    });
  }).catch(async (error) => {
    await stop();
    throw error;
  });

  /** Runs another command of the program to its end and gives what it printed. */
  async function run(command) {
    const other = spawn(program, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    other.stdout.on('data', (chunk) => (printed += chunk));
    other.stderr.on('data', (chunk) => (printed += chunk));
    const [code] = await once(other, 'exit');
    assert.equal(code, 0, `pingyi ${command.join(' ')}\n${printed}`);
    return printed;
  }

  return { ...facts, data: facts.data ?? data, run, stop };
}
