import type { Round } from './types';

/** What the hall screen shows, as `GET /api/screen` answers it. Nothing in it depends on the
 * result before the organiser or host reveals it. */
export interface ScreenState {
  /** Null before a cycle is made. */
  cycle: { name: string; organiser: string; synthetic: boolean } | null;
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
  opened_at: string | null;
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
  /** As published: a whole number, or a half where ties share the mean of their places. */
  rank: string;
  tie: boolean;
  villages: Place[];
  /** Decimal string as published; null when turnout was too small to publish scores. */
  score: string | null;
}

/** Where the server offers the state: once, and as events. */
export const screenUrl = '/api/screen';
export const screenEventsUrl = '/api/screen/events';

/** The one thing the host does next; the texts come from the server, with the figures in them. */
export interface HostStep {
  code: HostStepCode;
  /** The round the step acts on. */
  round: string | null;
  number: number | null;
  /** What the button says, in Chinese and in English. */
  title: string;
  title_en: string;
  /** What will happen, in numbers. */
  detail: string;
  detail_en: string;
  /** Who or what has to come first; null when the step can be done now. */
  waiting_for: string | null;
  waiting_for_en: string | null;
}

export type HostStepCode =
  | 'attendance'
  | 'issue'
  | 'rehearse_open'
  | 'rehearse_close'
  | 'rehearse_decrypt'
  | 'rehearse_clear'
  | 'open'
  | 'close'
  | 'decrypt'
  | 'reveal'
  | 'done'
  | 'waiting';

/** What the host page shows, as `GET /api/cycles/{cycle}/host` answers it. */
export interface HostView {
  server_time: string;
  step: HostStep;
  /** The round of the step. */
  round: Round | null;
  rounds: Round[];
  /** What the hall sees now. */
  screen: ScreenState;
}
