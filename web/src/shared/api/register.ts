/**
 * The nouns of the county's register and ledger as the interface tells them. They live beside the
 * cycles: one cycle keeps a frozen picture of them. Dates are `2026-11-26`, money is fen, parts of
 * a whole are basis points (10,000 is 100 %). What the server writes as null is null here.
 */

export type Noun = 'unit' | 'person' | 'batch' | 'project' | 'setting';
/** A thing with its name, to be linked to. */
export type Named = { id: string; name: string };

/** What a write answers. A town's change waits as a proposal and leaves the version as it was. */
export type Saved = { id: string; version: number; proposal: string | null };
/** One member that differs; `path` is `/name`. */
export type Change = { path: string; before?: unknown; after?: unknown };
/** One member that two people changed differently. */
export type Clash = { path: string; base?: unknown; theirs?: unknown; mine?: unknown };
/** GET /api/entries/{id}/history — the newest first. */
export type VersionRow = {
  version: number;
  at: string;
  by: string;
  why: string;
  /** The import that wrote it. */
  import: string | null;
  changes: Change[];
};

export type EventKind = 'training' | 'award' | 'discipline' | 'other';
export type RegisterEvent = { on: string; kind: EventKind; text: string; document: string };

// Units --------------------------------------------------------------------------------------

export type UnitKind = 'county' | 'town' | 'subdistrict' | 'zone' | 'village';
export type Former = {
  until: string;
  name: string;
  parent: string | null;
  reason: string;
  document: string;
};
export type Ending = { on: string; successor: string | null; reason: string; document: string };
export type YearFigures = { year: number; income: number | null; rank_in_town: number | null };
/** The document of a unit; PUT sends it back whole. `former` and `ended` are written by their acts. */
/** A problem found in a village; open until `closed_on` says a day. */
export type Rectification = {
  on: string;
  problem: string;
  measure: string;
  owner: string;
  due: string | null;
  closed_on: string | null;
  result: string;
};
export type Unit = {
  kind: UnitKind;
  name: string;
  parent: string | null;
  code: string;
  order: number;
  former: Former[];
  ended: Ending | null;
  households: number | null;
  place: { longitude: string; latitude: string } | null;
  figures: YearFigures[];
  events: RegisterEvent[];
  rectifications: Rectification[];
  synthetic: boolean;
};
/** A row of GET /api/units?as_of=&order=organisation|strokes, in the order of the tree. */
export type UnitRow = {
  id: string;
  version: number;
  kind: UnitKind;
  /** As of the day asked for. */
  name: string;
  parent: string | null;
  code: string;
  /** Names it had before. */
  former_names: string[];
  ended: boolean;
  households: number | null;
  place: { longitude: string; latitude: string } | null;
  /** The secretary of a village. */
  secretary: Named | null;
  /** Whether that secretary is under professional management. */
  managed: boolean;
  /** Projects of a village, of a town with its villages, or of the whole county. */
  projects: number;
  /** Proposals that wait. */
  pending: number;
  synthetic: boolean;
};
export type UnitTree = { today: string; units: UnitRow[] };
/** From one name to another. */
export type FromTo = { from: string; to: string };
/** What happened; any text may be empty. A term names the village to a person, the person to a village. */
export type Happening =
  | { kind: 'term_begun'; name: string; post: Post }
  | { kind: 'term_ended'; name: string; post: Post; reason: string }
  | { kind: 'admitted'; name: string }
  | { kind: 'suspended' | 'exited'; reason: string }
  | { kind: 'renamed'; names: FromTo | null; parents: FromTo | null; reason: string }
  | { kind: 'ended'; successor: string | null; reason: string }
  | {
      kind: 'result';
      title: string;
      group: string;
      place: string;
      score: string;
      award: string | null;
    }
  | { kind: 'started'; name: string }
  | { kind: 'accepted'; name: string; result: string }
  | { kind: 'found'; problem: string; owner: string }
  | { kind: 'closed'; problem: string; result: string }
  | { kind: EventKind; text: string };
/** A line of a timeline: pages make its sentence. */
export type TimelineLine = {
  on: string;
  document: string;
  /** What it is about, to be linked to. */
  noun: Noun | null;
  id: string | null;
} & Happening;
/** A place in a published result. */
export type YearResult = {
  cycle: string;
  year: number;
  title: string;
  group: string;
  place: string;
  of: number;
  score: string;
  award: string | null;
};
/** GET /api/units/{id} */
export type UnitFile = {
  id: string;
  version: number;
  changed_at: string;
  changed_by: string;
  body: Unit;
  parent: Named | null;
  /** Its villages, or the county's towns. */
  children: UnitRow[];
  /** Who is or was secretary or reserve there, the present first. */
  people: { person: Named; post: Post; from: string; to: string | null; exit_reason: string }[];
  results: YearResult[];
  projects: LedgerRow[];
  timeline: TimelineLine[];
  proposals: ProposalRow[];
};
/** POST /api/units · PUT /api/units/{id} (with `version`) */
export type UnitWrite = { version?: number; why: string; body: Unit };
/** POST /api/units/{id}/rename — another name, another parent, or both, from a day on. */
export type UnitRename = {
  version: number;
  from: string;
  name: string;
  parent: string | null;
  reason: string;
  document: string;
};
/** POST /api/units/{id}/end — merged into `successor`, or dissolved. */
export type UnitEnd = {
  version: number;
  on: string;
  successor: string | null;
  reason: string;
  document: string;
};

// People -------------------------------------------------------------------------------------

export type Post = 'secretary' | 'reserve';
export type AdmissionStatus = 'managed' | 'suspended' | 'exited';
export type Term = {
  village: string;
  post: Post;
  from: string;
  to: string | null;
  exit_reason: string;
  mentor: string | null;
};
export type Admission = {
  batch: string;
  status: AdmissionStatus;
  since: string | null;
  reason: string;
};
/** The document of a person. `phone` is masked; sent back masked it stays what it was. */
export type Person = {
  code: string;
  name: string;
  sex: string;
  birth_year: number | null;
  phone: string;
  note: string;
  terms: Term[];
  admissions: Admission[];
  events: RegisterEvent[];
  synthetic: boolean;
};
/** A row of GET /api/people?order=strokes|organisation; strokes is the default. */
export type PersonRow = {
  id: string;
  version: number;
  code: string;
  name: string;
  sex: string;
  birth_year: number | null;
  phone: string;
  town: Named | null;
  village: Named | null;
  post: Post | null;
  since: string | null;
  years_in_office: number;
  batch: string | null;
  status: AdmissionStatus | null;
  mentor: Named | null;
  pending: number;
  synthetic: boolean;
};
export type People = { today: string; people: PersonRow[] };
export type DataClass = 'contact' | 'discipline' | 'particulars';
/** GET /api/people/{id} */
export type PersonFile = {
  id: string;
  version: number;
  changed_at: string;
  changed_by: string;
  body: Person;
  /** Names of the villages, batches and mentors that `body` refers to. */
  names: Record<string, string>;
  town: Named | null;
  years_in_office: number;
  results: YearResult[];
  projects: LedgerRow[];
  timeline: TimelineLine[];
  proposals: ProposalRow[];
  /** Open rectifications of the village. */
  rectifications: Rectification[];
  /** Data whose time is over. */
  due: DataClass[];
};
/** POST /api/people · PUT /api/people/{id} */
export type PersonWrite = { version?: number; why: string; body: Person };
/** POST /api/people/{id}/phone — the whole number; leaves a row in the audit log. */
export type Phone = { phone: string };

export type Batch = { number: string; name: string; on: string; document: string };
/** A row of GET /api/batches, the newest first. */
export type BatchRow = {
  id: string;
  version: number;
  body: Batch;
  people: number;
  managed: number;
  suspended: number;
  exited: number;
};
/** POST /api/batches · PUT /api/batches/{id} */
export type BatchWrite = { version?: number; why: string; body: Batch };

export type AdmissionRule =
  | { kind: 'years_in_office'; least: number }
  | { kind: 'rank_in_town'; last: number }
  | { kind: 'income'; least: number }
  | { kind: 'share_of_villages'; most: number };
export type AdmissionRules = { document: string; rules: AdmissionRule[] };
export type Reason = { kind: string; met: boolean; zh: string; en: string };
/** GET /api/admission — secretaries in office against the rules. */
export type AdmissionCheck = {
  rules: AdmissionRules;
  candidates: {
    person: Named;
    town: Named;
    village: Named;
    managed: boolean;
    eligible: boolean;
    reasons: Reason[];
  }[];
};

// Settings, retention, words, search -----------------------------------------------------------

export type LightRules = {
  behind_amber: number;
  behind_red: number;
  late_amber: number;
  late_red: number;
};
export type Retention = {
  contact_years: number;
  discipline_years: number;
  particulars_years: number;
};
export type Word = { zh: string; en: string; en_plural: string };
export type Vocabulary = {
  set: 'village' | 'department' | 'shop' | 'class' | 'own';
  county: Word;
  area: Word;
  town: Word;
  village: Word;
  secretary: Word;
  project: Word;
};
/** Without an entry of its own (`id` null, version 0) as long as nobody has saved it. */
export type Setting<T> = { id: string | null; version: number; body: T };
/** GET /api/settings */
export type Settings = {
  lights: Setting<LightRules>;
  admission: Setting<AdmissionRules>;
  retention: Setting<Retention>;
  vocabulary: Setting<Vocabulary>;
};
/** PUT /api/settings/{lights|admission|retention|vocabulary} */
export type SettingWrite = { version: number; why: string; body: object };
/** A row of GET /api/retention. POST /api/retention/erase takes `{people: [id]}`, answers `{erased}`. */
export type DueRow = { person: Named; left: string | null; classes: DataClass[] };
/** A row of GET /api/search?q= — at most 30, by part of the name, pinyin initials or code. */
export type Hit = {
  noun: 'unit' | 'person' | 'project';
  id: string;
  name: string;
  code: string;
  where: string;
};

// Ledger -------------------------------------------------------------------------------------

export type ProjectState =
  | 'reserve'
  | 'declared'
  | 'reviewed'
  | 'registered'
  | 'started'
  | 'building'
  | 'completed'
  | 'accepted'
  | 'paused'
  | 'adjusted'
  | 'withdrawn';
export type Funding = { source: string; planned: number; arrived: number; spent: number };
export type PlannedActual = { planned: string | null; actual: string | null };
export type Milestone = {
  name: string;
  weight: number;
  planned: string | null;
  actual: string | null;
};
export type Exemption = { until: string; reason: string; by: string; at: string };
export type Move = { from: ProjectState; to: ProjectState; by: string; at: string; why: string };
export type MonthReport = {
  month: string;
  progress: number;
  sentence: string;
  by: string;
  at: string;
};
export type Acceptance = { on: string; result: string; document: string };
/** The document of a project. `state`, `moves`, `reports`, `exemptions` are written by their acts only. */
export type LedgerProject = {
  number: string;
  name: string;
  category: string;
  town: string;
  villages: string[];
  owner: string;
  leader: string;
  content: string;
  place: string;
  households: number | null;
  decided_on: string | null;
  funding: Funding[];
  start: PlannedActual;
  finish: PlannedActual;
  milestones: Milestone[];
  progress: number;
  problem: string;
  solver: string;
  acceptance: Acceptance | null;
  state: ProjectState;
  moves: Move[];
  reports: MonthReport[];
  exemptions: Exemption[];
  synthetic: boolean;
};
export type Light = 'red' | 'amber' | 'green' | 'off';
export type Lit = {
  light: Light;
  unexempted: Light;
  planned: number | null;
  behind: number;
  months_late: number;
  exemption: Exemption | null;
};
export type LedgerRow = {
  id: string;
  version: number;
  number: string;
  name: string;
  category: string;
  town: Named;
  villages: Named[];
  area: string;
  owner: string;
  leader: string;
  planned: number;
  arrived: number;
  spent: number;
  state: ProjectState;
  progress: number;
  light: Lit;
  /** Month of the newest report. */
  reported: string | null;
  problem: string;
  solver: string;
  households: number | null;
  planned_finish: string | null;
  pending: number;
  synthetic: boolean;
};
/** GET /api/ledger, in the order of numbers. */
export type CountyLedger = {
  today: string;
  projects: LedgerRow[];
  /** Categories and sources in use, for choosing. */
  categories: string[];
  sources: string[];
};
/** GET /api/ledger/{id} */
export type ProjectFile = {
  id: string;
  version: number;
  changed_at: string;
  changed_by: string;
  body: LedgerProject;
  town: Named;
  villages: Named[];
  area: string;
  light: Lit;
  /** States it can move to now. */
  next_states: ProjectState[];
  proposals: ProposalRow[];
};
/** POST /api/ledger · PUT /api/ledger/{id} */
export type ProjectWrite = { version?: number; why: string; body: LedgerProject };
/** POST /api/ledger/{id}/state */
export type ProjectMove = { version: number; to: ProjectState; why: string };
/** POST /api/ledger/{id}/exemption */
export type ProjectExemption = { version: number; until: string; reason: string };
/** POST /api/ledger/{id}/report — holds at once, also from a town. */
export type ProjectReport = { month: string; progress: number; sentence: string };
/** GET /api/ledger/reports?month=2026-11 — running projects, what is still missing first. */
export type MonthReports = {
  month: string;
  projects: {
    id: string;
    number: string;
    name: string;
    town: Named;
    villages: Named[];
    /** As last reported before. */
    progress: number;
    report: MonthReport | null;
  }[];
};
/**
 * A photo of a project: GET and POST /api/ledger/{id}/photos (`?caption=`, the bytes), the picture
 * at /api/photos/{id}, POST /api/photos/{id}/remove answers those that are left.
 */
export type Photo = { id: string; caption: string; by: string; at: string };
export type Axis = 'category' | 'town' | 'area' | 'source' | 'state';
export type Total = {
  name: string;
  count: number;
  planned: number;
  arrived: number;
  spent: number;
  /** Numbers of its projects. */
  projects: string[];
};
/** GET /api/ledger/totals?by= */
export type Totals = { whole: Total; parts: Total[] };
/** GET and PUT /api/ledger/filters — of the account. `query` is the query of the page's address. */
export type SavedFilter = { name: string; query: string };
/** GET /api/cycles/{cycle}/ledger-snapshot; POST freezes it once. `at` is null before. */
export type LedgerSnapshot = {
  at: string | null;
  by: string | null;
  sha256: string | null;
  count: number;
  planned: number;
  /** Sums by category as frozen. */
  parts: Total[];
};

// Proposals ----------------------------------------------------------------------------------

export type ProposalState = 'pending' | 'approved' | 'rejected' | 'withdrawn';
/** A row of GET /api/proposals?state= (the newest first) */
export type ProposalRow = {
  id: string;
  noun: Noun;
  /** The entry it would change; null for a new one. */
  entry: string | null;
  title: string;
  town: Named | null;
  why: string;
  by: string;
  at: string;
  state: ProposalState;
  /** What it would change now. */
  changes: Change[];
  /** What somebody else changed since, differently. */
  clashes: Clash[];
  /** Names of what the values refer to. */
  names: Record<string, string>;
  /** The import it came with. */
  import: string | null;
  reviewer: string | null;
  reviewed_at: string | null;
  answer: string;
};
/** POST /api/proposals/approve `{proposals: [id], answer}` · /api/proposals/{id}/reject `{answer}` · /withdraw */
export type Approved = { approved: number };

// Imports ------------------------------------------------------------------------------------

export type ImportTable = 'units' | 'people' | 'events' | 'projects' | 'funding' | 'milestones';
export type ImportState = 'reading' | 'ready' | 'refused' | 'applied' | 'undone';
/** A row of GET /api/imports, the newest first. */
export type ImportRow = {
  id: string;
  table: ImportTable;
  file: string;
  by: string;
  at: string;
  state: ImportState;
  counts: ImportCounts;
};
export type ImportCounts = {
  rows: number;
  new: number;
  changed: number;
  same: number;
  faulty: number;
  /** In the register and not in the file; they stay as they are. */
  absent: number;
};
export type ImportColumn = {
  code: string;
  zh: string;
  en: string;
  required: boolean;
  help: string;
  help_en: string;
};
export type ImportDifference = {
  row: number;
  kind: 'new' | 'changed';
  key: string;
  title: string;
  changes: Change[];
};
export type ImportFault = {
  cell: string;
  row: number;
  column: string;
  value: string;
  code: string;
  message: string;
  message_en: string;
};
/** POST /api/imports/{table}?file=name (the bytes) answers it at once; GET /api/imports/{id} follows it. */
export type ImportView = ImportRow & {
  rows_read: number;
  /** Headings of the file with the column each stands for. */
  headings: { heading: string; column: string | null }[];
  columns: ImportColumn[];
  /** The first 200. */
  differences: ImportDifference[];
  /** The first 200. */
  faults: ImportFault[];
  /** Names of what values refer to. */
  names: Record<string, string>;
  /** Why the whole file is refused, in a sentence; with `state: refused`. */
  refusal: string | null;
  refusal_en: string | null;
  /** For an applied import: what was changed since, so that it cannot be undone. */
  changed_since: string[];
};
// PUT /api/imports/{id}/columns {headings: [{heading, column}]} reads again and remembers.
// POST /api/imports/{id}/apply {skip_faulty} · POST /api/imports/{id}/undo
// GET /api/imports/{id}/wrong-rows.xlsx?lang= · GET /api/templates/{units.xlsx|units.csv|…}?lang=
// GET /api/exports/{units.xlsx|…}?phones=true&lang=
