import { describe, expect, it } from 'vitest';
import type { Register } from '@/shared/api';
import { fit, inFrame, markOf, spots } from './plane';

const village = (name: string, longitude: string, latitude: string) =>
  ({ id: name, name, place: { longitude, latitude } }) as Register.UnitRow;

describe('villages on a plane', () => {
  it('keep their proportions: at 60° a degree of longitude is half one of latitude', () => {
    const [a, b, c] = spots([
      village('a', '20', '60'),
      village('b', '21', '60'),
      village('c', '20', '60'),
    ]);
    expect(b!.x - a!.x).toBeCloseTo(0.5, 6);
    expect(c).toMatchObject({ x: a!.x, y: a!.y });
    const [low, high] = spots([village('s', '121', '36'), village('n', '121', '37')]);
    expect(low!.y - high!.y).toBeCloseTo(1, 6);
  });

  it('without a place, or with one that is none, are left out', () => {
    const none = { ...village('x', '', ''), place: null } as Register.UnitRow;
    const rows = [
      none,
      village('y', 'east', '36'),
      village('z', '200', '36'),
      village('w', '', ''),
    ];
    expect(spots(rows)).toEqual([]);
  });

  it('all fit into the frame with room for their names', () => {
    const all = spots([
      village('a', '120.9', '36.6'),
      village('b', '121.4', '36.7'),
      village('c', '121.1', '37.0'),
    ]);
    const view = fit(all, 600, 400);
    for (const spot of all) {
      const { x, y } = inFrame(spot, view, 600, 400);
      expect(x).toBeGreaterThanOrEqual(47.9);
      expect(x).toBeLessThanOrEqual(552.1);
      expect(y).toBeGreaterThanOrEqual(47.9);
      expect(y).toBeLessThanOrEqual(352.1);
    }
  });

  it('that stand alone are not blown up without end', () => {
    expect(fit(spots([village('a', '121', '36')]), 600, 400).scale).toBeLessThanOrEqual(20_000);
  });
});

it('the marks of thirty towns differ', () => {
  const marks = Array.from({ length: 30 }, (_, at) => JSON.stringify(markOf(at)));
  expect(new Set(marks).size).toBe(30);
});
