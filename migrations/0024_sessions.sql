-- Up Migration

-- What stands here is no longer what the cookie carries but its hash: whoever reads this table, or a copy of it, cannot
-- come in by it. Nobody can turn the ids into hashes in place and be sure of it, so everybody signs in once more.
DELETE FROM session;

ALTER TABLE session
  -- What a button of the list of devices names: the session's own id is never shown.
  ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  ADD COLUMN person_id integer REFERENCES person (id),
  ADD COLUMN device text NOT NULL DEFAULT '',
  ADD COLUMN signed_in_at timestamptz,
  ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now(),
  ALTER COLUMN expire TYPE timestamptz USING expire AT TIME ZONE 'UTC',
  ADD CONSTRAINT session_signed_in CHECK ((person_id IS NULL) = (signed_in_at IS NULL));

CREATE INDEX session_person ON session (person_id) WHERE person_id IS NOT NULL;

-- Down Migration
