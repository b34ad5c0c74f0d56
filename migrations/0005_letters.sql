-- Up Migration

CREATE TABLE letter (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind            text NOT NULL REFERENCES letter_kind,
  unit_id         integer NOT NULL REFERENCES unit,               -- of the drafter's position
  drafter_id      integer NOT NULL REFERENCES appointment,
  reply_to_id     bigint REFERENCES letter,
  state           text NOT NULL CONSTRAINT letter_state CHECK (state IN ('draft', 'in_approval', 'awaiting_signature', 'issued', 'rejected')),
  draft           jsonb NOT NULL,                                 -- what the drafter last saved
  draft_revision  integer NOT NULL DEFAULT 0,                     -- optimistic lock of the form
  current_version_id bigint,
  subject         text NOT NULL DEFAULT '',                       -- of the draft, for lists
  security        text NOT NULL DEFAULT 'B' CONSTRAINT letter_security CHECK (security IN ('B', 'T', 'R', 'SR')),
  urgency         text NOT NULL DEFAULT 'BIASA' CONSTRAINT letter_urgency CHECK (urgency IN ('AMAT_SEGERA', 'SEGERA', 'PENTING', 'BIASA')),
  created_at      timestamptz NOT NULL,
  state_since     timestamptz NOT NULL
);
CREATE INDEX letter_unit ON letter (unit_id, id DESC);
CREATE INDEX letter_state_since ON letter (state, state_since);

CREATE TABLE letter_version (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id   bigint NOT NULL REFERENCES letter,
  version     integer NOT NULL CONSTRAINT letter_version_positive CHECK (version > 0),
  content     text NOT NULL,                                      -- JCS (RFC 8785): the frozen bytes
  letterhead  text GENERATED ALWAYS AS (content::jsonb #>> '{letterhead,name}') STORED,  -- the unit that the paper names
  sha256      bytea NOT NULL,
  pages       integer NOT NULL CONSTRAINT letter_version_pages CHECK (pages > 0),
  preview_sha256 bytea NOT NULL REFERENCES document,
  -- Positions here that it is addressed or copied to: who may read it once it is issued.
  recipient_positions integer[] NOT NULL DEFAULT '{}',
  submitted_by integer NOT NULL REFERENCES appointment,
  submitted_at timestamptz NOT NULL,
  CONSTRAINT letter_version_unique UNIQUE (letter_id, version),
  CONSTRAINT letter_version_hash CHECK (sha256 = sha256(convert_to(content, 'UTF8')))
);
ALTER TABLE letter ADD CONSTRAINT letter_current_version FOREIGN KEY (current_version_id) REFERENCES letter_version;
CREATE TRIGGER letter_version_written_once BEFORE UPDATE OR DELETE ON letter_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The chain of a letter as the drafter submitted it; the last step is the signature.
CREATE TABLE approval_step (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version_id  bigint NOT NULL REFERENCES letter_version,
  letter_id   bigint NOT NULL REFERENCES letter,
  ordinal     integer NOT NULL,
  position_id integer NOT NULL REFERENCES position,
  task        text NOT NULL CONSTRAINT approval_step_task CHECK (task IN ('initial', 'sign')),
  CONSTRAINT approval_step_unique UNIQUE (version_id, ordinal)
);
CREATE INDEX approval_step_position ON approval_step (position_id);
CREATE TRIGGER approval_step_written_once BEFORE UPDATE OR DELETE ON approval_step FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE decision (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id   bigint NOT NULL REFERENCES letter,
  version_id  bigint NOT NULL REFERENCES letter_version,
  step_id     bigint REFERENCES approval_step,                    -- null: the drafter's own act (submit, take back)
  outcome     text NOT NULL CONSTRAINT decision_outcome CHECK (outcome IN ('submitted', 'approved', 'returned', 'rejected', 'taken_back', 'signed')),
  person_id   integer NOT NULL REFERENCES person,
  appointment_id integer NOT NULL REFERENCES appointment,
  capacity    text NOT NULL,                                      -- as it read at that moment
  version_sha256 bytea NOT NULL,
  remark      text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL
);
CREATE INDEX decision_letter ON decision (letter_id, id);
-- One decision a step: two officials acting at once cannot both be recorded.
CREATE UNIQUE INDEX decision_one_per_step ON decision (step_id) WHERE step_id IS NOT NULL;
CREATE TRIGGER decision_written_once BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Emptying a table passes by row triggers, so it is refused by triggers of its own.
CREATE TRIGGER letter_version_never_emptied BEFORE TRUNCATE ON letter_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approval_step_never_emptied BEFORE TRUNCATE ON approval_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_never_emptied BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which version a person saw last, and which other one before it: what changed is shown between the two.
CREATE TABLE letter_reading (
  letter_id  bigint NOT NULL REFERENCES letter,
  person_id  integer NOT NULL REFERENCES person,
  version_id bigint NOT NULL REFERENCES letter_version,
  before_id  bigint REFERENCES letter_version,
  at         timestamptz NOT NULL,
  PRIMARY KEY (letter_id, person_id)
);

-- Down Migration
