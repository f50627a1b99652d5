import type { HostStep, Role, Round } from '@/shared/api';

/** What a press of the large button does. */
export type Deed =
  | { kind: 'open' | 'close' | 'reveal'; round: string }
  | { kind: 'clear' }
  | { kind: 'go'; page: 'attendance' | 'slips' | 'results' }
  | { kind: 'none' };

/** What the step asks of this person now. */
export function deedOf(step: HostStep, role: Role): Deed {
  switch (step.code) {
    case 'attendance':
      return { kind: 'go', page: 'attendance' };
    case 'issue':
      return { kind: 'go', page: 'slips' };
    case 'open':
    case 'rehearse_open':
      return step.round ? { kind: 'open', round: step.round } : { kind: 'none' };
    case 'close':
    case 'rehearse_close':
      return step.round ? { kind: 'close', round: step.round } : { kind: 'none' };
    case 'reveal':
      return step.round ? { kind: 'reveal', round: step.round } : { kind: 'none' };
    case 'rehearse_clear':
      return role === 'organiser' ? { kind: 'clear' } : { kind: 'none' };
    case 'done':
      return { kind: 'go', page: 'results' };
    case 'decrypt':
    case 'rehearse_decrypt':
    case 'waiting':
    default:
      return { kind: 'none' };
  }
}

/**
 * Whether a step cannot be taken back, so that it is pressed twice. Of a reveal only the first
 * rank is: then the hall has seen that it began. A rehearsal may be opened and closed freely.
 */
export function needsSecondPress(step: HostStep, round: Round | null): boolean {
  if (step.code === 'reveal') return (round?.reveal_step ?? 0) === 0;
  return ['open', 'close', 'rehearse_clear'].includes(step.code);
}

/** A press within this long after another press or a change of the step does nothing. */
export const GUARD_MS = 500;
/** How long the first press of two stays valid. */
export const ARMED_MS = 5_000;

/**
 * Judges presses of one button whose meaning changes: a clicker bounces, and a finger on its way
 * down must not do the step that has just taken the place of another.
 */
export class PressGuard {
  private last = Number.NEGATIVE_INFINITY;
  private armedAt: number | null = null;

  /** The step has become another one. */
  stepChanged(now: number): void {
    this.last = now;
    this.armedAt = null;
  }

  /** Takes back the first press. */
  disarm(): void {
    this.armedAt = null;
  }

  /** What a press at `now` (milliseconds) means. */
  press(now: number, twice: boolean): 'ignored' | 'armed' | 'run' {
    if (now - this.last < GUARD_MS) return 'ignored';
    this.last = now;
    if (!twice) return 'run';
    if (this.armedAt !== null && now - this.armedAt <= ARMED_MS) {
      this.armedAt = null;
      return 'run';
    }
    this.armedAt = now;
    return 'armed';
  }
}

const FORWARD = new Set(['PageDown', 'ArrowRight', ' ', 'Spacebar']);
const BACK = new Set(['PageUp', 'ArrowLeft', 'Escape']);

/**
 * What a key of keyboard or presenter clicker asks for; null for keys meant for something else:
 * text being typed, another control in focus, a dialog.
 */
export function keyMeaning(event: KeyboardEvent): 'forward' | 'back' | null {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('input, select, textarea, dialog[open], [contenteditable]')) return null;
  const isSpace = event.key === ' ' || event.key === 'Spacebar';
  if (isSpace && target?.closest('button:not([data-step]), a, summary')) return null;
  if (FORWARD.has(event.key)) return 'forward';
  return BACK.has(event.key) ? 'back' : null;
}
