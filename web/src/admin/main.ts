import '@/shared/styles/base.css';
import { createApp, h } from 'vue';

createApp({ render: () => h('main', '评议·组织页面') }).mount('#app');
