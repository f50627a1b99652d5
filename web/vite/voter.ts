import { fileURLToPath, URL } from 'node:url';
import { defineConfig, mergeConfig, type Plugin } from 'vite';
import { appConfig } from './base.ts';

/**
 * Takes out the dark tokens and those never used: the voter page is light, and every byte is sent
 * to a whole hall.
 */
const usedTokens: Plugin = {
  name: 'pingyi:used-tokens',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      const css = String(file.source).replace(/\[data-theme=dark\]\{[^}]*\}/, '');
      file.source = css.replace(/(--[\w-]+):[^;}]*;?/g, (definition, name: string) =>
        css.includes(`var(${name})`) ? definition : '',
      );
    }
  },
};

export default defineConfig(
  mergeConfig(appConfig('voter', '/v/', ['chrome67', 'safari14', 'ios14']), {
    plugins: [usedTokens],
    resolve: {
      alias: { vue: fileURLToPath(new URL('../src/voter/vue.ts', import.meta.url)) },
    },
  }),
);
