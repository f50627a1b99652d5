/** States of a project as the pages draw them: a main line, and states beside it. */
import type { Register } from '@/shared/api';
import type { IconName } from '@/shared/ui';

type State = Register.ProjectState;

/** The main line, in its order. */
export const LINE = [
  'reserve',
  'declared',
  'reviewed',
  'registered',
  'started',
  'building',
  'completed',
  'accepted',
] as const satisfies readonly State[];
/** Every state: the main line, then the states beside it. */
export const STATES: readonly State[] = [...LINE, 'paused', 'adjusted', 'withdrawn'];
const BESIDE: ReadonlySet<State> = new Set(['paused', 'adjusted', 'withdrawn']);

export const isBeside = (state: State): boolean => BESIDE.has(state);

/** Where on the main line a project stands, also while it is paused, adjusted or withdrawn. */
export function standing(state: State, moves: readonly Register.Move[]): State {
  if (!isBeside(state)) return state;
  for (const move of [...moves].reverse()) if (!isBeside(move.from)) return move.from;
  return 'reserve';
}

/** One step of the main line as it is shown. */
export interface LineStep {
  state: State;
  place: 'done' | 'now' | 'ahead';
  /** When it was entered last; the first state has no move into it. */
  at: string | null;
}

/** The main line with what is done, where the project stands and what is ahead. */
export function lineOf(state: State, moves: readonly Register.Move[]): LineStep[] {
  const here = LINE.indexOf(standing(state, moves) as (typeof LINE)[number]);
  const backwards = [...moves].reverse();
  return LINE.map((step, at) => ({
    state: step,
    place: at < here ? 'done' : at === here ? 'now' : 'ahead',
    at: at > here ? null : (backwards.find((move) => move.to === step)?.at ?? null),
  }));
}

export const STATE_LOOK: Record<
  State,
  { icon: IconName; tone: 'pine' | 'ink' | 'amber' | 'muted' }
> = {
  reserve: { icon: 'ring', tone: 'muted' },
  declared: { icon: 'ring', tone: 'muted' },
  reviewed: { icon: 'ring', tone: 'muted' },
  registered: { icon: 'dot', tone: 'ink' },
  started: { icon: 'clock', tone: 'ink' },
  building: { icon: 'clock', tone: 'ink' },
  completed: { icon: 'check', tone: 'pine' },
  accepted: { icon: 'shield', tone: 'pine' },
  paused: { icon: 'warn', tone: 'amber' },
  adjusted: { icon: 'warn', tone: 'amber' },
  withdrawn: { icon: 'slash', tone: 'muted' },
};
