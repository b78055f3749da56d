-- Keys, users, teams and what belongs to them, for several gateways; step 1. The search path is portico.
-- One table a kind: what rows are looked up by, and a JSON text for everything. Keys are named by the SHA-256
-- of their text; the text itself is kept nowhere. Times of documents are RFC 3339, others Unix seconds.

CREATE TABLE keys (
  id text PRIMARY KEY, alias text NOT NULL, user_id text NOT NULL, team_id text NOT NULL, document json NOT NULL
);

CREATE INDEX keys_alias ON keys (alias);
CREATE INDEX keys_user ON keys (user_id);
CREATE INDEX keys_team ON keys (team_id);

CREATE TABLE deleted_keys (
  id text NOT NULL, deleted_at bigint NOT NULL, deleted_by text NOT NULL, document json NOT NULL
);

CREATE TABLE grace_keys (id text PRIMARY KEY, document json NOT NULL);

CREATE TABLE users (id text PRIMARY KEY, email text NOT NULL, document json NOT NULL);

CREATE INDEX users_email ON users (email);

CREATE TABLE teams (id text PRIMARY KEY, alias text NOT NULL, document json NOT NULL);

CREATE TABLE deleted_teams (
  id text NOT NULL, deleted_at bigint NOT NULL, deleted_by text NOT NULL, document json NOT NULL
);

CREATE TABLE memberships (
  id text PRIMARY KEY, team_id text NOT NULL, user_id text NOT NULL, document json NOT NULL
);

CREATE TABLE customers (id text PRIMARY KEY, document json NOT NULL);

CREATE TABLE budgets (id text PRIMARY KEY, document json NOT NULL);

CREATE TABLE tags (id text PRIMARY KEY, document json NOT NULL);

CREATE TABLE access_groups (id text PRIMARY KEY, document json NOT NULL);

-- What has changed since a gateway last looked: the last change of everything that ever was, numbered in the
-- order of the commits, because whoever changes something holds a lock until then. kind: access::Kind.
CREATE SEQUENCE change_seq;

CREATE TABLE changes (
  kind smallint NOT NULL, id text NOT NULL, seq bigint NOT NULL, removed boolean NOT NULL, gateway text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, id)
);

CREATE INDEX changes_seq ON changes (seq);

-- Since when budgets count: what their scope had cost in all when the window began, in 10^-12 USD, and when it
-- ends. scope: access::Scope. seq: of change_seq.
CREATE TABLE windows (
  scope smallint NOT NULL, name text NOT NULL, slot text NOT NULL, duration text NOT NULL, base bigint NOT NULL,
  reset_at bigint NOT NULL, seq bigint NOT NULL,
  PRIMARY KEY (scope, name, slot)
);

CREATE INDEX windows_seq ON windows (seq);

-- What every gateway's own requests have cost in all, in 10^-12 USD; the sum over the gateways is what a budget
-- counts. Whoever writes holds a lock, so that seq (of spent_seq) is in the order of the commits too.
CREATE SEQUENCE spent_seq;

CREATE TABLE spent (
  gateway text NOT NULL, scope smallint NOT NULL, name text NOT NULL, total numeric(38,0) NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (gateway, scope, name)
);

CREATE INDEX spent_seq_index ON spent (seq);
CREATE INDEX spent_name ON spent (scope, name);

-- Who changed what. The ids are ordered by time.
CREATE TABLE audit_log (
  id text PRIMARY KEY, at bigint NOT NULL, who text NOT NULL, key_hash text NOT NULL, action text NOT NULL,
  table_name text NOT NULL, object_id text NOT NULL, before_value json NOT NULL, after_value json NOT NULL
);

-- Of the whole database. id: made once, names this database to the mirrors of the gateways.
CREATE TABLE facts (name text PRIMARY KEY, value text NOT NULL);

INSERT INTO facts VALUES ('id', gen_random_uuid()::text);
