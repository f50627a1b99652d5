import { defineConfig } from 'vite';
import { appConfig } from './base.ts';

export default defineConfig(appConfig('screen', '/screen/', ['chrome87', 'safari14']));
