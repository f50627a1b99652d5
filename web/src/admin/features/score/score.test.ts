import { describe, expect, it } from 'vitest';
import { readCsv, readTable } from '../../import/read';
import { matricesOf } from './matrix';

describe('a table as the server writes it', () => {
  it('is read with quotes, commas, line ends and a mark', () => {
    expect(readCsv('\uFEFFa,b\r\n"x,""y""",\n\n"1\n2",z')).toEqual([
      ['a', 'b'],
      ['x,"y"', ''],
      ['1\n2', 'z'],
    ]);
    expect(readTable('town,village\n郭城镇,东村\n')).toEqual([{ town: '郭城镇', village: '东村' }]);
  });
});

describe('the matrix of sheets', () => {
  const row = (judge: string, village: string, criterion: string, cell: string) => ({
    panel: 'tour',
    judge,
    town: '郭城镇',
    village,
    criterion,
    cell,
  });
  it('says of each sheet how far it is, and counts what is to be done', () => {
    const [matrix] = matricesOf([
      row('1', '东村', 'a', 'scored'),
      row('1', '东村', 'b', 'scored'),
      row('2', '东村', 'a', 'scored'),
      row('2', '东村', 'b', ''),
      row('1', '西村', 'a', ''),
      row('1', '西村', 'b', ''),
      row('3', '西村', 'a', 'recused'),
      row('3', '西村', 'b', 'recused'),
    ]);
    expect(matrix!.judges).toEqual(['1', '2', '3']);
    expect(matrix!.rows.map((sheets) => sheets.map(({ state }) => state))).toEqual([
      ['full', 'part', 'not_asked'],
      ['none', 'not_asked', 'recused'],
    ]);
    expect(matrix!.missing).toBe(2);
  });
  it('of nothing is nothing', () => expect(matricesOf([])).toEqual([]));
});
