-- Ledger, step 6. Roll-ups of 4, 16, 64 and 256 days that are over: sums of a year read a dozen rows a name instead of one
-- a day. first: the day a span begins with, a multiple of days; spans names those that are there, and a late row goes into
-- them as into its day.
CREATE TABLE span_rollups (
  dimension INTEGER NOT NULL, days INTEGER NOT NULL, first INTEGER NOT NULL, name_id INTEGER NOT NULL,
  requests INTEGER NOT NULL, attempts INTEGER NOT NULL, failures INTEGER NOT NULL,
  estimated INTEGER NOT NULL, broken INTEGER NOT NULL, unpriced INTEGER NOT NULL,
  input INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,
  output INTEGER NOT NULL, reasoning INTEGER NOT NULL,
  duration_us INTEGER NOT NULL,
  cost_usd INTEGER NOT NULL, cost_pico INTEGER NOT NULL,
  saved_usd INTEGER NOT NULL, saved_pico INTEGER NOT NULL,
  PRIMARY KEY (dimension, days, first, name_id)
) WITHOUT ROWID;
CREATE TABLE spans (
  days INTEGER NOT NULL, first INTEGER NOT NULL,
  PRIMARY KEY (days, first)
) WITHOUT ROWID;
