-- Ledger, step 3. Why the attempt went to its deployment, as a row of names; microseconds it was waited for before it, and
-- those that its request had spent in lines by then. Absent in rows of before.
ALTER TABLE attempts ADD COLUMN reason_id INTEGER;
ALTER TABLE attempts ADD COLUMN waited_us INTEGER;
ALTER TABLE attempts ADD COLUMN queued_us INTEGER;
