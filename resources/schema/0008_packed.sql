-- Ledger, step 8. Sums take their room by the piece: about thirty names in one row, packed (core/ledger/sumpack.h). days, first:
-- one day, or a span of several that is over; from_name: the smallest id in the piece. What is read of a day or a span is what
-- lies here and what still lies in rollups and span_rollups, which empties into here bit by bit.
CREATE TABLE packed_sums (
  dimension INTEGER NOT NULL, days INTEGER NOT NULL, first INTEGER NOT NULL, from_name INTEGER NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (dimension, days, first, from_name)
) WITHOUT ROWID;
-- What batches of rows have added to sums of days and is not in packed_sums yet.
CREATE TABLE sum_log (
  position INTEGER PRIMARY KEY,
  sums INTEGER NOT NULL, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
  packed BLOB NOT NULL
);
-- Where rows are by the ids that clients and providers gave them: hashes of these, in order, some fifty to a block
-- (core/ledger/idindex.h). A piece is written at once and stays as it is, so that a row costs the same however many there are.
-- newest: the largest id_high in it. The indexes that did this before are taken apart when the ledger is opened.
CREATE TABLE id_pieces (piece INTEGER PRIMARY KEY, newest INTEGER NOT NULL);
CREATE TABLE id_blocks (
  piece INTEGER NOT NULL, from_hash INTEGER NOT NULL, block INTEGER NOT NULL, packed BLOB NOT NULL,
  PRIMARY KEY (piece, from_hash, block)
) WITHOUT ROWID;
-- What batches of rows have added and is in no piece yet.
CREATE TABLE id_log (position INTEGER PRIMARY KEY, ids INTEGER NOT NULL, packed BLOB NOT NULL);
