-- Ledger, step 2. Parameters that drop_params left out of the attempt, as a comma list; absent where there are none.
ALTER TABLE attempts ADD COLUMN dropped TEXT;
