import { fileURLToPath, URL } from 'node:url';
import { defineConfig, mergeConfig, type Plugin } from 'vite';
import { appConfig } from './base.ts';

/** Takes the dark tokens out: the voter page is light, and every byte is sent to a whole hall. */
const lightOnly: Plugin = {
  name: 'pingyi:light-only',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      file.source = String(file.source).replace(/\[data-theme=dark\]\{[^}]*\}/, '');
    }
  },
};

export default defineConfig(
  mergeConfig(appConfig('voter', '/v/', ['chrome67', 'safari14', 'ios14']), {
    plugins: [lightOnly],
    resolve: {
      alias: { vue: fileURLToPath(new URL('../src/voter/vue.ts', import.meta.url)) },
    },
  }),
);
