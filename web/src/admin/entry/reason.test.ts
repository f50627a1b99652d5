import { afterEach, expect, test } from 'vitest';
import { locale } from '@/shared/i18n';
import { reasonText } from './reason';

afterEach(() => {
  locale.value = 'zh-CN';
});

test('what the program did is said in words, what people said stays as it is', () => {
  const all = ['#import units a b.csv', '#undo a.csv', '#month 2026-11', '#imported', '#retention'];
  expect(all.map(reasonText)).toEqual([
    '导入单位表 a b.csv',
    '撤销导入 a.csv',
    '2026-11 月报',
    '导入时的状态',
    '保存期限已满，按规定删除',
  ]);
  locale.value = 'en';
  expect(all.map(reasonText)).toEqual([
    'Import of units: a b.csv',
    'Import undone: a.csv',
    'Report of 2026-11',
    'State when it was imported',
    'Its time was over; erased by the rules',
  ]);
  for (const said of ['', '入户核实', '#1 村民会议', '# 会议', '#importer'])
    expect(reasonText(said)).toBe(said);
});
