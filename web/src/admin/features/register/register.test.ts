// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Area } from '@/shared/api';
import { unitRows } from './queries';

/** The tree the server makes of a register file. */
function treeOf(csv: string): Area[] {
  const areas: Area[] = [];
  for (const line of csv.trim().split('\n').slice(1)) {
    const [area, town, kind, village, visited, , date, order, synthetic] = line.split(',');
    let own = areas.find((each) => each.number === Number(area));
    if (!own) areas.push((own = { number: Number(area), towns: [] }));
    let place = own.towns.find((each) => each.name === town);
    if (!place) {
      place = { name: town!, kind: kind as 'town', villages: [] };
      own.towns.push(place);
    }
    place.villages.push({
      id: `${town}/${village}`,
      name: village!,
      visited: visited === 'true',
      visit_order: order ? Number(order) : null,
      tour_date: date || null,
      synthetic: synthetic === 'true',
      secretary: `${village}党组织书记`,
    });
  }
  return areas;
}

describe('the register', () => {
  it('of Haiyang comes out as the file it was read from', () => {
    const file = readFileSync('../fixtures/haiyang-2022/villages.csv', 'utf8').trim();
    const rows = unitRows(treeOf(file)).map((row) =>
      row.map((cell) => (cell === null ? '' : String(cell))).join(','),
    );
    expect(rows).toEqual(file.split('\n'));
  });
});
