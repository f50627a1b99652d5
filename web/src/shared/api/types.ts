/**
 * The nouns of the HTTP contract as the pages use them, taken from the generated `api.d.ts`. Two
 * things are added to it: the server writes every optional member of an answer, as null where
 * there is nothing, and some texts are words of a short list. Times are RFC 3339 in UTC, money is
 * fen, exact numbers are text.
 */
import type { components } from '@/gen/api';

type Schemas = components['schemas'];

/** Every member is there, if only as null. */
type Whole<T> = T extends readonly (infer U)[]
  ? Whole<U>[]
  : T extends object
    ? { [K in keyof T]-?: Whole<Exclude<T[K], undefined>> }
    : T;

/** A schema of the contract, with narrower words for some members. */
type Noun<N extends keyof Schemas, Words = Record<never, never>> = Omit<
  Whole<Schemas[N]>,
  keyof Words
> &
  Words;

/**
 * What the contract has to promise for an answer to be read as `T`: the same members of the same
 * kinds, where words may be any text and null may be left out.
 */
export type Promised<T> = T extends string
  ? string
  : T extends readonly (infer U)[]
    ? Promised<U>[]
    : T extends object
      ? { [K in keyof T as null extends T[K] ? never : K]: Promised<T[K]> } & {
          [K in keyof T as null extends T[K] ? K : never]?: Promised<T[K]>;
        }
      : T;

/** Who may do what; declared at each route of the server. */
export type Role = 'organiser' | 'town' | 'host' | 'trustee' | 'auditor' | 'viewer';
/** `town` is the unit a town's account is bound to. */
export type AccountRow = Noun<
  'AccountView',
  { role: Role; town: { id: string; name: string } | null }
>;
export type Account = Omit<AccountRow, 'disabled'>;
export type Session = { account: AccountRow | null };

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
export type CycleStep = Noun<
  'CycleStep',
  { code: StepCode; state: 'done' | 'current' | 'waiting' }
>;
export type CycleRow = Noun<'CycleItem'>;
export type NewCycle = Schemas['NewCycle'];
export type Cycle = Noun<
  'CycleView',
  {
    rule_card: { state: RuleCardState; hash: string | null };
    rounds: Noun<'RoundItem', { kind: RoundKind; state: RoundState }>[];
    steps: CycleStep[];
  }
>;

export type Village = Noun<'VillageView'>;
export type Town = Noun<'TownView', { kind: 'town' | 'subdistrict' | 'zone'; villages: Village[] }>;
export type Area = Noun<'AreaView', { towns: Town[] }>;
/** What an import changes, or would change when it is a dry run. */
export type ImportReport = Noun<'ImportReport'>;

export type Project = Noun<'ProjectView'>;
export type ProjectTotals = Noun<'ProjectTotals'>;
export type Ledger = Noun<'Ledger'>;

export type RuleCardState = 'none' | 'draft' | 'frozen';
export type Clause = Noun<'ClauseView'>;
export type RuleCardView = Noun<
  'RuleCardView',
  { state: RuleCardState; card: Record<string, unknown> | null }
>;
export type RuleCardCheck = Noun<'RuleCardCheck'>;
/** A card tried on made-up votes and sheets. */
export type Simulation = Noun<'SimulationView'>;

/** What is computed from all that counts, as far as one may know it. */
export type Composite = Noun<
  'CompositeView',
  { state: 'waiting' | 'faulty' | 'lot_needed' | 'ready' | 'published' }
>;
export type CompositeGroup = Composite['groups'][number];
export type PlacedVillage = CompositeGroup['ranked'][number];
/** The steps of a computation that lead to one village's place. */
export type Steps = Noun<'StepsView'>;
export type ScoreTables = Noun<'ScoreTablesView'>;
export type ScoreTable = Noun<'ScoreTableView'>;
/** A file of the published result, and where it is. */
export type PublishedFile = Noun<'FileView'>;
export type WhatIf = Noun<'WhatIfView'>;

export type Trustee = Noun<'TrusteeView'>;
export type CeremonyStep = 'certificates' | 'polynomials' | 'keys' | 'done';
/** The members of `own` are raw text: they are signed, so never written anew. */
export type Ceremony = Noun<'CeremonyView', { scheme: 'single' | 'threshold'; step: CeremonyStep }>;
export type CeremonyMember = Noun<'CeremonyMember'>;
export type CeremonyOwn = Noun<'CeremonyOwn'>;
/** `election` and `encrypted_tally` are raw text: they are hashed, so never written anew. */
export type TrusteeTask = Noun<'TrusteeTask', { kind: RoundKind }>;

export type SlipGroup = Noun<'SlipGroupView'>;
export type CredentialRequest = Noun<'CredentialRequest'>;
export type CredentialUpload = Noun<'CredentialUpload'>;
export type SpoilSlip = Schemas['Spoil'];
export type Seat = Noun<'SeatView'>;

export type RoundKind = 'rehearsal' | 'official';
export type RoundState =
  'draft' | 'frozen' | 'rehearsed' | 'open' | 'closed' | 'tallied' | 'revealed' | 'annulled';
export type RoundAction = 'open' | 'close' | 'reveal' | 'annul';
/** `opened` is null until the tally, and false when the turnout is below the threshold. */
export type Box = Noun<'BoxView'>;
export type Round = Noun<
  'RoundView',
  { kind: RoundKind; state: RoundState; actions: RoundAction[]; boxes: Box[] }
>;

export type RankedVillage = Noun<'RankedView'>;
export type ResultClass = Noun<'ResultClass'>;
export type RoundResult = Noun<'ResultRound'>;
export type Results = Noun<'ResultsView'>;

export type AuditEntry = Noun<'AuditView'>;
