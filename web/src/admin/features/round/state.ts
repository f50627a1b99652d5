import type { Round, RoundState } from '@/shared/api';
import type { IconName } from '@/shared/ui';
import { t } from './messages';

type Tone = 'ink' | 'pine' | 'amber' | 'slate' | 'seal' | 'muted';

const LOOK: Record<RoundState, { icon: IconName; tone: Tone }> = {
  draft: { icon: 'ring', tone: 'muted' },
  frozen: { icon: 'lock', tone: 'slate' },
  rehearsed: { icon: 'check', tone: 'slate' },
  open: { icon: 'box', tone: 'seal' },
  closed: { icon: 'lock', tone: 'amber' },
  tallied: { icon: 'shield', tone: 'amber' },
  revealed: { icon: 'check', tone: 'pine' },
  annulled: { icon: 'slash', tone: 'muted' },
};

/** Icon, colour and word of a round's state; the rehearsal goes on differently than the rest. */
export function look(round: Pick<Round, 'state' | 'kind'>): {
  icon: IconName;
  tone: Tone;
  word: string;
} {
  const { states } = t.value;
  const rehearsal = round.kind === 'rehearsal';
  // A rehearsal that was cleared ends where an annulled round does, but nothing went wrong.
  if (rehearsal && round.state === 'annulled') {
    return { icon: 'check', tone: 'pine', word: states.cleared };
  }
  const word =
    rehearsal && round.state === 'frozen'
      ? states.frozenRehearsal
      : rehearsal && round.state === 'tallied'
        ? states.talliedRehearsal
        : states[round.state];
  return { ...LOOK[round.state], word };
}

/** Slips drawn that have not voted, over all boxes of a round. */
export function notVoted(round: Pick<Round, 'boxes'>): number {
  return round.boxes.reduce((sum, box) => sum + missing(box), 0);
}

/** Slips drawn of one box that have not voted; a spoiled slip was replaced and cannot. */
export function missing(box: { issued: number; spoiled: number; returned: number }): number {
  return Math.max(0, box.issued - box.spoiled - box.returned);
}

/** Ballots in all boxes of a round. */
export function returned(round: Pick<Round, 'boxes'>): number {
  return round.boxes.reduce((sum, box) => sum + box.returned, 0);
}

const BUSY = new Set<RoundState>(['open', 'closed', 'tallied']);
const TO_COME = new Set<RoundState>(['frozen', 'rehearsed', 'draft']);

/** The round the meeting is at: the one under way, or the next to come. */
export function currentRound(rounds: readonly Round[]): Round | undefined {
  return (
    rounds.find((round) => BUSY.has(round.state)) ??
    rounds.find((round) => TO_COME.has(round.state))
  );
}
