-- Up Migration

-- Units whose front desk takes letters from the public form; none: the office has no such form.
CREATE TABLE public_desk (
  unit_id   integer PRIMARY KEY REFERENCES unit,
  opened_by integer NOT NULL REFERENCES person,
  opened_at timestamptz NOT NULL
);

-- What came through the form, by the hash of the code on the sender's receipt. Whoever knows the code may follow the letter.
CREATE TABLE public_letter (
  intake_id bigint PRIMARY KEY REFERENCES intake,
  code_hash bytea NOT NULL CONSTRAINT public_letter_code UNIQUE CONSTRAINT public_letter_code_length CHECK (length(code_hash) = 32)
);
CREATE TRIGGER public_letter_written_once BEFORE UPDATE OR DELETE ON public_letter FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER public_letter_never_emptied BEFORE TRUNCATE ON public_letter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
