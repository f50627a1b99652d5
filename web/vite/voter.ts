import { defineConfig } from 'vite';
import { appConfig } from './base.ts';

export default defineConfig(appConfig('voter', '/v/', ['chrome67', 'safari14']));
