import '@/shared/styles/base.css';
import { createApp } from 'vue';
import HallPage from './HallPage.vue';

createApp(HallPage).mount('#app');
