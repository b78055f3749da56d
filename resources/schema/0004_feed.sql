-- Ledger, step 4. Whom the client counts the attempt to: its "traceparent" (W3C), and behind a space the trace id that its
-- body names; either may lack, and both do where the column is absent.
ALTER TABLE attempts ADD COLUMN trace TEXT;
-- Attempts in the order in which they were written, for those who are told of each one (callbacks, alerts). Filled while
-- there is somebody; what everybody has been told of is deleted, but for the last entry, which keeps the count.
CREATE TABLE feed (
  position INTEGER PRIMARY KEY,
  id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, attempt INTEGER NOT NULL
);
