import { messages } from '@/shared/i18n';

export const t = messages(
  {
    title: '登录',
    intro: '年度评议：从名册到公示，结果人人可验。',
    login: '登录名',
    password: '密码',
    action: '登录',
    missing: '请填写登录名和密码。',
    voters: '投票不需要账户：请扫选票码条上的二维码。',
    language: 'English',
  },
  {
    title: 'Sign in',
    intro:
      'The yearly appraisal, from the register to the bulletin, with results anyone can verify.',
    login: 'Login',
    password: 'Password',
    action: 'Sign in',
    missing: 'Please fill in login and password.',
    voters: 'Voting needs no account: scan the QR code on your slip.',
    language: '中文',
  },
);
