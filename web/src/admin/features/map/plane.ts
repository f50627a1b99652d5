import type { Register } from '@/shared/api';

/** A village on the plane; both axes have the same scale and y grows downwards. */
export interface Spot {
  row: Register.UnitRow;
  x: number;
  y: number;
}
/** What is looked at: a centre on the plane, and how many pixels a unit of it takes. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

/** Degrees of a place, or null where they are none. */
function degrees(place: Register.UnitRow['place']): { longitude: number; latitude: number } | null {
  if (!place?.longitude.trim() || !place.latitude.trim()) return null;
  const [longitude, latitude] = [Number(place.longitude), Number(place.latitude)];
  const good = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
  return good ? { longitude, latitude } : null;
}

/**
 * Villages with a place on a plane: equirectangular, a degree of longitude shortened by the cosine
 * of the mean latitude. Good for the size of a county, and for showing only.
 */
export function spots(rows: readonly Register.UnitRow[]): Spot[] {
  const placed = rows.flatMap((row) => {
    const at = degrees(row.place);
    return at ? [{ row, ...at }] : [];
  });
  const mean = placed.reduce((sum, { latitude }) => sum + latitude, 0) / (placed.length || 1);
  const shorten = Math.cos((mean * Math.PI) / 180);
  return placed.map(({ row, longitude, latitude }) => ({
    row,
    x: longitude * shorten,
    y: -latitude,
  }));
}

/** Room around what is shown, so that names are not cut. */
const MARGIN = 48;
/** A single village still has something around it: about five kilometres. */
const LEAST_SPAN = 0.05;

/** The view in which all of `shown` fits into a frame. */
export function fit(shown: readonly Spot[], width: number, height: number): View {
  const [xs, ys] = [shown.map(({ x }) => x), shown.map(({ y }) => y)];
  if (!shown.length) return { x: 0, y: 0, scale: 1 };
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const room = (size: number) => Math.max(size - 2 * MARGIN, 40);
  const scale = Math.min(
    room(width) / Math.max(right - left, LEAST_SPAN),
    room(height) / Math.max(bottom - top, LEAST_SPAN),
  );
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

/** Where a point of the plane stands in the frame. */
export const inFrame = (
  at: { x: number; y: number },
  view: View,
  width: number,
  height: number,
) => ({
  x: (at.x - view.x) * view.scale + width / 2,
  y: (at.y - view.y) * view.scale + height / 2,
});

export const HUES = ['ink', 'slate', 'pine', 'amber', 'seal'] as const;
export const SHAPES = [
  'M-6-6h12v12h-12z',
  'M0-7.5l7 12.5h-14z',
  'M0-8l8 8-8 8-8-8z',
  'M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z',
  'M0 7.5l7-12.5h-14z',
  'M-7.5 0l3.7-6.5h7.6l3.7 6.5-3.7 6.5h-7.6z',
] as const;
/** The mark of a town: hue and shape together differ for thirty towns, and each has its name. */
export const markOf = (index: number) => ({
  hue: HUES[index % HUES.length]!,
  shape: SHAPES[index % SHAPES.length]!,
});
