import { describe, expect, it } from 'vitest';
import { readShortCode, shortCode, trackerToHex } from './board.ts';
import { trackerOf } from './challenge.ts';

describe('the names of a ballot', () => {
  const tracker = trackerOf(new TextEncoder().encode('abc'));

  it('are its SHA-256 in unpadded base64 and in hexadecimal', () => {
    expect(tracker).toBe('ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0');
    expect(trackerToHex(tracker)).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('come with a short code of the first thirty bits', () => {
    // ba7816bf = 10111 01001 11100 00001 01101 01111 11
    expect(shortCode(tracker)).toBe('Q9W1-DF');
  });

  it.each(['', 'abc', tracker + '=', tracker.slice(0, -1) + '1', tracker.replace('u', '-')])(
    'refuse %j as a tracker',
    (bad) => {
      expect(trackerToHex(bad)).toBeNull();
      expect(shortCode(bad)).toBe('');
    },
  );

  it('are found by a code typed carelessly', () => {
    for (const typed of ['q9w1df', 'Q9WI-DF', ' q9wl df ', 'Q9W1-DF']) {
      expect(readShortCode(typed)).toBe('Q9W1-DF');
    }
    for (const typed of ['', 'Q9W1', 'Q9W1-DFF', 'Q9U1-DF'])
      expect(readShortCode(typed)).toBeNull();
  });
});
