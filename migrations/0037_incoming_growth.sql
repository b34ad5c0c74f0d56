-- Up Migration

-- All words of a search in one index: the rarest leads, whichever of sender, number and subject has it.
DO $$
DECLARE place text;
BEGIN
  SELECT n.nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
  IF place IS NOT NULL THEN
    EXECUTE format('CREATE INDEX incoming_words ON incoming USING gin ((sender_name || '' '' || number_folded || '' '' || subject) %I.gin_trgm_ops)', place);
  END IF;
END $$;
DROP INDEX IF EXISTS incoming_subject_part, incoming_sender_part, incoming_number_part;

-- A page of the register of dispositions begins with the sheets of its own agenda, not with those of the whole office.
ALTER TABLE sheet ADD COLUMN unit_id integer REFERENCES unit;
ALTER TABLE sheet DISABLE TRIGGER sheet_written_once;
UPDATE sheet s SET unit_id = i.unit_id FROM incoming i WHERE i.id = s.incoming_id;
ALTER TABLE sheet ENABLE TRIGGER sheet_written_once;
ALTER TABLE sheet ALTER COLUMN unit_id SET NOT NULL;
DROP INDEX sheet_at;
CREATE INDEX sheet_of_agenda ON sheet (unit_id, at, id);
-- The agenda of a letter never changes.
CREATE FUNCTION sheet_in_its_agenda() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.unit_id := (SELECT i.unit_id FROM incoming i WHERE i.id = NEW.incoming_id);
  RETURN NEW;
END $$;
CREATE TRIGGER sheet_in_its_agenda BEFORE INSERT ON sheet FOR EACH ROW
  WHEN (NEW.unit_id IS NULL) EXECUTE FUNCTION sheet_in_its_agenda();

-- What somebody was told of others' letters is looked for letter by letter, among those that still wait.
CREATE INDEX holding_notice_told ON holding_notice (person_id, holding_id) WHERE role <> 'holder';

-- A page of the agenda by days finds its numbers without reading the letters of all the days.
DROP INDEX incoming_registered;
CREATE INDEX incoming_registered ON incoming (unit_id, registered_at) INCLUDE (year, agenda);

-- Down Migration
