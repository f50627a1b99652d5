// Runs a TypeScript script of this folder with Vite's module loader: node scripts/run-ts.mjs peer
import { runnerImport } from 'vite';
import { fileURLToPath } from 'node:url';

const name = process.argv[2];
await runnerImport(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), {
  configFile: false,
  logLevel: 'error',
});
