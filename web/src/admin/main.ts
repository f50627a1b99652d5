import '@/shared/styles/base.css';
import './layout/print.css';
import { createApp } from 'vue';
import type { Register } from '@/shared/api';
import { locale, setWords } from '@/shared/i18n';
import App from './layout/App.vue';
import { call } from './register-api';
import { router } from './router';

// Without an answer the words of villages and towns hold.
call<Register.Vocabulary>('GET', '/api/vocabulary').then(setWords, () => undefined);
document.documentElement.lang = locale.value;
createApp(App).use(router).mount('#app');
