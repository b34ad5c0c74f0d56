-- Up Migration

-- Files from outside that belong to a letter: its text as a finished PDF or DOCX, and its attachments. Who may read the letter
-- may read them. A row that was taken away stays, with the hash of what was received.
CREATE TABLE upload (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id        bigint NOT NULL REFERENCES letter,
  role             text NOT NULL CONSTRAINT upload_role CHECK (role IN ('letter', 'attachment')),
  ordinal          integer NOT NULL,                               -- order among the attachments
  name             text NOT NULL CONSTRAINT upload_name CHECK (name <> ''),
  kind             text NOT NULL CONSTRAINT upload_kind CHECK (kind IN ('pdf', 'docx')),
  received_sha256  bytea NOT NULL REFERENCES document,             -- the bytes as they came: what the seal commits to
  received_length  bigint NOT NULL,
  state            text NOT NULL CONSTRAINT upload_state CHECK (state IN ('waiting', 'working', 'ready', 'refused')),
  reason           text CONSTRAINT upload_says_why CHECK ((state = 'refused') = (reason IS NOT NULL)),
  step             text NOT NULL DEFAULT 'waiting',
  percent          integer NOT NULL DEFAULT 0 CONSTRAINT upload_percent CHECK (percent BETWEEN 0 AND 100),
  normalised_sha256 bytea REFERENCES document,                     -- what is stamped and signed
  pages            integer,
  -- Sizes of the sheets, which bands are written on, whether it had to be mended.
  facts            jsonb,
  places           jsonb,                                          -- of number, date and signature block; of the letter alone
  approved         boolean NOT NULL DEFAULT false,                 -- the drafter has looked at the stamped pages
  uploaded_by      integer NOT NULL REFERENCES person,
  uploaded_at      timestamptz NOT NULL,
  removed_at       timestamptz,
  CONSTRAINT upload_ready_is_whole CHECK (state <> 'ready' OR (normalised_sha256 IS NOT NULL AND pages > 0 AND facts IS NOT NULL)),
  CONSTRAINT upload_places_of_letter CHECK (places IS NULL OR role = 'letter')
);
CREATE INDEX upload_letter ON upload (letter_id, role, ordinal) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX upload_one_letter ON upload (letter_id) WHERE role = 'letter' AND removed_at IS NULL;

-- Counts what changes the pages beside what is typed: kept apart, so that adding a file does not stand in the way of an editor.
ALTER TABLE letter ADD COLUMN files_revision integer NOT NULL DEFAULT 0;

-- Down Migration
