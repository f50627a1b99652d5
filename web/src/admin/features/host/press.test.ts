// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { HostStep, HostStepCode, Round } from '@/shared/api';
import { ARMED_MS, deedOf, GUARD_MS, keyMeaning, needsSecondPress, PressGuard } from './press';

const step = (code: HostStepCode, round: string | null = 'r1'): HostStep => ({
  code,
  round,
  number: 1,
  title: '',
  title_en: '',
  detail: '',
  detail_en: '',
  waiting_for: null,
  waiting_for_en: null,
});

test('a bouncing clicker presses once', () => {
  const guard = new PressGuard();
  expect(guard.press(1_000, false)).toBe('run');
  expect(guard.press(1_000 + GUARD_MS - 1, false)).toBe('ignored');
  expect(guard.press(1_000 + GUARD_MS, false)).toBe('run');
});

test('a step that cannot be taken back runs on the second press within five seconds', () => {
  const guard = new PressGuard();
  expect(guard.press(0, true)).toBe('armed');
  expect(guard.press(GUARD_MS - 1, true)).toBe('ignored');
  expect(guard.press(ARMED_MS, true)).toBe('run');
});

test('after five seconds the first press is forgotten', () => {
  const guard = new PressGuard();
  guard.press(0, true);
  expect(guard.press(ARMED_MS + 1, true)).toBe('armed');
});

test('one press too many after a second press does not arm and run the next step', () => {
  const guard = new PressGuard();
  guard.press(0, true);
  expect(guard.press(600, true)).toBe('run');
  expect(guard.press(700, true)).toBe('ignored');
});

test('a press aimed at the step before does not do the one that took its place', () => {
  const guard = new PressGuard();
  guard.press(0, true);
  guard.stepChanged(1_000);
  expect(guard.press(1_000 + GUARD_MS - 1, true)).toBe('ignored');
  expect(guard.press(1_000 + GUARD_MS, true)).toBe('armed');
});

test('taking back the first press asks for two again', () => {
  const guard = new PressGuard();
  guard.press(0, true);
  guard.disarm();
  expect(guard.press(1_000, true)).toBe('armed');
});

test('opening, closing and clearing need two presses, of a reveal only the first rank does', () => {
  const at = (reveal_step: number) => ({ reveal_step }) as Round;
  for (const code of ['open', 'close', 'rehearse_clear'] as const)
    expect(needsSecondPress(step(code), at(0)), code).toBe(true);
  for (const code of ['rehearse_open', 'rehearse_close'] as const)
    expect(needsSecondPress(step(code), at(0)), code).toBe(false);
  expect(needsSecondPress(step('reveal'), at(0))).toBe(true);
  expect(needsSecondPress(step('reveal'), at(1))).toBe(false);
});

test('while others work the button does nothing', () => {
  for (const code of ['decrypt', 'rehearse_decrypt', 'waiting'] as const)
    expect(deedOf(step(code), 'organiser')).toEqual({ kind: 'none' });
  expect(deedOf(step('close', null), 'host')).toEqual({ kind: 'none' });
});

test('only the organiser clears the rehearsal', () => {
  expect(deedOf(step('rehearse_clear'), 'organiser')).toEqual({ kind: 'clear' });
  expect(deedOf(step('rehearse_clear'), 'host')).toEqual({ kind: 'none' });
});

function key(init: KeyboardEventInit, markup = '<div id="target"></div>'): KeyboardEvent {
  document.body.innerHTML = markup;
  const event = new KeyboardEvent('keydown', { bubbles: true, ...init });
  document.getElementById('target')!.dispatchEvent(event);
  return event;
}

test.each(['PageDown', 'ArrowRight', ' '])('the clicker key %j goes forward', (name) => {
  expect(keyMeaning(key({ key: name }))).toBe('forward');
  expect(keyMeaning(key({ key: name, repeat: true }))).toBeNull();
  expect(keyMeaning(key({ key: name, ctrlKey: true }))).toBeNull();
});

test.each([
  '<textarea id="target"></textarea>',
  '<select id="target"></select>',
  '<dialog open><button id="target"></button></dialog>',
])('keys meant for %s do not press the button', (markup) => {
  expect(keyMeaning(key({ key: 'PageDown' }, markup))).toBeNull();
});

test('space presses the control in focus, the clicker still the large button', () => {
  const link = '<a href="/" id="target"></a>';
  expect(keyMeaning(key({ key: ' ' }, link))).toBeNull();
  expect(keyMeaning(key({ key: 'PageDown' }, link))).toBe('forward');
  const large = '<button data-step id="target"></button>';
  expect(keyMeaning(key({ key: ' ' }, large))).toBe('forward');
});
