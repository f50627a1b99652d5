-- What the county keeps from year to year, beside the cycles: units, people, batches, projects, settings. Each is a
-- document with a version; every version stays, with who wrote it, when and why.
CREATE TABLE entry (
  id TEXT PRIMARY KEY, noun TEXT NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL, version BIGINT NOT NULL,
  body TEXT NOT NULL, changed_at BIGINT NOT NULL, changed_by TEXT NOT NULL
);

CREATE UNIQUE INDEX entry_code ON entry (noun, code) WHERE code <> '';

CREATE INDEX entry_noun ON entry (noun);

CREATE TABLE entry_version (
  entry_id TEXT NOT NULL REFERENCES entry(id), version BIGINT NOT NULL, body TEXT NOT NULL, at BIGINT NOT NULL,
  login TEXT NOT NULL, why TEXT NOT NULL, import_id TEXT, PRIMARY KEY (entry_id, version)
);

CREATE INDEX entry_version_import ON entry_version (import_id);

-- What a town wants changed, until the county has answered. Without entry_id it is a new entry.
CREATE TABLE proposal (
  id TEXT PRIMARY KEY, noun TEXT NOT NULL, entry_id TEXT REFERENCES entry(id), title TEXT NOT NULL,
  town_id TEXT NOT NULL, base_version BIGINT, base TEXT NOT NULL, body TEXT NOT NULL, why TEXT NOT NULL,
  login TEXT NOT NULL, at BIGINT NOT NULL, state TEXT NOT NULL, import_id TEXT, reviewer TEXT, reviewed_at BIGINT,
  answer TEXT NOT NULL
);

CREATE INDEX proposal_state ON proposal (state);

-- A file on its way in. Its content goes once it is applied whole, undone, or a week old.
CREATE TABLE import (
  id TEXT PRIMARY KEY, table_name TEXT NOT NULL, file TEXT NOT NULL, content BYTES NOT NULL, login TEXT NOT NULL,
  at BIGINT NOT NULL, state TEXT NOT NULL, report TEXT NOT NULL
);

-- Which column people chose for a heading.
CREATE TABLE column_memory (
  table_name TEXT NOT NULL, heading TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (table_name, heading)
);

CREATE TABLE saved_filter (
  account_id TEXT NOT NULL REFERENCES account(id), position BIGINT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL,
  PRIMARY KEY (account_id, position)
);

-- Photos of projects, with nothing in them but the picture.
CREATE TABLE photo (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES entry(id), caption TEXT NOT NULL, media_type TEXT NOT NULL,
  content BYTES NOT NULL, login TEXT NOT NULL, at BIGINT NOT NULL
);

CREATE INDEX photo_project ON photo (project_id);

-- The ledger as it stood when a cycle froze it. Never written again.
CREATE TABLE ledger_snapshot (
  cycle_id TEXT PRIMARY KEY REFERENCES cycle(id), at BIGINT NOT NULL, login TEXT NOT NULL, sha256 TEXT NOT NULL,
  content TEXT NOT NULL
);

ALTER TABLE account ADD COLUMN town_id TEXT
