import type { Register } from '@/shared/api';
import { useResource } from '@/shared/api';
import { call, query } from '../../../register-api';

/** The photos of a project, the oldest first. */
export const usePhotos = (id: () => string) =>
  useResource(id, () => call<Register.Photo[]>('GET', photosOf(id())), { live: false });
const photosOf = (id: string) => `/api/ledger/${encodeURIComponent(id)}/photos`;

/** Where the picture itself is. */
export const photoUrl = (id: string) => `/api/photos/${encodeURIComponent(id)}`;

export const addPhoto = (id: string, caption: string, picture: Blob) =>
  call<Register.Photo>('POST', photosOf(id) + query({ caption }), picture);

export const removePhoto = (id: string) =>
  call<Register.Photo[]>('POST', `${photoUrl(id)}/remove`, {});

/** Longest side of what is sent: enough to see a road, small enough for a village's signal. */
const SIDE = 1600;

/** The size a picture is sent in, its proportions kept; small ones stay as they are. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const longest = Math.max(width, height, 1);
  if (longest <= SIDE) return { width, height };
  const fit = (side: number) => Math.max(1, Math.round((side * SIDE) / longest));
  return { width: fit(width), height: fit(height) };
}

/**
 * The picture upright and no larger than needed, drawn anew: what a phone wrote about place and
 * device stays on the phone. A file that the browser cannot draw is sent as it is; the server says
 * what is wrong with it.
 */
export async function drawnAnew(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const { width, height } = fitted(picture.width, picture.height);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
    picture.close();
    const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    return drawn ?? file;
  } catch {
    return file;
  }
}
