-- Up Migration

-- Colleagues whom the drafter lets write with them ("penyusun bersama"), by name.
CREATE TABLE draft_editor (
  letter_id bigint NOT NULL REFERENCES letter,
  person_id integer NOT NULL REFERENCES person,
  added_by  integer NOT NULL REFERENCES person,
  added_at  timestamptz NOT NULL,
  PRIMARY KEY (letter_id, person_id)
);
CREATE INDEX draft_editor_person ON draft_editor (person_id);

-- Who has a draft open at this moment, in which window. Worth nothing after a minute: it may be lost at any time.
CREATE TABLE draft_presence (
  letter_id bigint NOT NULL REFERENCES letter,
  person_id integer NOT NULL REFERENCES person,
  tab       text NOT NULL CONSTRAINT draft_presence_tab CHECK (tab ~ '^[a-z0-9-]{8,40}$'),
  seen_at   timestamptz NOT NULL,
  PRIMARY KEY (letter_id, person_id, tab)
);

-- Down Migration
