import { messages, word } from '@/shared/i18n';
import { t as codes } from '../codes.messages';

const t = messages(
  {
    import: (table: string, file: string) => `导入${table}表 ${file}`,
    undo: (file: string) => `撤销导入 ${file}`,
    imported: '导入时的状态',
    month: (month: string) => `${month} 月报`,
    retention: '保存期限已满，按规定删除',
  },
  {
    import: (table: string, file: string) => `Import of ${table}: ${file}`,
    undo: (file: string) => `Import undone: ${file}`,
    imported: 'State when it was imported',
    month: (month: string) => `Report of ${month}`,
    retention: 'Its time was over; erased by the rules',
  },
);

/** A reason as somebody said it, or what the program did (`#import units a.csv`) in words. */
export function reasonText(why: string): string {
  const [, deed = '', rest = ''] = /^#([a-z]+)(?: (.*))?$/.exec(why) ?? [];
  if (deed === 'import') {
    const [, table = '', file = ''] = /^(\S+) (.*)$/.exec(rest) ?? [];
    return t.value.import(word(codes.value.tables, table), file);
  }
  if (deed === 'undo') return t.value.undo(rest);
  if (deed === 'month') return t.value.month(rest);
  if (deed === 'imported') return t.value.imported;
  if (deed === 'retention') return t.value.retention;
  return why;
}
