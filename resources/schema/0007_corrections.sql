-- Ledger, step 7. Amounts of rows that were unpriced are set once a price is known: the one way in which a row changes, and
-- each time stands here, with what it said before.
CREATE TABLE corrections (
  position INTEGER PRIMARY KEY,
  id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, attempt INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  cost_before INTEGER NOT NULL, cost_after INTEGER NOT NULL,
  version_before INTEGER NOT NULL, version_after INTEGER NOT NULL
);
-- id: names this ledger among all, for those who remember how far they have been told of its feed.
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO facts VALUES ('id', lower(hex(randomblob(16))));
