-- Up Migration

-- What was written of a post stays of that post, also when what it had was given to another one since. Null: from before this was kept, or where
-- it still is.
ALTER TABLE holding ADD COLUMN given_position_id integer REFERENCES position;          -- to which it was given first
ALTER TABLE incoming_event ADD COLUMN position_id integer REFERENCES position;         -- that had the holding at that moment
ALTER TABLE sheet ADD COLUMN from_position_id integer REFERENCES position;             -- from which it was written

-- Down Migration
