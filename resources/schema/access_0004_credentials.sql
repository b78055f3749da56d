-- Keys and addresses under a name that were added by the API; step 4. Texts of their values are sealed.
CREATE TABLE credentials (id TEXT PRIMARY KEY, document TEXT NOT NULL);
