import { defineConfig } from 'vite';
import { appConfig } from './base.ts';

export default defineConfig(appConfig('admin', '/admin/', ['chrome87', 'safari14']));
