-- Ledger, step 1. Statements end with a semicolon at the end of a line. Amounts are 10^-12 USD.

CREATE TABLE names (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);

-- One row per attempt, appended once and never changed. id_low is the id's lower half with its top bit flipped,
-- so that signed comparison keeps the order; id_high >> 16 is Unix milliseconds. Columns named *_id refer to
-- names. call_id is absent where it is the id itself.
CREATE TABLE attempts (
  id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, attempt INTEGER NOT NULL,
  started_us INTEGER NOT NULL, ended_us INTEGER NOT NULL, duration_us INTEGER NOT NULL,
  first_byte_us INTEGER NOT NULL, overhead_us INTEGER NOT NULL,
  ending INTEGER NOT NULL, outcome INTEGER NOT NULL, flags INTEGER NOT NULL,
  http_status INTEGER NOT NULL, upstream_status INTEGER NOT NULL,
  route_id INTEGER NOT NULL, requested_id INTEGER NOT NULL, group_id INTEGER NOT NULL,
  deployment_id INTEGER NOT NULL, provider_id INTEGER NOT NULL, model_id INTEGER NOT NULL,
  key_id INTEGER NOT NULL, alias_id INTEGER NOT NULL, user_id INTEGER NOT NULL, team_id INTEGER NOT NULL,
  end_user_id INTEGER NOT NULL, client_id INTEGER NOT NULL, tags_id INTEGER NOT NULL,
  session_id INTEGER NOT NULL, version_id INTEGER NOT NULL,
  input INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL, audio_in INTEGER NOT NULL, image_in INTEGER NOT NULL,
  output INTEGER NOT NULL, reasoning INTEGER NOT NULL, audio_out INTEGER NOT NULL,
  accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, total INTEGER NOT NULL, searches INTEGER NOT NULL,
  cost INTEGER NOT NULL, saved INTEGER NOT NULL,
  price_input INTEGER NOT NULL, price_output INTEGER NOT NULL,
  price_cache_read INTEGER NOT NULL, price_cache_write INTEGER NOT NULL,
  estimated_input INTEGER NOT NULL, estimated_cost INTEGER NOT NULL,
  call_id TEXT, call_hash INTEGER, answer_id TEXT, answer_hash INTEGER, error TEXT,
  PRIMARY KEY (id_high, id_low, attempt)
) WITHOUT ROWID;

CREATE INDEX attempts_call ON attempts (call_hash) WHERE call_hash IS NOT NULL;
CREATE INDEX attempts_answer ON attempts (answer_hash) WHERE answer_hash IS NOT NULL;

-- Sums by UTC day and dimension (0: everything). Money in two columns, whole USD and the rest, so that SUM
-- stays within 64 bits.
CREATE TABLE rollups (
  dimension INTEGER NOT NULL, day INTEGER NOT NULL, name_id INTEGER NOT NULL,
  requests INTEGER NOT NULL, attempts INTEGER NOT NULL, failures INTEGER NOT NULL,
  estimated INTEGER NOT NULL, broken INTEGER NOT NULL, unpriced INTEGER NOT NULL,
  input INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,
  output INTEGER NOT NULL, reasoning INTEGER NOT NULL,
  duration_us INTEGER NOT NULL,
  cost_usd INTEGER NOT NULL, cost_pico INTEGER NOT NULL,
  saved_usd INTEGER NOT NULL, saved_pico INTEGER NOT NULL,
  PRIMARY KEY (dimension, day, name_id)
) WITHOUT ROWID;

-- Attempts that are open although the journal segment that says so is used again: their records, as in it.
CREATE TABLE pending (
  id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, attempt INTEGER NOT NULL,
  opened BLOB NOT NULL, progress BLOB,
  PRIMARY KEY (id_high, id_low, attempt)
) WITHOUT ROWID;
