-- Up Migration

-- A reason is never taken away, only no longer offered: letters name it, and its code stands in entries of the log for good.
ALTER TABLE status_reason ADD COLUMN retired_at timestamptz;
CREATE TRIGGER status_reason_never_removed BEFORE DELETE ON status_reason FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER status_reason_never_emptied BEFORE TRUNCATE ON status_reason FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who changed which setting of the office, for those that keep no versions of their own.
CREATE TABLE settings_change (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  about     text NOT NULL CONSTRAINT settings_change_about CHECK (about IN ('reason', 'emblem', 'waiting')),
  name      text NOT NULL,                                        -- code of the reason; which emblem; which part of the waiting rules
  before    jsonb,                                                -- null: it did not exist
  after     jsonb,                                                -- null: it was taken away
  person_id integer NOT NULL REFERENCES person,
  at        timestamptz NOT NULL
);
CREATE INDEX settings_change_about_newest ON settings_change (about, id DESC);
CREATE TRIGGER settings_change_written_once BEFORE UPDATE OR DELETE ON settings_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settings_change_never_emptied BEFORE TRUNCATE ON settings_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What an administrator has typed of a kind and not yet made a version: it is previewed from here, and survives a closed tab.
CREATE TABLE letter_kind_draft (
  person_id    integer NOT NULL REFERENCES person,
  code         text NOT NULL REFERENCES letter_kind,
  base_version integer NOT NULL,                                  -- the version that was being changed
  form         jsonb NOT NULL,
  saved_at     timestamptz NOT NULL,
  PRIMARY KEY (person_id, code)
);

-- Down Migration
