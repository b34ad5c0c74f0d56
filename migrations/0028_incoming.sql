-- Up Migration

-- To dispose of incoming letters in a post's place is a task of its own beside initials and signatures.
ALTER TABLE mandate DROP CONSTRAINT mandate_tasks;
ALTER TABLE mandate ADD CONSTRAINT mandate_tasks CHECK (tasks <@ ARRAY['initial', 'sign', 'dispose'] AND cardinality(tasks) > 0);

-- Whoever wrote to the office before is suggested while the next letter is registered.
CREATE TABLE sender (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL CONSTRAINT sender_name CHECK (name <> ''),
  folded     text NOT NULL GENERATED ALWAYS AS (lower(regexp_replace(btrim(name), '\s+', ' ', 'g'))) STORED,
  address    text NOT NULL DEFAULT '',
  email      text NOT NULL DEFAULT '',
  letters    integer NOT NULL DEFAULT 0,                          -- how often: the frequent ones are suggested first
  last_at    timestamptz NOT NULL,
  CONSTRAINT sender_unique UNIQUE (folded)
);

-- What came in and nobody has registered yet: a dropped scan, a citizen's form, another installation's delivery. The clerks of
-- the unit see it until it is registered or put aside with a reason, so nothing that arrived can vanish.
CREATE TABLE intake (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_id         integer NOT NULL REFERENCES unit,               -- in whose front desk it lies
  origin          text NOT NULL CONSTRAINT intake_origin CHECK (origin IN ('desk', 'public', 'exchange')),
  state           text NOT NULL CONSTRAINT intake_state CHECK (state IN ('waiting', 'ready', 'refused', 'registered', 'put_aside')),
  -- 'waiting': its files are being prepared. 'refused': they cannot be; `reason` is a code of the intake's words.
  reason          text CONSTRAINT intake_says_why CHECK ((state IN ('refused', 'put_aside')) = (reason IS NOT NULL)),
  -- Once only, however often the browser or the other installation sends it.
  submission_key  text NOT NULL CONSTRAINT intake_submission_key CHECK (length(submission_key) BETWEEN 8 AND 200),
  -- What is known or guessed of the letter: sender, number, date, subject …, by what it was found. Shape: intake/found-fields.ts.
  found           jsonb NOT NULL DEFAULT '{}',
  document_sha256 bytea REFERENCES document,                      -- the one PDF that will be read
  pages           integer,
  -- The verifier's report in short, and what the QR said. Shape: intake/findings.ts.
  findings        jsonb,
  -- Order and turn of all pages as the clerk set them: [{"file", "page", "turn": 0|90|180|270}]; null: as they came.
  arrangement     jsonb,
  -- Counts every change of files and arrangement: what was prepared for an older one is not kept.
  revision        integer NOT NULL DEFAULT 0,
  put_in_by       integer REFERENCES person,                      -- null: from outside
  put_in_at       timestamptz NOT NULL,
  changed_at      timestamptz NOT NULL,
  CONSTRAINT intake_once UNIQUE (origin, submission_key),
  CONSTRAINT intake_ready_is_whole CHECK (state <> 'ready' OR (document_sha256 IS NULL) = (pages IS NULL))
);
CREATE INDEX intake_open ON intake (unit_id, id) WHERE state IN ('waiting', 'ready', 'refused');

-- The files as they came, in the order in which their pages become one PDF.
CREATE TABLE intake_file (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  intake_id  bigint NOT NULL REFERENCES intake,
  ordinal    integer NOT NULL,
  role       text NOT NULL CONSTRAINT intake_file_role CHECK (role IN ('letter', 'attachment')),
  name       text NOT NULL CONSTRAINT intake_file_name CHECK (name <> ''),
  kind       text NOT NULL CONSTRAINT intake_file_kind CHECK (kind IN ('pdf', 'jpeg', 'png', 'tiff')),
  -- As it came. It becomes a document once it is let in; before that, and for good if it holds a virus, only its name stands here.
  sha256     bytea NOT NULL CONSTRAINT intake_file_sha256_length CHECK (length(sha256) = 32),
  length     bigint NOT NULL,
  let_in_at  timestamptz,
  -- Why it cannot be used: a code of the intake's words, and what it is filled with (the name of a virus).
  problem    text,
  problem_detail text NOT NULL DEFAULT '',
  -- Its pages as one PDF in the order in which they came, and what was found on them. Shape: intake/file-facts.ts.
  prepared_sha256 bytea REFERENCES document,
  pages      integer,
  facts      jsonb,
  -- Of an attachment: the PDF that will be read, its pages turned and in order.
  read_sha256 bytea REFERENCES document,
  removed_at timestamptz,
  CONSTRAINT intake_file_prepared CHECK ((prepared_sha256 IS NULL) = (pages IS NULL) AND (pages IS NULL) = (facts IS NULL)),
  CONSTRAINT intake_file_prepared_is_let_in CHECK (prepared_sha256 IS NULL OR let_in_at IS NOT NULL)
);
CREATE INDEX intake_file_of ON intake_file (intake_id, ordinal) WHERE removed_at IS NULL;
CREATE INDEX intake_file_sha256 ON intake_file (sha256);
CREATE INDEX intake_file_at_the_door ON intake_file (id) WHERE let_in_at IS NULL;

-- Agenda numbers of incoming letters: per unit and year, without a gap. Counted in the transaction that writes the letter.
CREATE TABLE agenda_counter (
  unit_id integer NOT NULL REFERENCES unit,
  year    integer NOT NULL,
  last    integer NOT NULL DEFAULT 0 CONSTRAINT agenda_counter_last CHECK (last >= 0),
  PRIMARY KEY (unit_id, year)
);

-- One registered incoming letter: a line of the agenda for good. What was registered by mistake stays, void, with its reason.
CREATE TABLE incoming (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_id         integer NOT NULL REFERENCES unit,               -- whose agenda counts it
  year            integer NOT NULL,
  agenda          integer NOT NULL CONSTRAINT incoming_agenda_positive CHECK (agenda > 0),
  origin          text NOT NULL CONSTRAINT incoming_origin CHECK (origin IN ('desk', 'public', 'exchange', 'internal')),
  channel         text NOT NULL CONSTRAINT incoming_channel CHECK (channel IN ('post', 'courier', 'email', 'counter', 'fax', 'public', 'exchange', 'internal')),
  intake_id       bigint REFERENCES intake CONSTRAINT incoming_of_intake UNIQUE,
  submission_key  text NOT NULL CONSTRAINT incoming_once UNIQUE CONSTRAINT incoming_submission_key CHECK (length(submission_key) BETWEEN 8 AND 200),
  sender_id       integer REFERENCES sender,
  sender_name     text NOT NULL CONSTRAINT incoming_sender_name CHECK (sender_name <> ''),
  sender_address  text NOT NULL DEFAULT '',
  number          text NOT NULL DEFAULT '',
  -- The number without case, blanks and marks: the same letter twice is found by it.
  number_folded   text NOT NULL GENERATED ALWAYS AS (lower(regexp_replace(number, '[^[:alnum:]]', '', 'g'))) STORED,
  letter_date     date,
  subject         text NOT NULL,
  received_at     timestamptz NOT NULL,
  security        text NOT NULL CONSTRAINT incoming_security CHECK (security IN ('B', 'T', 'R', 'SR')),
  urgency         text NOT NULL CONSTRAINT incoming_urgency CHECK (urgency IN ('AMAT_SEGERA', 'SEGERA', 'PENTING', 'BIASA')),
  classification  text NOT NULL DEFAULT '',
  addressee_position_id integer NOT NULL REFERENCES position,
  -- Secret, and only its envelope was registered: there is nothing to read here.
  withheld        boolean NOT NULL DEFAULT false,
  document_sha256 bytea REFERENCES document,
  pages           integer,
  findings        jsonb,                                          -- of the intake: what verifier and QR said on the day it came
  letter_id       bigint REFERENCES letter,                       -- one of our own letters, come to another post of ours
  delivery_id     bigint REFERENCES delivery CONSTRAINT incoming_of_delivery UNIQUE,
  -- 'closed' when its work is done; 'void' for what should not have been registered.
  state           text NOT NULL CONSTRAINT incoming_state CHECK (state IN ('open', 'closed', 'void')),
  state_since     timestamptz NOT NULL,
  state_reason    text NOT NULL DEFAULT '',
  answered_by     bigint REFERENCES letter,                       -- the sent letter that closed it
  registered_by   integer REFERENCES person,                      -- null: by itself
  registered_at   timestamptz NOT NULL,
  revision        integer NOT NULL DEFAULT 0,                     -- optimistic lock of corrections
  CONSTRAINT incoming_agenda_unique UNIQUE (unit_id, year, agenda),
  CONSTRAINT incoming_void_says_why CHECK (state <> 'void' OR state_reason <> ''),
  CONSTRAINT incoming_withheld_is_secret CHECK (NOT withheld OR (security IN ('R', 'SR') AND document_sha256 IS NULL)),
  CONSTRAINT incoming_pages CHECK ((document_sha256 IS NULL) = (pages IS NULL))
);
CREATE INDEX incoming_newest ON incoming (unit_id, id DESC);
CREATE INDEX incoming_same ON incoming (number_folded, sender_name) WHERE number_folded <> '';
CREATE INDEX incoming_document ON incoming (document_sha256) WHERE document_sha256 IS NOT NULL;
CREATE INDEX incoming_addressee ON incoming (addressee_position_id, id DESC);
CREATE INDEX incoming_open ON incoming (unit_id, id) WHERE state = 'open';
CREATE INDEX incoming_letter ON incoming (letter_id) WHERE letter_id IS NOT NULL;
CREATE TRIGGER incoming_never_removed BEFORE DELETE ON incoming FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incoming_never_emptied BEFORE TRUNCATE ON incoming FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION incoming_keeps_its_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.unit_id, NEW.year, NEW.agenda, NEW.origin, NEW.submission_key, NEW.registered_at)
     IS DISTINCT FROM (OLD.id, OLD.unit_id, OLD.year, OLD.agenda, OLD.origin, OLD.submission_key, OLD.registered_at) THEN
    RAISE EXCEPTION 'a line of the agenda keeps its place' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER incoming_keeps_its_line BEFORE UPDATE ON incoming FOR EACH ROW EXECUTE FUNCTION incoming_keeps_its_line();

-- Attachments that came with it, each a PDF to read; the received bytes beside it.
CREATE TABLE incoming_attachment (
  incoming_id bigint NOT NULL REFERENCES incoming,
  ordinal     integer NOT NULL,
  name        text NOT NULL CONSTRAINT incoming_attachment_name CHECK (name <> ''),
  sha256      bytea NOT NULL REFERENCES document,
  pages       integer NOT NULL,
  PRIMARY KEY (incoming_id, ordinal)
);

-- The instructions of the disposition sheet: data of the office. A closed one stays readable on old sheets.
CREATE TABLE instruction (
  code      text PRIMARY KEY CONSTRAINT instruction_code CHECK (code ~ '^[A-Z0-9_]{2,40}$'),
  name      text NOT NULL CONSTRAINT instruction_name CHECK (name <> ''),
  name_en   text NOT NULL DEFAULT '',
  sort      integer NOT NULL,
  closed_at timestamptz
);
INSERT INTO instruction (code, name, name_en, sort) VALUES
  ('PROSES', 'Proses lebih lanjut', 'Process further', 10),
  ('TANGGAPAN', 'Tanggapan dan saran', 'Comments and suggestions', 20),
  ('KOORDINASI', 'Koordinasikan / konfirmasikan', 'Coordinate and confirm', 30),
  ('PELAJARI', 'Pelajari / telaah', 'Study and review', 40),
  ('WAKILI', 'Wakili / hadiri, laporkan hasilnya', 'Represent me and report', 50),
  ('HADIR_BERSAMA', 'Hadir bersama', 'Attend together with me', 60),
  ('PANTAU', 'Pantau', 'Monitor', 70),
  ('PERHATIAN', 'Untuk menjadi perhatian', 'For attention', 80),
  ('UNTUK_DIKETAHUI', 'Untuk diketahui / digunakan', 'For information', 90),
  ('JAWAB', 'Jawab secara tertulis', 'Answer in writing', 100),
  ('KONSEP', 'Buatkan konsep', 'Prepare a draft', 110),
  ('BAHAN', 'Siapkan bahan', 'Prepare material', 120),
  ('JADWALKAN', 'Jadwalkan / agendakan', 'Schedule', 130),
  ('SESUAI', 'Sesuai ketentuan', 'According to the rules', 140),
  ('PEDOMAN', 'Jadikan pedoman', 'Use as a guideline', 150),
  ('ARSIP', 'Catat dan arsipkan', 'Record and file', 160);

-- Who has the letter in hand: a node of its tree. A post holds, not a person: whoever is appointed next finds it.
CREATE TABLE holding (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incoming_id bigint NOT NULL REFERENCES incoming,
  parent_id   bigint REFERENCES holding,                          -- null: the first holder
  sheet_id    bigint,                                             -- by which it came; null: the first holder
  position_id integer NOT NULL REFERENCES position,
  responsible boolean NOT NULL,                                   -- of several on one sheet, the one who answers for it
  due_at      timestamptz,
  -- unread → read → passed_on (to others, who hold it now) → done; a disposition is reported before it is done, or cancelled unread.
  state       text NOT NULL CONSTRAINT holding_state CHECK (state IN ('unread', 'read', 'passed_on', 'reported', 'done', 'cancelled')),
  state_since timestamptz NOT NULL,
  since       timestamptz NOT NULL,
  CONSTRAINT holding_root CHECK ((parent_id IS NULL) = (sheet_id IS NULL))
);
-- A post has a letter in hand once: no circle, whatever two people do at once.
CREATE UNIQUE INDEX holding_once ON holding (incoming_id, position_id) WHERE state NOT IN ('done', 'cancelled');
CREATE UNIQUE INDEX holding_one_root ON holding (incoming_id) WHERE parent_id IS NULL;
CREATE INDEX holding_waiting ON holding (position_id, id) WHERE state IN ('unread', 'read', 'reported');
CREATE INDEX holding_post ON holding (position_id, incoming_id DESC);
CREATE INDEX holding_parent ON holding (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX holding_due ON holding (due_at) WHERE due_at IS NOT NULL AND state IN ('unread', 'read');
CREATE TRIGGER holding_never_removed BEFORE DELETE ON holding FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER holding_never_emptied BEFORE TRUNCATE ON holding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One lembar disposisi, or one passing upward: written once. A change while unread is a new sheet in place of the old one.
CREATE TABLE sheet (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incoming_id     bigint NOT NULL REFERENCES incoming,
  from_holding_id bigint NOT NULL REFERENCES holding,
  kind            text NOT NULL CONSTRAINT sheet_kind CHECK (kind IN ('forward', 'disposition')),
  instructions    jsonb NOT NULL DEFAULT '[]',                    -- [{"code", "name"}] as they read on that day
  remark          text NOT NULL DEFAULT '',
  due_at          timestamptz,
  replaces_id     bigint REFERENCES sheet CONSTRAINT sheet_replaced_once UNIQUE,
  person_id       integer NOT NULL REFERENCES person,
  appointment_id  integer NOT NULL REFERENCES appointment,
  mandate_id      integer REFERENCES mandate,
  capacity        text NOT NULL,                                  -- as it read at that moment
  at              timestamptz NOT NULL
);
CREATE INDEX sheet_incoming ON sheet (incoming_id, id);
CREATE INDEX sheet_person ON sheet (person_id, id DESC);
ALTER TABLE holding ADD CONSTRAINT holding_sheet FOREIGN KEY (sheet_id) REFERENCES sheet;
CREATE TRIGGER sheet_written_once BEFORE UPDATE OR DELETE ON sheet FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sheet_never_emptied BEFORE TRUNCATE ON sheet FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a holder reports to whoever disposed; accepted or returned by them.
CREATE TABLE report (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  holding_id  bigint NOT NULL REFERENCES holding,
  text        text NOT NULL,
  reply_id    bigint REFERENCES letter,                           -- the letter that answers
  person_id   integer NOT NULL REFERENCES person,
  appointment_id integer NOT NULL REFERENCES appointment,
  mandate_id  integer REFERENCES mandate,
  capacity    text NOT NULL,
  at          timestamptz NOT NULL
);
CREATE INDEX report_holding ON report (holding_id, id);
CREATE TRIGGER report_written_once BEFORE UPDATE OR DELETE ON report FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER report_never_emptied BEFORE TRUNCATE ON report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TABLE report_file (
  report_id bigint NOT NULL REFERENCES report,
  ordinal   integer NOT NULL,
  name      text NOT NULL CONSTRAINT report_file_name CHECK (name <> ''),
  sha256    bytea NOT NULL REFERENCES document,
  pages     integer NOT NULL,
  PRIMARY KEY (report_id, ordinal)
);

-- The timeline: everything that happened to the letter, in order, as it was told on that day.
CREATE TABLE incoming_event (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incoming_id    bigint NOT NULL REFERENCES incoming,
  holding_id     bigint REFERENCES holding,
  sheet_id       bigint REFERENCES sheet,
  report_id      bigint REFERENCES report,
  kind           text NOT NULL CONSTRAINT incoming_event_kind CHECK (kind IN ('registered', 'corrected', 'forwarded', 'disposed', 'read', 'cancelled', 'changed',
    'reported', 'accepted', 'returned', 'done', 'answered', 'closed', 'reopened', 'voided', 'moved', 'reminded', 'escalated')),
  person_id      integer REFERENCES person,                       -- null: by itself
  appointment_id integer REFERENCES appointment,
  mandate_id     integer REFERENCES mandate,
  capacity       text NOT NULL DEFAULT '',
  note           text NOT NULL DEFAULT '',
  at             timestamptz NOT NULL
);
CREATE INDEX incoming_event_of ON incoming_event (incoming_id, id);
CREATE TRIGGER incoming_event_written_once BEFORE UPDATE OR DELETE ON incoming_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incoming_event_never_emptied BEFORE TRUNCATE ON incoming_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every reading of a T, R or SR letter: who, in which capacity, what, when.
CREATE TABLE incoming_reading (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incoming_id bigint NOT NULL REFERENCES incoming,
  person_id   integer NOT NULL REFERENCES person,
  capacity    text NOT NULL,
  what        text NOT NULL CONSTRAINT incoming_reading_what CHECK (what IN ('page', 'document', 'attachment', 'sheet')),
  at          timestamptz NOT NULL
);
CREATE INDEX incoming_reading_of ON incoming_reading (incoming_id, id);
CREATE TRIGGER incoming_reading_written_once BEFORE UPDATE OR DELETE ON incoming_reading FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incoming_reading_never_emptied BEFORE TRUNCATE ON incoming_reading FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Where letters to the posts of a unit go first: to a secretary who passes them on. No row: straight to the addressee.
CREATE TABLE first_holder (
  unit_id     integer PRIMARY KEY REFERENCES unit,
  position_id integer NOT NULL REFERENCES position
);

-- An outgoing letter that answers an incoming one, linked for good.
ALTER TABLE letter ADD COLUMN answers_id bigint REFERENCES incoming;
CREATE INDEX letter_answers ON letter (answers_id) WHERE answers_id IS NOT NULL;

-- Changes of the list of instructions, and of who gets letters first, are written down as those of other settings are.
ALTER TABLE settings_change DROP CONSTRAINT settings_change_about;
ALTER TABLE settings_change ADD CONSTRAINT settings_change_about CHECK (about IN ('reason', 'emblem', 'waiting', 'instruction', 'first_holder'));

-- Down Migration
