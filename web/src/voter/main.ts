import '@/crypto/ancient.ts';
import './voter.css';
import { createApp } from 'vue';
import App from './App.vue';
import { createSealer } from './sealer.ts';

createApp(App, { sealer: createSealer() }).mount('#app');
