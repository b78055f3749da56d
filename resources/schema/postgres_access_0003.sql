-- Keys and addresses under a name that were added by the API, for several gateways; step 3. Texts of their
-- values are sealed with LITELLM_SALT_KEY.
CREATE TABLE credentials (id text PRIMARY KEY, document json NOT NULL);
