-- Identifiers are texts (UUIDv7 made by the program), instants are microseconds UTC, money is fen, bytes are BYTES.

CREATE TABLE account (
  id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
  password_hash TEXT NOT NULL, disabled BOOLEAN NOT NULL, created_at BIGINT NOT NULL
);

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account(id), expires_at BIGINT NOT NULL
);

CREATE TABLE cycle (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, year BIGINT NOT NULL, organiser TEXT NOT NULL,
  place TEXT NOT NULL, from_date TEXT NOT NULL, to_date TEXT NOT NULL, aspects TEXT NOT NULL, unscored_stops TEXT NOT NULL,
  synthetic BOOLEAN NOT NULL, created_at BIGINT NOT NULL
);

CREATE TABLE village (
  id TEXT PRIMARY KEY, cycle_id TEXT NOT NULL REFERENCES cycle(id), position BIGINT NOT NULL, area BIGINT NOT NULL,
  town TEXT NOT NULL, town_kind TEXT NOT NULL, name TEXT NOT NULL, tour_day BIGINT, tour_date TEXT, visit_order BIGINT,
  synthetic BOOLEAN NOT NULL, UNIQUE (cycle_id, town, name)
);

CREATE TABLE project (
  cycle_id TEXT NOT NULL REFERENCES cycle(id), number TEXT NOT NULL, position BIGINT NOT NULL, name TEXT NOT NULL,
  category TEXT NOT NULL, town TEXT NOT NULL, village TEXT NOT NULL, investment_fen BIGINT NOT NULL, content TEXT NOT NULL,
  state TEXT NOT NULL, progress_percent BIGINT NOT NULL, synthetic BOOLEAN NOT NULL, PRIMARY KEY (cycle_id, number)
);

CREATE TABLE rule_card (
  cycle_id TEXT PRIMARY KEY REFERENCES cycle(id), body TEXT NOT NULL, hash TEXT, frozen_at BIGINT
);

-- A box of slips. Counts only: no slip is a row, none has a number.
CREATE TABLE slip_group (
  cycle_id TEXT NOT NULL REFERENCES cycle(id), code TEXT NOT NULL, position BIGINT NOT NULL, label TEXT NOT NULL,
  printed BIGINT NOT NULL, spares BIGINT NOT NULL, issued BIGINT NOT NULL, spares_issued BIGINT NOT NULL,
  spoiled BIGINT NOT NULL, uploaded BOOLEAN NOT NULL, PRIMARY KEY (cycle_id, code)
);

-- Presence at the door. Never joined with anything about slips or ballots but by the group's counts.
CREATE TABLE seat (
  id TEXT PRIMARY KEY, cycle_id TEXT NOT NULL REFERENCES cycle(id), group_code TEXT NOT NULL, position BIGINT NOT NULL,
  label TEXT NOT NULL, town TEXT NOT NULL, present BOOLEAN NOT NULL
);

CREATE TABLE spoiled_slip (
  id TEXT PRIMARY KEY, cycle_id TEXT NOT NULL REFERENCES cycle(id), group_code TEXT NOT NULL, reason TEXT NOT NULL,
  account TEXT NOT NULL, witness TEXT NOT NULL
);

CREATE TABLE trustee (
  cycle_id TEXT NOT NULL REFERENCES cycle(id), position BIGINT NOT NULL, account_id TEXT NOT NULL REFERENCES account(id),
  public_key BYTES, tested BOOLEAN NOT NULL, PRIMARY KEY (cycle_id, position), UNIQUE (cycle_id, account_id)
);

CREATE TABLE round (
  id TEXT PRIMARY KEY, cycle_id TEXT NOT NULL REFERENCES cycle(id), number BIGINT NOT NULL, kind TEXT NOT NULL,
  title TEXT NOT NULL, area BIGINT, contests TEXT NOT NULL, state TEXT NOT NULL, opened_at BIGINT, closes_at BIGINT,
  closed_at BIGINT, tallied_at BIGINT, revealed_at BIGINT, annulled_reason TEXT, reveal_step BIGINT NOT NULL,
  UNIQUE (cycle_id, number)
);

CREATE TABLE ballot_box (
  id TEXT PRIMARY KEY, round_id TEXT NOT NULL REFERENCES round(id), class TEXT NOT NULL, position BIGINT NOT NULL,
  election BYTES, trustees BYTES, roll BYTES, height BIGINT NOT NULL, parent TEXT, records BIGINT NOT NULL,
  opened BOOLEAN, counts TEXT, encrypted_tally BYTES, sized_tally BYTES, sums TEXT, UNIQUE (round_id, class)
);

CREATE TABLE credential (
  box_id TEXT NOT NULL REFERENCES ballot_box(id), public_credential TEXT NOT NULL, void BOOLEAN NOT NULL,
  PRIMARY KEY (box_id, public_credential)
);

-- The board: the archive's entries in their order. A ballot is its bytes and its place, nothing else.
CREATE TABLE board_record (
  box_id TEXT NOT NULL REFERENCES ballot_box(id), position BIGINT NOT NULL, name TEXT NOT NULL, content BYTES NOT NULL,
  PRIMARY KEY (box_id, position), UNIQUE (box_id, name)
);

CREATE TABLE ballot (
  box_id TEXT NOT NULL REFERENCES ballot_box(id), position BIGINT NOT NULL, credential TEXT NOT NULL,
  tracker TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (box_id, position), UNIQUE (box_id, tracker)
);

CREATE INDEX ballot_credential ON ballot (box_id, credential);

CREATE INDEX ballot_name ON ballot (box_id, name);

CREATE TABLE partial_decryption (
  box_id TEXT NOT NULL REFERENCES ballot_box(id), trustee BIGINT NOT NULL, content BYTES NOT NULL,
  PRIMARY KEY (box_id, trustee)
);

CREATE TABLE audit (
  id TEXT PRIMARY KEY, cycle_id TEXT, at BIGINT NOT NULL, login TEXT, role TEXT, action TEXT NOT NULL,
  subject TEXT NOT NULL, sentence TEXT NOT NULL
);

CREATE INDEX audit_at ON audit (at, id)
