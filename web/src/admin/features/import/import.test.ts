// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import type { Register } from '@/shared/api';
import { locale } from '@/shared/i18n';
import { doubled, missing, needsLook, standing } from './columns';
import { pastedFile } from './paste';
import { exported, template, wrongRows } from './queries';

afterEach(() => {
  locale.value = 'zh-CN';
});

const column = (code: string, zh: string, required = false): Register.ImportColumn => ({
  code,
  zh,
  en: code,
  required,
  help: '',
  help_en: '',
});
const COLUMNS = [
  column('name', '名称', true),
  column('village', '村', true),
  column('income', '集体收入'),
];

describe('headings of a file', () => {
  it('are told as the very name, a likeness or nothing', () => {
    const how = (heading: string, code: string | null) =>
      standing({ heading, column: code }, COLUMNS);
    expect(how('名称', 'name')).toBe('exact');
    expect(how(' Name ', 'name')).toBe('exact');
    expect(how('项目全称', 'name')).toBe('guessed');
    expect(how('序号', null)).toBe('none');
    expect(how('序号', 'unheard_of')).toBe('none');
  });

  it('show what is missing and what was given twice', () => {
    const headings = [
      { heading: '村名', column: 'village' },
      { heading: '所在村', column: 'village' },
    ];
    expect(missing(headings, COLUMNS).map(({ code }) => code)).toEqual(['name']);
    expect(doubled(headings, COLUMNS)).toEqual([
      { column: COLUMNS[1], headings: ['村名', '所在村'] },
    ]);
  });

  it('need a look unless every one is as in the template', () => {
    const view = (headings: { heading: string; column: string | null }[]) =>
      ({ headings, columns: COLUMNS }) as unknown as Register.ImportView;
    const exact = [
      { heading: '名称', column: 'name' },
      { heading: '村', column: 'village' },
    ];
    expect(needsLook(view(exact))).toBe(false);
    expect(needsLook(view([...exact, { heading: '序号', column: null }]))).toBe(true);
    expect(needsLook(view(exact.slice(1)))).toBe(true);
  });
});

describe('cells pasted from a spreadsheet', () => {
  it('become a file that keeps every character', async () => {
    const file = pastedFile('名称\t村\r\n水渠\t里口村\r\n', '粘贴的项目.tsv')!;
    expect(file.name).toBe('粘贴的项目.tsv');
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect([bytes[0], bytes[1], bytes[2]]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toBe('名称\t村\n水渠\t里口村\n');
  });

  it('that are no table are refused', () => {
    for (const text of ['', '里口村', '名称\t村', '一\n二', '\r\n\r\n'])
      expect(pastedFile(text, 'x.tsv')).toBeUndefined();
  });
});

describe('files to take away', () => {
  it('come in the language of the page', () => {
    expect(template('units', 'xlsx')).toBe('/api/templates/units.xlsx?lang=zh');
    locale.value = 'en';
    expect(template('units', 'csv')).toBe('/api/templates/units.csv?lang=en');
    expect(exported('people', 'xlsx')).toBe('/api/exports/people.xlsx?lang=en');
    expect(exported('people', 'csv', true)).toBe('/api/exports/people.csv?phones=true&lang=en');
    expect(wrongRows('0193')).toBe('/api/imports/0193/wrong-rows.xlsx?lang=en');
  });
});
