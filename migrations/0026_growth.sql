-- Up Migration

-- A list shows the newest letters of its reader: each way in which somebody may read a letter is walked from its newest end.
CREATE INDEX letter_drafter ON letter (drafter_id, id DESC);
CREATE INDEX approval_step_post ON approval_step (position_id, letter_id DESC);
CREATE INDEX approval_step_signs ON approval_step (position_id, letter_id DESC) WHERE task = 'sign';
DROP INDEX approval_step_position;
CREATE INDEX decision_person ON decision (person_id, letter_id DESC);

-- What was decided on a version is asked wherever a letter is shown; a correction is rare and looked for at every inbox.
CREATE INDEX decision_version ON decision (version_id, id);
CREATE INDEX decision_corrected ON decision (version_id) WHERE outcome = 'corrected';

-- Nearly every letter is issued: what is not is found among the few.
CREATE INDEX letter_unfinished ON letter (state, id DESC) WHERE state <> 'issued';
CREATE INDEX letter_status_code ON letter_status (code, letter_id DESC);

-- Which issued letters name a post: letter_version.recipient_positions of the version that was issued, in an order that an array
-- does not have. Written by the database itself when the letter is issued, so that no act can forget it.
CREATE TABLE received_letter (
  position_id integer NOT NULL REFERENCES position,
  letter_id   bigint NOT NULL REFERENCES letter,
  PRIMARY KEY (position_id, letter_id)
);
CREATE FUNCTION letter_is_received() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO received_letter (position_id, letter_id)
    SELECT p, NEW.id FROM letter_version v CROSS JOIN unnest(v.recipient_positions) p WHERE v.id = NEW.current_version_id
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER letter_received AFTER INSERT OR UPDATE OF state ON letter FOR EACH ROW WHEN (NEW.state = 'issued')
  EXECUTE FUNCTION letter_is_received();
INSERT INTO received_letter (position_id, letter_id)
  SELECT DISTINCT p, l.id FROM letter l JOIN letter_version v ON v.id = l.current_version_id CROSS JOIN unnest(v.recipient_positions) p
  WHERE l.state = 'issued';

-- A year of a register is counted from its index alone.
CREATE INDEX letter_number_counted ON letter_number (register_id, year, state, sub);

-- Parts of words, for the search. The extension is trusted: whoever may create in the database may create it. Where that is not
-- allowed, or the server came without it, the search finds the same and takes longer.
DO $$
DECLARE place text;
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE NOTICE 'pg_trgm is not there: searching letters reads all of them';
  END;
  SELECT n.nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
  IF place IS NOT NULL THEN
    EXECUTE format('CREATE INDEX letter_subject_part ON letter USING gin (subject %I.gin_trgm_ops)', place);
    EXECUTE format('CREATE INDEX letter_number_part ON letter_number USING gin (folded %I.gin_trgm_ops)', place);
  END IF;
END $$;

-- Down Migration
