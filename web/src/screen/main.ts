import '@/shared/styles/base.css';
import { createApp, h } from 'vue';

createApp({ render: () => h('main', '评议·会场大屏') }).mount('#app');
