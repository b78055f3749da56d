-- Ledger, step 5. Hashes are looked up within stretches of 2^26 ms (18.6 hours): one index over all of time would be
-- written to at a random place for every row.
DROP INDEX attempts_call;
DROP INDEX attempts_answer;
CREATE INDEX attempts_call ON attempts (id_high >> 42, call_hash) WHERE call_hash IS NOT NULL;
CREATE INDEX attempts_answer ON attempts (id_high >> 42, answer_hash) WHERE answer_hash IS NOT NULL;
