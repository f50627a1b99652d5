// The voter page is loaded by a whole hall at once over one access point: it has a hard limit.
// Prints every file of each build with raw and gzip bytes; exits 1 when the voter page is too big.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Bytes after gzip of what every phone loads: all files of the voter page but those on request. */
const LIMIT = 38_000;
const ON_REQUEST = /^english-/;

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const figure = (n) => n.toLocaleString('en-US').padStart(10);
let failed = false;

for (const app of ['voter', 'admin', 'screen', 'verify']) {
  const folder = join(dist, app);
  if (!existsSync(join(folder, 'index.html'))) {
    if (app === 'voter') {
      console.error('dist/voter is missing: run `npm run build:voter` first');
      process.exit(2);
    }
    continue;
  }
  let raw = 0;
  let gzip = 0;
  let everybody = 0;
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const path = join(name.parentPath ?? name.path, name.name);
    const bytes = readFileSync(path);
    const packed = gzipSync(bytes, { level: 9 }).length;
    raw += bytes.length;
    gzip += packed;
    if (!ON_REQUEST.test(name.name)) everybody += packed;
    console.log(`${figure(bytes.length)} ${figure(packed)}  ${path.slice(dist.length + 1)}`);
  }
  console.log(`${figure(raw)} ${figure(gzip)}  ${app} in all (bytes, gzip)\n`);
  if (app === 'voter') {
    failed = everybody > LIMIT;
    const words = failed ? `${everybody - LIMIT} bytes over` : 'within';
    console.log(`Every phone loads ${everybody} bytes: ${words} the limit of ${LIMIT}.\n`);
  }
}
process.exit(failed ? 1 : 0);
