-- Models that were added by the API, for several gateways; step 2. Texts of litellm_params are sealed in their
-- document with LITELLM_SALT_KEY.
CREATE TABLE models (id text PRIMARY KEY, name text NOT NULL, document json NOT NULL);
