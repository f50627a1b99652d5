import { expect, test } from 'vitest';
import { formatDuration, secondsLeft, ServerClock } from './clock.ts';

test('before the first message the time is unknown', () => {
  expect(new ServerClock(() => 5).now()).toBeNull();
});

test('a wrong wall clock changes nothing, slow messages are outweighed by fast ones', () => {
  let monotonic = 1_000;
  const clock = new ServerClock(() => monotonic);
  const start = Date.parse('2022-11-27T06:30:00Z');
  clock.sample('2022-11-27T06:30:00Z');
  expect(clock.now()).toBe(start);
  // Sent one second later, four seconds on the way.
  monotonic += 5_000;
  clock.sample('2022-11-27T06:30:01Z');
  expect(clock.now()).toBe(start + 5_000);
});

test('a device that slept catches up with its first message', () => {
  let monotonic = 0;
  const clock = new ServerClock(() => monotonic);
  clock.sample('2022-11-27T06:30:00Z');
  monotonic += 10;
  clock.sample('2022-11-27T07:00:00Z');
  expect(clock.now()).toBe(Date.parse('2022-11-27T07:00:00Z'));
});

test('an unreadable time is passed over', () => {
  const clock = new ServerClock(() => 0);
  clock.sample('soon');
  expect(clock.now()).toBeNull();
});

test('seconds left are whole, rounded up and never negative', () => {
  const close = '2022-11-27T06:35:00Z';
  const end = Date.parse(close);
  expect(secondsLeft(close, end - 1)).toBe(1);
  expect(secondsLeft(close, end - 61_000)).toBe(61);
  expect(secondsLeft(close, end + 1)).toBe(0);
});

test.each([
  [0, '0:00'],
  [187, '3:07'],
  [3_787, '1:03:07'],
])('%i seconds read %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
