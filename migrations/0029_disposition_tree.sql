-- Up Migration

-- What was passed upward has left the post and may come back to it as a disposition: it is in hand there once all the same.
ALTER TABLE holding DROP CONSTRAINT holding_state;
ALTER TABLE holding ADD CONSTRAINT holding_state
  CHECK (state IN ('unread', 'read', 'forwarded', 'passed_on', 'reported', 'done', 'cancelled'));
DROP INDEX holding_once;
CREATE UNIQUE INDEX holding_once ON holding (incoming_id, position_id) WHERE state NOT IN ('forwarded', 'done', 'cancelled');
-- The tree of one letter, whatever became of it: every page and every act reads it whole.
CREATE INDEX holding_incoming ON holding (incoming_id, id);
-- Whose dispositions wait for a report: the few of a post that are open, among all that it ever passed on.
CREATE INDEX holding_passed_on ON holding (position_id, id) WHERE state = 'passed_on';

-- A sheet is printed again years later: with the name, rank and NIP of the day on which it was written.
ALTER TABLE sheet
  ADD COLUMN person_name text NOT NULL CONSTRAINT sheet_person_name CHECK (person_name <> ''),
  ADD COLUMN person_rank text NOT NULL DEFAULT '',
  ADD COLUMN person_nip  text NOT NULL DEFAULT '';

-- Down Migration
