-- Models that were added by the API; step 3. Texts of litellm_params are sealed in their document.
CREATE TABLE models (id TEXT PRIMARY KEY, name TEXT NOT NULL, document TEXT NOT NULL);
