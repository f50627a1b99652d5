import { describe, expect, it } from 'vitest';
import type { Round, RoundState } from '@/shared/api';
import { currentRound, look, missing, notVoted } from './state';

const round = (number: number, state: RoundState): Round =>
  ({ number, state, kind: number ? 'official' : 'rehearsal', boxes: [] }) as unknown as Round;

describe('the round a meeting is at', () => {
  it('is the one under way, else the next to come, else none', () => {
    const at = (...states: RoundState[]) =>
      currentRound(states.map((state, number) => round(number, state)))?.number;
    expect(at('draft', 'draft', 'draft')).toBe(0);
    expect(at('rehearsed', 'revealed', 'open')).toBe(2);
    expect(at('tallied', 'frozen', 'frozen')).toBe(0);
    expect(at('annulled', 'revealed', 'rehearsed')).toBe(2);
    expect(at('annulled', 'revealed', 'revealed')).toBeUndefined();
  });
});

describe('slips that have not voted', () => {
  it('leave out those that were spoiled and replaced', () => {
    // 76 drawn, one replaced by a spare: 77 out, 1 void, 75 came back.
    const box = { issued: 77, spoiled: 1, returned: 75 };
    expect(missing(box)).toBe(1);
    expect(
      notVoted({ boxes: [box, { issued: 16, spoiled: 0, returned: 16 }] as Round['boxes'] }),
    ).toBe(1);
  });

  it('are never fewer than none, also when a voided slip had voted before', () => {
    expect(missing({ issued: 16, spoiled: 1, returned: 16 })).toBe(0);
  });
});

describe('the word of a state', () => {
  it('tells what comes next, which differs for the rehearsal', () => {
    expect(look(round(0, 'frozen')).word).toBe('已冻结，可以开启');
    expect(look(round(1, 'frozen')).word).toBe('已冻结，待演练');
    expect(look(round(0, 'annulled')).word).toBe('已演练，选票已清空');
    expect(look(round(1, 'annulled')).word).toBe('已作废');
    expect(look(round(0, 'tallied')).word).not.toBe(look(round(1, 'tallied')).word);
  });
});
