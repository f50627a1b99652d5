-- What the members of a threshold group handed in, one row a message. Secrets stand here only encrypted to their owner.
CREATE TABLE ceremony_message (
  cycle_id TEXT NOT NULL, position BIGINT NOT NULL, step TEXT NOT NULL, content BYTES NOT NULL,
  PRIMARY KEY (cycle_id, position, step),
  FOREIGN KEY (cycle_id, position) REFERENCES trustee (cycle_id, position)
)
