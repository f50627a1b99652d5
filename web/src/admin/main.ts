import '@/shared/styles/base.css';
import './layout/print.css';
import { createApp } from 'vue';
import { locale } from '@/shared/i18n';
import App from './layout/App.vue';
import { router } from './router';

document.documentElement.lang = locale.value;
createApp(App).use(router).mount('#app');
