/**
 * The nouns of the HTTP contract as the pages use them. Times are RFC 3339 in UTC, money is fen.
 */

/** Who may do what; declared at each route of the server. */
export type Role = 'organiser' | 'host' | 'trustee' | 'auditor' | 'viewer';
export interface Account {
  login: string;
  name: string;
  role: Role;
}
export interface AccountRow extends Account {
  disabled: boolean;
}

export type StepCode =
  | 'register'
  | 'rule_card'
  | 'trustees'
  | 'credentials'
  | 'freeze'
  | 'rehearse'
  | 'vote'
  | 'results'
  | 'bulletin';
export interface CycleStep {
  code: StepCode;
  state: 'done' | 'current' | 'waiting';
  /** One sentence of state. */
  detail: string;
}
export interface CycleRow {
  code: string;
  name: string;
  year: number;
  synthetic: boolean;
}
export interface NewCycle extends CycleRow {
  organiser: string;
  place: string;
  from_date: string;
  to_date: string;
}
export interface Cycle extends NewCycle {
  units: {
    areas: number;
    towns: number;
    villages: number;
    visited: number;
    synthetic_villages: number;
  };
  projects: { count: number; investment_fen: number };
  rule_card: { state: RuleCardState; hash: string | null };
  trustees: { count: number; with_key: number };
  credentials: { groups: number; printed: number; uploaded: boolean };
  rounds: { id: string; number: number; title: string; kind: RoundKind; state: RoundState }[];
  steps: CycleStep[];
}

export interface Village {
  id: string;
  name: string;
  visited: boolean;
  visit_order: number | null;
  tour_date: string | null;
  synthetic: boolean;
  /** The office, never a person's name. */
  secretary: string;
}
export interface Town {
  name: string;
  kind: 'town' | 'subdistrict' | 'zone';
  villages: Village[];
}
export interface Area {
  number: number;
  towns: Town[];
}
/** What an import changes, or would change when it is a dry run. */
export interface ImportReport {
  rows: number;
  new: number;
  changed: number;
  unchanged: number;
  missing: number;
  applied: boolean;
}

export interface Project {
  number: string;
  name: string;
  category: string;
  town: string;
  village: string;
  investment_fen: number;
  state: string;
  progress_percent: number;
  synthetic: boolean;
}
export interface ProjectTotals {
  count: number;
  investment_fen: number;
  by_category: { category: string; count: number; investment_fen: number }[];
}

export type RuleCardState = 'none' | 'draft' | 'frozen';
export interface Clause {
  number: number;
  heading: string;
  text: string;
}
export interface CardFault {
  path: string;
  code: string;
  message: string;
}
export interface RuleCardView {
  state: RuleCardState;
  card: Record<string, unknown> | null;
  hash: string | null;
  clauses: Clause[];
  frozen_at: string | null;
}
export interface RuleCardCheck {
  faults: CardFault[];
  clauses: Clause[];
  hash: string | null;
}

export interface Trustee {
  position: number;
  name: string;
  login: string;
  fingerprint: string | null;
  tested: boolean;
}
export interface TrusteeTask {
  box: string;
  round_number: number;
  round_title: string;
  class_label: string;
  kind: RoundKind;
  ballots: number;
  /** Raw election bytes; hashed, so never re-serialised. */
  election: string;
  encrypted_tally: string;
  done: boolean;
}

export interface SlipGroup {
  code: string;
  label: string;
  entitled: number;
  present: number;
  printed: number;
  spares: number;
  issued: number;
  spares_issued: number;
  spoiled: number;
  uploaded: boolean;
  elections: string[];
}
export interface CredentialRequest {
  cycle: string;
  event: string;
  organiser: string;
  synthetic: boolean;
  voter_url: string;
  groups: { code: string; label: string; entitled: number; spares: number; elections: string[] }[];
}
export interface CredentialUpload {
  groups: {
    code: string;
    printed: number;
    spares: number;
    elections: { id: string; public_credentials: string[] }[];
  }[];
}
export interface SpoilSlip {
  reason: string;
  void: { box: string; credential: string }[];
  witness: { login: string; password: string };
}
export interface Seat {
  seat: string;
  label: string;
  group: string;
  town: string;
  present: boolean;
}

export type RoundKind = 'rehearsal' | 'official';
export type RoundState =
  'draft' | 'frozen' | 'rehearsed' | 'open' | 'closed' | 'tallied' | 'revealed' | 'annulled';
export type RoundAction = 'open' | 'close' | 'reveal' | 'annul';
export interface Box {
  id: string;
  class: string;
  class_label: string;
  entitled: number;
  present: number;
  issued: number;
  spoiled: number;
  returned: number;
  partial_decryptions: { received: number; needed: number };
  /** Null until the tally; false when the turnout is below the threshold. */
  opened: boolean | null;
}
export interface Round {
  id: string;
  number: number;
  title: string;
  kind: RoundKind;
  area: number | null;
  state: RoundState;
  contests: { town: string; village: string }[];
  opened_at: string | null;
  closes_at: string | null;
  closed_at: string | null;
  tallied_at: string | null;
  revealed_at: string | null;
  annulled_reason: string | null;
  reveal_step: number;
  reveal_steps: number | null;
  boxes: Box[];
  actions: RoundAction[];
}

export interface RankedVillage {
  rank: number;
  town: string;
  village: string;
  /** Published, rounded once by the rule card. */
  score: string | null;
  /** The exact value, a fraction or a decimal. */
  score_exact: string | null;
  classes: { class: string; mean: string | null }[];
}
export interface ResultClass {
  class: string;
  label: string;
  weight: string;
  entitled: number;
  present: number;
  issued: number;
  returned: number;
  valid: number;
  spoiled: number;
  not_returned: number;
  opened: boolean;
  mean: string | null;
}
export interface RoundResult {
  number: number;
  title: string;
  area: number;
  ranking: RankedVillage[];
  classes: ResultClass[];
  count_sheet: { sentence: string; holds: boolean }[];
  archives: { box: string; class_label: string; file: string; sha256: string; url: string }[];
}
export interface Results {
  cycle: string;
  rule_card_hash: string;
  rounds: RoundResult[];
}

export interface AuditEntry {
  at: string;
  account: string | null;
  role: string | null;
  sentence: string;
  action: string;
  subject: string | null;
}
