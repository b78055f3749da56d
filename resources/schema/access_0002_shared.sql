-- What this file knows of the database that several gateways share; step 2. Empty where there is none.
-- state: "database" (its id), "seq" (the last change that is here), "seen" (when it last answered, Unix
-- seconds), "alone" (changed without it).
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL);

-- What the other gateways' requests have cost, in 10^-12 USD.
CREATE TABLE elsewhere (
  scope INTEGER NOT NULL, name TEXT NOT NULL, total BIGINT NOT NULL,
  PRIMARY KEY (scope, name)
);
