-- Up Migration

-- A page of the agenda by days in the order of its lines, whatever the planner guesses of the days: it read the letters of all of them.
DROP INDEX incoming_registered;
CREATE INDEX incoming_registered ON incoming (unit_id, registered_at, agenda) INCLUDE (year);

-- Down Migration
