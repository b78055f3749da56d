-- The ledgers of all gateways, step 1. The search path is portico. Amounts are 10^-12 USD, times Unix microseconds.
-- Texts stand in the rows themselves: a dictionary would save half of the room and cost a join for each of fifteen columns
-- of everything that is read, and a lock for each new name that two gateways write at once.

-- One row per attempt. id is ordered by time. Numbers of ending, outcome and flags are those of the gateway.
CREATE TABLE attempts (
  id uuid NOT NULL, attempt smallint NOT NULL, gateway text NOT NULL,
  started_us bigint NOT NULL, ended_us bigint NOT NULL, duration_us bigint NOT NULL,
  first_byte_us integer NOT NULL, overhead_us integer NOT NULL,
  ending smallint NOT NULL, outcome smallint NOT NULL, flags smallint NOT NULL,
  http_status integer NOT NULL, upstream_status integer NOT NULL,
  route text NOT NULL, requested text NOT NULL, model_group text NOT NULL, deployment text NOT NULL,
  provider text NOT NULL, model text NOT NULL, key_hash text NOT NULL, key_alias text NOT NULL,
  user_id text NOT NULL, team_id text NOT NULL, end_user text NOT NULL, client text NOT NULL, tags text NOT NULL,
  session_id text NOT NULL, price_version text NOT NULL,
  input bigint NOT NULL, cache_read bigint NOT NULL, cache_write bigint NOT NULL, cache_write_1h bigint NOT NULL,
  audio_in bigint NOT NULL, image_in bigint NOT NULL, output bigint NOT NULL, reasoning bigint NOT NULL,
  audio_out bigint NOT NULL, accepted bigint NOT NULL, rejected bigint NOT NULL, total bigint NOT NULL,
  searches bigint NOT NULL,
  cost numeric(38,0) NOT NULL, saved numeric(38,0) NOT NULL,
  price_input bigint NOT NULL, price_output bigint NOT NULL,
  price_cache_read bigint NOT NULL, price_cache_write bigint NOT NULL,
  estimated_input bigint NOT NULL, estimated_cost bigint NOT NULL,
  call_id text NOT NULL, answer_id text NOT NULL, error text NOT NULL, dropped text NOT NULL, reason text NOT NULL,
  waited_us bigint NOT NULL, queued_us bigint NOT NULL, trace text NOT NULL, call_type text NOT NULL,
  PRIMARY KEY (id, attempt, gateway)
);

CREATE INDEX attempts_call ON attempts (call_id);
CREATE INDEX attempts_answer ON attempts (answer_id) WHERE answer_id <> '';

-- Sums of a gateway by UTC day (since 1970-01-01) and dimension (0: everything), written with their rows.
CREATE TABLE rollups (
  dimension smallint NOT NULL, day integer NOT NULL, name text NOT NULL, gateway text NOT NULL,
  requests bigint NOT NULL, attempts bigint NOT NULL, failures bigint NOT NULL,
  estimated bigint NOT NULL, broken bigint NOT NULL, unpriced bigint NOT NULL,
  input bigint NOT NULL, cache_read bigint NOT NULL, cache_write bigint NOT NULL,
  output bigint NOT NULL, reasoning bigint NOT NULL, duration_us bigint NOT NULL,
  cost numeric(38,0) NOT NULL, saved numeric(38,0) NOT NULL,
  PRIMARY KEY (dimension, day, name, gateway)
);

-- How far a gateway has written: the position in the feed of its ledger, and the row before which all older ones, from
-- before there was a feed, are here; whole: all of them.
CREATE TABLE feeds (
  gateway text NOT NULL, ledger text NOT NULL, position bigint NOT NULL,
  older_id uuid NOT NULL, older_attempt smallint NOT NULL, whole boolean NOT NULL,
  PRIMARY KEY (gateway, ledger)
);
