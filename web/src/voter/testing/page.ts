/** The voter page in a test: opened, read, tapped. */
import { DOMWrapper, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, vi } from 'vitest';
import { checkBallot } from '@/crypto/check.ts';
import { parseElection } from '@/crypto/election.ts';
import { ciphertextToJson } from '@/crypto/elgamal.ts';
import { electionBytes } from '@/crypto/testing/election.ts';
import { openTally, partialDecryption } from '@/crypto/trustee.ts';
import App from '../App.vue';
import { language, toggleLanguage } from '../messages.ts';
import { CODE, localSealer, openHall } from './hall.ts';
import { createApp } from '../vue.ts';

export let page: DOMWrapper<Element> | undefined;
let app: ReturnType<typeof createApp> | undefined;

export function close(): void {
  app?.unmount();
  page?.element.remove();
  app = page = undefined;
}

/** Lets fetches, hashes and the sealing finish; timers of the page run on a clock of the test's. */
export async function settle(milliseconds = 0): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await flushPromises();
    await vi.advanceTimersByTimeAsync(i === 0 ? milliseconds : 0);
  }
}

export async function open(hash = ''): Promise<void> {
  close();
  location.hash = hash;
  page = new DOMWrapper(document.body.appendChild(document.createElement('div')));
  app = createApp(App, { sealer: localSealer() });
  app.mount(page.element);
  await settle();
}

export const text = (): string => page!.text();
export const heading = (): string => page!.get('h1').text();

export async function press(label: string): Promise<void> {
  const button = page!.findAll('button').find((one) => one.text().includes(label));
  if (!button) throw new Error(`no button ${label} in: ${text()}`);
  await button.trigger('click');
  await settle();
}

export const GLIDE = 400;

export async function choose(label: string): Promise<void> {
  await press(label);
  await settle(GLIDE);
}

/** Opens round 1 for the slip and chooses in both contests. */
export async function fill(hall: ReturnType<typeof openHall>): Promise<void> {
  await open(`#${CODE}`);
  hall.set(1, 'open');
  await settle();
  await choose('优秀');
  await choose('较差');
}

/** Checks the last ballot in the slip's box of round 1 and reads it with the private key. */
export function opened(
  hall: ReturnType<typeof openHall>,
  questions: object[],
): (number | null)[][] {
  const election = parseElection(electionBytes(questions, { uuid: hall.box(1) }));
  const bytes = hall.stored.get(hall.box(1))!.at(-1)!;
  const { choices } = checkBallot(election, bytes, new Set(hall.rolls.get(hall.box(1))));
  const tally = choices.map((row) => row.map(ciphertextToJson));
  return openTally(tally, [partialDecryption(election.fingerprint, 12345n, tally)], 1);
}

/** Every test starts with a phone of its own and a clock of the test's. */
export function useFreshPhone(): void {
  beforeEach(() => {
    sessionStorage.clear();
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    });
  });

  afterEach(async () => {
    close();
    if (language.value === 'en') await toggleLanguage();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}
