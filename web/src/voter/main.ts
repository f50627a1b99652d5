import '@/shared/styles/base.css';
import { createApp, h } from 'vue';

createApp({ render: () => h('main', '评议投票') }).mount('#app');
