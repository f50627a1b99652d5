import { messages } from '@/shared/i18n';

export const t = messages(
  { addRow: '添加一行', removeRow: (n: number) => `删去第 ${n} 行` },
  { addRow: 'Add a row', removeRow: (n) => `Remove row ${n}` },
);
