-- What judges and records brought, each table as the bytes it came in. Its meaning is the rule card's business.
CREATE TABLE score_table (
  cycle_id TEXT NOT NULL REFERENCES cycle(id), name TEXT NOT NULL, content BYTES NOT NULL, row_count BIGINT NOT NULL,
  sha256 TEXT NOT NULL, changed_at BIGINT NOT NULL, changed_by TEXT NOT NULL, PRIMARY KEY (cycle_id, name)
);

-- A composite result once it is published, and the files it was published as. Neither is ever written again.
CREATE TABLE composite (
  cycle_id TEXT PRIMARY KEY REFERENCES cycle(id), published_at BIGINT NOT NULL, published_by TEXT NOT NULL
);

CREATE TABLE composite_file (
  cycle_id TEXT NOT NULL REFERENCES composite(cycle_id), name TEXT NOT NULL, content BYTES NOT NULL,
  sha256 TEXT NOT NULL, PRIMARY KEY (cycle_id, name)
)
