-- Up Migration

-- Every number 1…n of a register and year: issued, reserved for a named letter, or cancelled with a reason.
CREATE TABLE letter_number (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  register_id integer NOT NULL REFERENCES register,
  year        integer NOT NULL,
  number      integer NOT NULL CONSTRAINT letter_number_positive CHECK (number > 0),
  text        text NOT NULL,                                      -- as printed
  letter_id   bigint NOT NULL REFERENCES letter,
  state       text NOT NULL CONSTRAINT letter_number_state CHECK (state IN ('reserved', 'issued', 'cancelled')),
  reason      text NOT NULL DEFAULT '',
  changed_by  integer REFERENCES person,
  taken_at    timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL,
  CONSTRAINT letter_number_unique UNIQUE (register_id, year, number),
  CONSTRAINT letter_number_reason CHECK (state <> 'cancelled' OR reason <> '')
);
CREATE UNIQUE INDEX letter_number_one_per_letter ON letter_number (letter_id) WHERE state <> 'cancelled';
CREATE INDEX letter_number_text ON letter_number (lower(replace(text, ' ', '')));
CREATE INDEX letter_number_letter ON letter_number (letter_id);
-- Gapless by construction: a number never leaves its register, year and letter, and what was issued or cancelled stays so.
CREATE FUNCTION letter_number_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state = 'reserved'
     AND (NEW.id, NEW.register_id, NEW.year, NEW.number, NEW.letter_id, NEW.taken_at)
         IS NOT DISTINCT FROM (OLD.id, OLD.register_id, OLD.year, OLD.number, OLD.letter_id, OLD.taken_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'letter_number keeps every number taken: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER letter_number_kept BEFORE UPDATE OR DELETE ON letter_number FOR EACH ROW EXECUTE FUNCTION letter_number_stays();
CREATE TRIGGER letter_number_never_emptied BEFORE TRUNCATE ON letter_number FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION register_counter_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.last = OLD.last + 1 AND (NEW.register_id, NEW.year) = (OLD.register_id, OLD.year) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'register_counter only counts on: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER register_counter_counts_on BEFORE UPDATE OR DELETE ON register_counter FOR EACH ROW EXECUTE FUNCTION register_counter_grows();

-- One try at signing: everything that the signed bytes will contain, stored before anything is signed (seal-and-log 5, T1).
CREATE TABLE signing_act (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id      bigint NOT NULL REFERENCES letter,
  version_id     bigint NOT NULL REFERENCES letter_version,
  step_id        bigint NOT NULL REFERENCES approval_step,
  number_id      bigint NOT NULL REFERENCES letter_number,
  person_id      integer NOT NULL REFERENCES person,
  appointment_id integer NOT NULL REFERENCES appointment,
  capacity       text NOT NULL,
  certificate_id integer NOT NULL REFERENCES certificate,
  seal_key_id    integer NOT NULL REFERENCES seal_key,
  host           text NOT NULL,
  token          text NOT NULL CONSTRAINT signing_act_token_unique UNIQUE CONSTRAINT signing_act_token_form CHECK (token ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  letter_date    date NOT NULL,
  sealed_at      timestamptz NOT NULL,
  salt           bytea NOT NULL,
  content        text NOT NULL,                                   -- JCS of the sealed content
  content_commit bytea NOT NULL,
  seal           bytea NOT NULL,
  seal_hash      bytea NOT NULL,
  pages          integer NOT NULL,
  -- open: prepared; signed: our verifier accepted the bytes named by document_sha256 and the file is about to be on disk.
  state          text NOT NULL CONSTRAINT signing_act_state CHECK (state IN ('open', 'signed', 'done', 'abandoned')),
  document_sha256 bytea CONSTRAINT signing_act_names_document CHECK (state NOT IN ('signed', 'done') OR document_sha256 IS NOT NULL),
  instance       integer NOT NULL,                                -- the process at work; its advisory lock tells whether it lives
  started_at     timestamptz NOT NULL,
  finished_at    timestamptz
);
-- At most one unfinished act a letter: a double click or a second device meets this index.
CREATE UNIQUE INDEX signing_act_one_open ON signing_act (letter_id) WHERE state IN ('open', 'signed');
CREATE UNIQUE INDEX signing_act_one_done ON signing_act (letter_id) WHERE state = 'done';

-- The issued letter: what the seal, the log and the check page need for decades.
CREATE TABLE issue (
  letter_id      bigint PRIMARY KEY REFERENCES letter,
  act_id         bigint NOT NULL REFERENCES signing_act,
  number_id      bigint NOT NULL REFERENCES letter_number,
  document_sha256 bytea NOT NULL REFERENCES document,
  host           text NOT NULL,
  token          text NOT NULL CONSTRAINT issue_token_unique UNIQUE,
  seal_hash      bytea NOT NULL CONSTRAINT issue_seal_hash_unique UNIQUE,
  opening_r      bytea NOT NULL CONSTRAINT issue_r_length CHECK (length(opening_r) = 32),
  content_commit bytea NOT NULL CONSTRAINT issue_commit_length CHECK (length(content_commit) = 32),
  pdf_length     bigint NOT NULL,
  issued_at      timestamptz NOT NULL
);
-- A file brought to the check page without its code.
CREATE INDEX issue_document ON issue (document_sha256);
CREATE TRIGGER issue_written_once BEFORE UPDATE OR DELETE ON issue FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER issue_never_emptied BEFORE TRUNCATE ON issue FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE signature (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id       bigint NOT NULL REFERENCES letter,
  document_sha256 bytea NOT NULL REFERENCES document,
  person_id       integer NOT NULL REFERENCES person,
  appointment_id  integer NOT NULL REFERENCES appointment,
  capacity        text NOT NULL,
  certificate_id  integer NOT NULL REFERENCES certificate,
  seal_key_id     integer NOT NULL REFERENCES seal_key,
  level           text NOT NULL CONSTRAINT signature_level CHECK (level IN ('B-B', 'B-T', 'B-LT', 'B-LTA')),
  signed_at       timestamptz NOT NULL
);
CREATE TRIGGER signature_written_once BEFORE UPDATE OR DELETE ON signature FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signature_never_emptied BEFORE TRUNCATE ON signature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Entries waiting for their place in the log. `log_index` is given once, by the sequencer; the bytes never change.
CREATE TABLE log_entry (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind      text NOT NULL CONSTRAINT log_entry_kind CHECK (kind IN ('LETTER', 'STATUS', 'KEYS', 'COSEAL')),
  entry     bytea NOT NULL,
  letter_id bigint REFERENCES letter,
  queued_at timestamptz NOT NULL,
  log_index bigint CONSTRAINT log_entry_index_unique UNIQUE
);
CREATE UNIQUE INDEX log_entry_one_letter ON log_entry (letter_id) WHERE kind = 'LETTER';
CREATE FUNCTION log_entry_keeps_its_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.log_index IS NULL
     AND (NEW.id, NEW.kind, NEW.entry, NEW.letter_id, NEW.queued_at) IS NOT DISTINCT FROM (OLD.id, OLD.kind, OLD.entry, OLD.letter_id, OLD.queued_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'log_entry is written once: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER log_entry_written_once BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION log_entry_keeps_its_bytes();
CREATE TRIGGER log_entry_never_emptied BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
