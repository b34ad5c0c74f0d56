-- Up Migration

-- Why a letter's status changes: the office's list. `code` is the reason byte of the STATUS entry (seal-and-log 8.1; 0: not stated).
CREATE TABLE status_reason (
  code         smallint PRIMARY KEY CONSTRAINT status_reason_byte CHECK (code BETWEEN 1 AND 255),
  name         text NOT NULL,
  name_en      text NOT NULL,
  needs_remark boolean NOT NULL DEFAULT false,                    -- says too little by itself
  sort         integer NOT NULL
);
INSERT INTO status_reason (code, name, name_en, needs_remark, sort) VALUES
  (1, 'Kekeliruan isi surat', 'A mistake in the letter', false, 1),
  (2, 'Keliru penerima atau pengiriman', 'Wrong addressee or delivery', false, 2),
  (3, 'Ada surat atau ketentuan baru', 'A new letter or rule', false, 3),
  (4, 'Keadaan atau kebijakan berubah', 'Circumstances or policy have changed', false, 4),
  (5, 'Cacat wewenang atau prosedur', 'Lack of authority or a wrong procedure', false, 5),
  (6, 'Putusan pengadilan atau perintah atasan', 'A ruling of a court or an order of a superior', true, 6),
  (7, 'Perubahan keadaan surat yang lalu keliru', 'The former change of status was a mistake', false, 7),
  (255, 'Lain-lain', 'Other', true, 8);

-- What happened to a letter after it was issued. A STATUS entry is made of the row once the log has given the letter its index;
-- until then the row is the queue: `log_index` is null, and nothing claims to be logged.
CREATE TABLE letter_status (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id      bigint NOT NULL REFERENCES issue (letter_id),    -- only what is issued has a status
  prev_id        bigint,                                          -- the status before it; null: in force since it was issued
  code           text NOT NULL CONSTRAINT letter_status_code CHECK (code IN ('withdrawn', 'recalled', 'superseded', 'corrected', 'restored')),
  other_id       bigint REFERENCES issue (letter_id),             -- the letter that supersedes or corrects it
  reason         smallint NOT NULL REFERENCES status_reason,
  remark         text NOT NULL DEFAULT '',                        -- for the office; the check page shows the reason alone
  person_id      integer NOT NULL REFERENCES person,
  appointment_id integer NOT NULL REFERENCES appointment,
  capacity       text NOT NULL,                                   -- as it read at that moment
  authority      text NOT NULL,                                   -- by what right the person could do it
  at             timestamptz NOT NULL,
  log_index      bigint CONSTRAINT letter_status_index_unique UNIQUE,
  CONSTRAINT letter_status_of_letter UNIQUE (id, letter_id),
  CONSTRAINT letter_status_prev FOREIGN KEY (prev_id, letter_id) REFERENCES letter_status (id, letter_id),
  CONSTRAINT letter_status_other CHECK ((code IN ('superseded', 'corrected')) = (other_id IS NOT NULL)),
  CONSTRAINT letter_status_not_itself CHECK (other_id <> letter_id),
  CONSTRAINT letter_status_restores CHECK (code <> 'restored' OR prev_id IS NOT NULL)
);
-- One line of changes a letter, never a fork: of two at once the second is refused, and an old "restored" cannot come again.
CREATE UNIQUE INDEX letter_status_one_first ON letter_status (letter_id) WHERE prev_id IS NULL;
CREATE UNIQUE INDEX letter_status_one_after ON letter_status (prev_id) WHERE prev_id IS NOT NULL;
CREATE INDEX letter_status_letter ON letter_status (letter_id, id DESC);
CREATE INDEX letter_status_waiting ON letter_status (id) WHERE log_index IS NULL;

CREATE FUNCTION letter_status_keeps_its_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.log_index IS NULL AND NEW.log_index IS NOT NULL
     AND (NEW.id, NEW.letter_id, NEW.prev_id, NEW.code, NEW.other_id, NEW.reason, NEW.remark, NEW.person_id, NEW.appointment_id, NEW.capacity, NEW.authority, NEW.at)
         IS NOT DISTINCT FROM
         (OLD.id, OLD.letter_id, OLD.prev_id, OLD.code, OLD.other_id, OLD.reason, OLD.remark, OLD.person_id, OLD.appointment_id, OLD.capacity, OLD.authority, OLD.at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'letter_status is written once: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER letter_status_written_once BEFORE UPDATE OR DELETE ON letter_status FOR EACH ROW EXECUTE FUNCTION letter_status_keeps_its_content();
CREATE TRIGGER letter_status_never_emptied BEFORE TRUNCATE ON letter_status FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
