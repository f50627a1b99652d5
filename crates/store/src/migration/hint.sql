-- What checking a ballot computed, kept to spare others the work. Follows from the ballot alone, and is never trusted.
CREATE TABLE ballot_hint (
  box_id TEXT NOT NULL, position BIGINT NOT NULL, content BYTES NOT NULL, PRIMARY KEY (box_id, position),
  FOREIGN KEY (box_id, position) REFERENCES ballot (box_id, position)
)
