import { createApp } from 'vue';
import App from './App.vue';
import '../shared/styles/base.css';
import './verify.css';

createApp(App).mount('#app');
