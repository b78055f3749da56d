-- Keys, users, teams and what belongs to them, step 1. Statements end with a semicolon at the end of a line.
-- One table a kind: what rows are looked up by, and a JSON text for everything. Keys are named by the SHA-256
-- of their text; the text itself is kept nowhere. Times are Unix seconds, amounts 10^-12 USD.

CREATE TABLE keys (
  id TEXT PRIMARY KEY, alias TEXT NOT NULL, user_id TEXT NOT NULL, team_id TEXT NOT NULL, document TEXT NOT NULL
);

CREATE INDEX keys_alias ON keys (alias);
CREATE INDEX keys_user ON keys (user_id);
CREATE INDEX keys_team ON keys (team_id);

CREATE TABLE deleted_keys (
  id TEXT NOT NULL, deleted_at BIGINT NOT NULL, deleted_by TEXT NOT NULL, document TEXT NOT NULL
);

CREATE TABLE grace_keys (id TEXT PRIMARY KEY, document TEXT NOT NULL);

CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT NOT NULL, document TEXT NOT NULL);

CREATE INDEX users_email ON users (email);

CREATE TABLE teams (id TEXT PRIMARY KEY, alias TEXT NOT NULL, document TEXT NOT NULL);

CREATE TABLE deleted_teams (
  id TEXT NOT NULL, deleted_at BIGINT NOT NULL, deleted_by TEXT NOT NULL, document TEXT NOT NULL
);

CREATE TABLE memberships (
  id TEXT PRIMARY KEY, team_id TEXT NOT NULL, user_id TEXT NOT NULL, document TEXT NOT NULL
);

CREATE TABLE customers (id TEXT PRIMARY KEY, document TEXT NOT NULL);

CREATE TABLE budgets (id TEXT PRIMARY KEY, document TEXT NOT NULL);

CREATE TABLE tags (id TEXT PRIMARY KEY, document TEXT NOT NULL);

CREATE TABLE access_groups (id TEXT PRIMARY KEY, document TEXT NOT NULL);

-- Since when budgets count: what their scope had cost in all when the window began, and when it ends.
CREATE TABLE windows (
  scope INTEGER NOT NULL, name TEXT NOT NULL, slot TEXT NOT NULL, duration TEXT NOT NULL,
  base BIGINT NOT NULL, reset_at BIGINT NOT NULL,
  PRIMARY KEY (scope, name, slot)
);

-- Who changed what. The ids are ordered by time.
CREATE TABLE audit_log (
  id TEXT PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, key_hash TEXT NOT NULL, action TEXT NOT NULL,
  table_name TEXT NOT NULL, object_id TEXT NOT NULL, before_value TEXT NOT NULL, after_value TEXT NOT NULL
);
