-- Up Migration

-- Beside the clerk who keeps a unit's registers: who may grant that a letter carries an earlier date than the day of its signature.
ALTER TABLE duty DROP CONSTRAINT duty_known;
ALTER TABLE duty ADD CONSTRAINT duty_known CHECK (duty IN ('registry', 'backdating'));

-- Numbers taken at once for letters written on paper while the application cannot be reached.
CREATE TABLE number_block (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  register_id integer NOT NULL REFERENCES register,
  year        integer NOT NULL,
  first       integer NOT NULL,
  last        integer NOT NULL,
  reason      text NOT NULL CONSTRAINT number_block_reason CHECK (reason <> ''),
  person_id   integer NOT NULL REFERENCES person,
  capacity    text NOT NULL,
  at          timestamptz NOT NULL,
  CONSTRAINT number_block_size CHECK (first > 0 AND last >= first AND last - first < 100)
);
CREATE INDEX number_block_register ON number_block (register_id, year);
CREATE TRIGGER number_block_written_once BEFORE UPDATE OR DELETE ON number_block FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER number_block_never_emptied BEFORE TRUNCATE ON number_block FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- held: of a block, not accounted for; paper: of a block, used on paper (paper_letter says for what).
ALTER TABLE letter_number
  ADD COLUMN sub text NOT NULL DEFAULT '' CONSTRAINT letter_number_sub CHECK (sub ~ '^[a-z]?$'),   -- inserted after `number`
  ADD COLUMN block_id bigint REFERENCES number_block,
  -- As people type it: without spaces, case and padding zeros (registers/letter-number.ts, foldNumber).
  ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS
    (regexp_replace(lower(regexp_replace(text, '\s+', '', 'g')), '(^|[^0-9])0+(?=[0-9])', '\1', 'g')) STORED,
  ALTER COLUMN letter_id DROP NOT NULL,
  DROP CONSTRAINT letter_number_unique,
  ADD CONSTRAINT letter_number_unique UNIQUE (register_id, year, number, sub),
  DROP CONSTRAINT letter_number_state,
  ADD CONSTRAINT letter_number_state CHECK (state IN ('reserved', 'issued', 'cancelled', 'held', 'paper')),
  ADD CONSTRAINT letter_number_whose CHECK (CASE WHEN state IN ('held', 'paper') THEN letter_id IS NULL AND block_id IS NOT NULL
    WHEN state = 'cancelled' THEN letter_id IS NOT NULL OR block_id IS NOT NULL ELSE letter_id IS NOT NULL END),
  ADD CONSTRAINT letter_number_inserted_or_of_a_block CHECK (sub = '' OR block_id IS NULL);
DROP INDEX letter_number_text;
CREATE INDEX letter_number_folded ON letter_number (folded);
-- Nothing that stands on a letter stands on another one of the same register and year, whatever formats they follow.
CREATE UNIQUE INDEX letter_number_one_text ON letter_number (register_id, year, folded) WHERE state IN ('reserved', 'issued', 'paper');
CREATE INDEX letter_number_block ON letter_number (block_id) WHERE block_id IS NOT NULL;

CREATE TABLE paper_letter (
  number_id   bigint PRIMARY KEY REFERENCES letter_number,
  addressee   text NOT NULL CONSTRAINT paper_letter_addressee CHECK (addressee <> ''),
  subject     text NOT NULL,                                      -- empty where the class forbids to tell it
  security    text NOT NULL CONSTRAINT paper_letter_security CHECK (security IN ('B', 'T', 'R', 'SR')),
  letter_date date NOT NULL,
  signed_by   text NOT NULL CONSTRAINT paper_letter_signed_by CHECK (signed_by <> ''),
  person_id   integer NOT NULL REFERENCES person,
  capacity    text NOT NULL,
  at          timestamptz NOT NULL,
  CONSTRAINT paper_letter_keeps_secrets CHECK (subject = '' OR security IN ('B', 'T'))
);
CREATE TRIGGER paper_letter_written_once BEFORE UPDATE OR DELETE ON paper_letter FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_letter_never_emptied BEFORE TRUNCATE ON paper_letter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Gapless by construction: a number never leaves its register, year and letter, and what was issued, cancelled or used on
-- paper stays so. A held number is given to one letter, recorded as used on paper, or cancelled.
CREATE OR REPLACE FUNCTION letter_number_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND (NEW.id, NEW.register_id, NEW.year, NEW.number, NEW.sub, NEW.block_id, NEW.taken_at)
         IS NOT DISTINCT FROM (OLD.id, OLD.register_id, OLD.year, OLD.number, OLD.sub, OLD.block_id, OLD.taken_at)
     AND ((OLD.state = 'reserved' AND NEW.state IN ('reserved', 'issued', 'cancelled') AND NEW.letter_id = OLD.letter_id)
       OR (OLD.state = 'held' AND NEW.state = 'reserved' AND NEW.letter_id IS NOT NULL)
       OR (OLD.state = 'held' AND NEW.state = 'cancelled' AND NEW.letter_id IS NULL)
       OR (OLD.state = 'held' AND NEW.state = 'paper' AND EXISTS (SELECT FROM paper_letter p WHERE p.number_id = OLD.id))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'letter_number keeps every number taken: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION letter_number_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state NOT IN ('reserved', 'held', 'cancelled') THEN
    RAISE EXCEPTION 'a number begins as reserved, held or cancelled' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- Insertions stand behind a number that was taken, and in the order a, b, c.
  IF NEW.sub <> '' AND NOT EXISTS (SELECT FROM letter_number n WHERE (n.register_id, n.year, n.number) = (NEW.register_id, NEW.year, NEW.number)
       AND n.sub = CASE NEW.sub WHEN 'a' THEN '' ELSE chr(ascii(NEW.sub) - 1) END) THEN
    RAISE EXCEPTION 'nothing before insertion %.%', NEW.number, NEW.sub USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER letter_number_begun BEFORE INSERT ON letter_number FOR EACH ROW EXECUTE FUNCTION letter_number_begins();

-- What was granted to one letter before its signature: an inserted number, a number of a block, an earlier date ('date'), or
-- that this date holds no longer ('date_over'). The last of the two about the date counts.
CREATE TABLE number_grant (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id   bigint NOT NULL REFERENCES letter,
  register_id integer NOT NULL REFERENCES register,
  what        text NOT NULL CONSTRAINT number_grant_what CHECK (what IN ('insertion', 'block', 'date', 'date_over')),
  number_id   bigint REFERENCES letter_number,
  letter_date date,
  reason      text NOT NULL CONSTRAINT number_grant_reason CHECK (reason <> ''),
  person_id   integer NOT NULL REFERENCES person,
  capacity    text NOT NULL,
  at          timestamptz NOT NULL,
  CONSTRAINT number_grant_names_number CHECK ((what IN ('insertion', 'block')) = (number_id IS NOT NULL)),
  CONSTRAINT number_grant_names_date CHECK ((what = 'date') = (letter_date IS NOT NULL))
);
CREATE INDEX number_grant_letter ON number_grant (letter_id, id);
CREATE INDEX number_grant_number ON number_grant (number_id) WHERE number_id IS NOT NULL;
CREATE TRIGGER number_grant_written_once BEFORE UPDATE OR DELETE ON number_grant FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER number_grant_never_emptied BEFORE TRUNCATE ON number_grant FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The printed date is the day of the signature, or the earlier one that was granted last: no other is ever sealed.
CREATE FUNCTION signing_act_date_was_granted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  day date := (NEW.sealed_at AT TIME ZONE (SELECT time_zone FROM office))::date;
BEGIN
  IF NEW.letter_date <> day AND (NEW.letter_date > day OR NEW.letter_date IS DISTINCT FROM
       (SELECT g.letter_date FROM number_grant g WHERE g.letter_id = NEW.letter_id AND g.what IN ('date', 'date_over') ORDER BY g.id DESC LIMIT 1)) THEN
    RAISE EXCEPTION 'letter date % was not granted', NEW.letter_date USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signing_act_date_granted BEFORE INSERT ON signing_act FOR EACH ROW EXECUTE FUNCTION signing_act_date_was_granted();

-- Down Migration
