-- Up Migration

-- Steps of one ordinal are one stage: of `all-of` everybody decides, side by side; of `one-of` whoever is first. The
-- signature stays the last stage, alone. Steps of before are stages of one.
ALTER TABLE approval_step
  ADD COLUMN mode text NOT NULL DEFAULT 'all-of' CONSTRAINT approval_step_mode CHECK (mode IN ('all-of', 'one-of')),
  -- The box of the file copy: own line of command, or other units.
  ADD COLUMN paraf text NOT NULL DEFAULT 'hierarki' CONSTRAINT approval_step_paraf CHECK (paraf IN ('hierarki', 'koordinasi')),
  -- The paraf given on an earlier version that still holds after a reviewer's correction: this step is not asked again.
  ADD COLUMN held_id bigint CONSTRAINT approval_step_held REFERENCES decision,
  DROP CONSTRAINT approval_step_unique,
  ADD CONSTRAINT approval_step_position_once UNIQUE (version_id, position_id),
  ADD CONSTRAINT approval_step_signature_is_given CHECK (task <> 'sign' OR held_id IS NULL);
CREATE INDEX approval_step_held ON approval_step (held_id) WHERE held_id IS NOT NULL;

CREATE FUNCTION approval_step_in_stages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM approval_step s WHERE s.version_id = NEW.version_id AND (
       (s.ordinal = NEW.ordinal AND (s.mode <> NEW.mode OR s.task <> NEW.task OR NEW.task = 'sign'))
       OR (s.task = 'sign' AND s.ordinal <= NEW.ordinal)
       OR (NEW.task = 'sign' AND s.ordinal >= NEW.ordinal))) THEN
    RAISE EXCEPTION 'approval_step: the signature is one and last, and a stage has one mode' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_step_staged BEFORE INSERT ON approval_step FOR EACH ROW EXECUTE FUNCTION approval_step_in_stages();

-- `corrected` begins a version as `submitted` does: written by whoever held an open step. An administrator takes back a
-- letter that nobody can decide on without holding a post.
ALTER TABLE decision
  ADD COLUMN closes_stage integer,                                -- of a one-of stage: the stage that this decision ends
  DROP CONSTRAINT decision_outcome,
  ADD CONSTRAINT decision_outcome CHECK (outcome IN ('submitted', 'corrected', 'approved', 'returned', 'rejected', 'taken_back', 'signed')),
  ALTER COLUMN appointment_id DROP NOT NULL,
  ADD CONSTRAINT decision_appointment CHECK (appointment_id IS NOT NULL OR outcome = 'taken_back');
-- Of a one-of stage one decision, of a version one ending: two at once cannot both be recorded.
CREATE UNIQUE INDEX decision_one_closes_stage ON decision (version_id, closes_stage) WHERE closes_stage IS NOT NULL;
CREATE UNIQUE INDEX decision_one_ending ON decision (version_id) WHERE outcome IN ('returned', 'rejected', 'taken_back', 'signed');

CREATE FUNCTION decision_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE step approval_step;
BEGIN
  IF EXISTS (SELECT FROM decision d WHERE d.version_id = NEW.version_id AND d.outcome IN ('returned', 'rejected', 'taken_back', 'signed')) THEN
    RAISE EXCEPTION 'decision: version % has ended', NEW.version_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW.closes_stage := NULL;
  IF NEW.step_id IS NULL THEN RETURN NEW; END IF;
  SELECT * INTO STRICT step FROM approval_step s WHERE s.id = NEW.step_id;
  IF step.version_id <> NEW.version_id OR step.held_id IS NOT NULL THEN
    RAISE EXCEPTION 'decision: step % is not open on version %', NEW.step_id, NEW.version_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF step.mode = 'one-of' THEN
    NEW.closes_stage := step.ordinal;
    IF EXISTS (SELECT FROM approval_step s WHERE s.version_id = step.version_id AND s.ordinal = step.ordinal AND s.held_id IS NOT NULL) THEN
      RAISE EXCEPTION 'decision: stage % of version % is decided', step.ordinal, NEW.version_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_taken_in_turn BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION decision_in_turn();

-- How letters of a unit and of certain kinds go round. Each change is a version of its own; the newest is in force.
CREATE TABLE chain_template (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  created_at timestamptz NOT NULL
);
CREATE TABLE chain_template_version (
  template_id integer NOT NULL REFERENCES chain_template,
  version     integer NOT NULL CONSTRAINT chain_template_version_positive CHECK (version > 0),
  name        text NOT NULL CONSTRAINT chain_template_name CHECK (name <> ''),
  unit_id     integer REFERENCES unit,                            -- of the drafter's post, with the units below it; null: everywhere
  kinds       text[] NOT NULL DEFAULT '{}',                       -- codes of kinds; empty: every kind
  corrections text NOT NULL CONSTRAINT chain_template_corrections CHECK (corrections IN ('hold', 'again')),
  stages      jsonb NOT NULL,
  in_force    boolean NOT NULL,                                   -- false: ended with this version
  changed_by  integer NOT NULL REFERENCES person,
  changed_at  timestamptz NOT NULL,
  PRIMARY KEY (template_id, version)
);
CREATE TRIGGER chain_template_version_written_once BEFORE UPDATE OR DELETE ON chain_template_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chain_template_version_never_emptied BEFORE TRUNCATE ON chain_template_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- By which template a letter's version goes round, and what a reviewer's correction does to the parafs before it.
CREATE TABLE version_chain (
  version_id       bigint PRIMARY KEY REFERENCES letter_version,
  template_id      integer,
  template_version integer,
  corrections      text NOT NULL CONSTRAINT version_chain_corrections CHECK (corrections IN ('hold', 'again')),
  CONSTRAINT version_chain_template FOREIGN KEY (template_id, template_version) REFERENCES chain_template_version,
  CONSTRAINT version_chain_template_whole CHECK ((template_id IS NULL) = (template_version IS NULL))
);
CREATE TRIGGER version_chain_written_once BEFORE UPDATE OR DELETE ON version_chain FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_chain_never_emptied BEFORE TRUNCATE ON version_chain FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
