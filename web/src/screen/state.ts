/** What the hall screen shows, as `GET /api/screen` answers it. Nothing in it depends on the
 * result before the organiser or host reveals it. */
export interface ScreenState {
  cycle: { name: string; organiser: string; synthetic: boolean };
  /** RFC 3339, UTC. */
  server_time: string;
  /** 64 hex digits, or null until the rule card is frozen. */
  rule_card_hash: string | null;
  /** The address voters open by hand; slips carry their own. */
  voter_url: string;
  scene: Scene;
  round: ScreenRound | null;
  check_in: { present: number; entitled: number };
  voting: Voting | null;
  tally: Tally | null;
  reveal: Reveal | null;
}

export type Scene =
  'welcome' | 'check_in' | 'ready' | 'voting' | 'tally' | 'reveal' | 'result' | 'annulled';

export interface ScreenRound {
  number: number;
  title: string;
  kind: 'rehearsal' | 'official';
  contests: Place[];
}

export interface Place {
  town: string;
  village: string;
}

export interface Voting {
  opened_at: string;
  /** Null when the chair closes the round without a time fixed beforehand. */
  closes_at: string | null;
  returned: number;
  issued: number;
  classes: { label: string; returned: number; issued: number }[];
}

export interface Tally {
  ballots: number;
  checked: number;
  trustees: { received: number; needed: number; names: { name: string; done: boolean }[] };
  recomputed: boolean;
}

export interface Reveal {
  steps: number;
  step: number;
  finished: boolean;
  /** Already revealed only, last rank first; villages of equal rank share a row. */
  rows: RevealRow[];
}

export interface RevealRow {
  rank: number;
  tie: boolean;
  villages: Place[];
  /** Decimal string as published. */
  score: string;
}

/** Where the server offers the state: once, and as events. */
export const screenUrl = '/api/screen';
export const screenEventsUrl = '/api/screen/events';
