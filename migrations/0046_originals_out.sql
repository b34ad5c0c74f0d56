-- Up Migration

-- Since when a paper original is in somebody's hands, through whosoever it went: what its lines come to, as `original`.
ALTER TABLE incoming ADD COLUMN original_since timestamptz;
WITH RECURSIVE said AS (
    SELECT id AS place, id, incoming_id, kind, taken_at FROM handover WHERE corrects_id IS NULL
    UNION ALL SELECT s.place, h.id, h.incoming_id, h.kind, h.taken_at FROM said s JOIN handover h ON h.corrects_id = s.id),
  course AS (
    SELECT s.place, s.incoming_id, s.kind, s.taken_at FROM said s
    WHERE s.kind <> 'struck' AND NOT EXISTS (SELECT FROM handover c WHERE c.corrects_id = s.id)),
  out AS (
    SELECT DISTINCT ON (c.incoming_id) c.incoming_id, c.taken_at FROM course c
    WHERE c.kind = 'handed' AND NOT EXISTS (
        SELECT FROM course b WHERE b.incoming_id = c.incoming_id AND b.kind <> 'handed' AND b.place > c.place)
    ORDER BY c.incoming_id, c.place)
UPDATE incoming i SET original_since = o.taken_at FROM out o WHERE o.incoming_id = i.id AND i.original = 'handed';
-- Which are out the longest, and of these which since a day.
CREATE INDEX incoming_original_out ON incoming (unit_id, original_since, id) WHERE original = 'handed' AND state <> 'void';

-- What the clerks of a desk were reminded of: whatever left it up to then is known to be out.
CREATE TABLE original_reminded (
  unit_id    integer PRIMARY KEY REFERENCES unit,
  left_until timestamptz NOT NULL,
  person_id  integer NOT NULL REFERENCES person,
  at         timestamptz NOT NULL
);

-- Down Migration
