import { fileURLToPath, URL } from 'node:url';
import vue from '@vitejs/plugin-vue';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const voterVue = fileURLToPath(new URL('./src/voter/vue.ts', import.meta.url));

/** The voter page is tested with the runtime it is built with. */
const voterRuntime: Plugin = {
  name: 'pingyi:voter-runtime',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === 'vue' && importer?.includes('/src/voter/') ? voterVue : undefined,
};

// Tests of components start with the comment `// @vitest-environment happy-dom`.
export default defineConfig({
  plugins: [voterRuntime, vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    restoreMocks: true,
    testTimeout: 20_000,
  },
});
