-- Up Migration

-- The steps of letters that go round, of the version that goes round: an inbox begins with those of its posts, and reads neither the
-- other letters that wait in the office nor what its posts ever decided. Whether such a step is open yet, or decided already, is asked of
-- each. Written by the database itself, so that no act can forget it.
CREATE TABLE live_step (
  position_id integer NOT NULL REFERENCES position,
  step_id     bigint NOT NULL REFERENCES approval_step,
  letter_id   bigint NOT NULL REFERENCES letter,
  PRIMARY KEY (position_id, step_id)
);
CREATE INDEX live_step_letter ON live_step (letter_id);
CREATE FUNCTION letter_goes_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM live_step WHERE letter_id = NEW.id;
  IF NEW.state IN ('in_approval', 'awaiting_signature') THEN
    INSERT INTO live_step (position_id, step_id, letter_id)
      SELECT s.position_id, s.id, NEW.id FROM approval_step s WHERE s.version_id = NEW.current_version_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER letter_round AFTER UPDATE OF state, current_version_id ON letter FOR EACH ROW
  WHEN (OLD.state <> NEW.state OR OLD.current_version_id IS DISTINCT FROM NEW.current_version_id) EXECUTE FUNCTION letter_goes_round();
-- The chain of a version may be written before the letter goes round, or after it.
CREATE FUNCTION step_goes_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO live_step (position_id, step_id, letter_id)
    SELECT NEW.position_id, NEW.id, l.id FROM letter l
      WHERE l.current_version_id = NEW.version_id AND l.id = NEW.letter_id AND l.state IN ('in_approval', 'awaiting_signature')
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER approval_step_round AFTER INSERT ON approval_step FOR EACH ROW EXECUTE FUNCTION step_goes_round();
INSERT INTO live_step (position_id, step_id, letter_id)
  SELECT s.position_id, s.id, l.id FROM letter l JOIN approval_step s ON s.version_id = l.current_version_id
  WHERE l.state <> 'issued' AND l.state IN ('in_approval', 'awaiting_signature');

-- What goes round of one unit.
CREATE INDEX letter_live_unit ON letter (unit_id) WHERE state IN ('in_approval', 'awaiting_signature');

-- Inserted numbers are few, and counted apart from those that the counter counts.
CREATE INDEX letter_number_inserted ON letter_number (register_id, year, number) WHERE sub <> '';

-- Down Migration
