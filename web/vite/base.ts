import { fileURLToPath, URL } from 'node:url';
import vue from '@vitejs/plugin-vue';
import type { Plugin, UserConfig } from 'vite';

/** The browser programs. Each is a build of its own, so none pays for another's code. */
export type AppName = 'voter' | 'admin' | 'screen' | 'verify';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Settings shared by all builds.
 *
 * `base` is where the server mounts the build (`/v/`, `/admin/`, `/screen/`, `/verify/`), `target` the oldest
 * browsers it must run on. Output goes to `dist/<app>/index.html` with hashed files in `assets/`.
 */
export function appConfig(app: AppName, base: string, target: string[]): UserConfig {
  return {
    root,
    base,
    publicDir: false,
    appType: 'spa',
    plugins: [vue(), indexHtml(app, base)],
    resolve: { alias: { '@': fileURLToPath(new URL('../src', import.meta.url)) } },
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    worker: { format: 'iife' },
    build: {
      outDir: `dist/${app}`,
      emptyOutDir: true,
      target,
      cssTarget: target,
      // A data: URL would need an exception in the Content Security Policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { input: `html/${app}.html` },
    },
    server: {
      proxy: { '/api': process.env['PINGYI_API'] ?? 'http://127.0.0.1:8080' },
    },
  };
}

/** Serves `html/<app>.html` at the base and all its paths, and writes it out as `index.html`. */
function indexHtml(app: AppName, base: string): Plugin {
  const page = `html/${app}.html`;
  return {
    name: 'pingyi:index-html',
    enforce: 'post',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        const wantsPage = (request.headers.accept ?? '').includes('text/html');
        if (wantsPage && path.startsWith(base) && !/\.\w+$/.test(path)) request.url = base + page;
        next();
      });
    },
    generateBundle(_options, bundle) {
      const file = bundle[page];
      if (file) file.fileName = 'index.html';
    },
  };
}
