-- Up Migration

-- When an official is away (cuti, dinas luar), and who stands in meanwhile. The absent one keeps every right.
CREATE TABLE absence (
  id                   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id            integer NOT NULL REFERENCES person,
  reason               text NOT NULL CONSTRAINT absence_reason CHECK (reason IN ('leave', 'duty', 'sick', 'other')),
  first_day            date NOT NULL,
  last_day             date NOT NULL,                             -- inclusive, as everywhere
  stand_in_position_id integer REFERENCES position,
  stand_in_person_id   integer REFERENCES person,
  made_by              integer NOT NULL REFERENCES person,
  made_at              timestamptz NOT NULL,
  ended_by             integer REFERENCES person,
  ended_at             timestamptz,                               -- back earlier than planned
  CONSTRAINT absence_term CHECK (last_day >= first_day),
  CONSTRAINT absence_one_stand_in CHECK (stand_in_position_id IS NULL OR stand_in_person_id IS NULL),
  CONSTRAINT absence_not_own_stand_in CHECK (stand_in_person_id <> person_id),
  CONSTRAINT absence_ended CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE INDEX absence_person ON absence (person_id, last_day);

-- One post lets another post, or one person, act on its behalf. Judged at the instant of the act.
CREATE TABLE mandate (
  id               integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_position_id integer NOT NULL REFERENCES position,
  to_position_id   integer REFERENCES position,
  to_person_id     integer REFERENCES person,
  kinds            text[] NOT NULL DEFAULT '{}',                  -- codes of letter kinds; empty: every kind
  -- 'sign' is the basis for a.n. and u.b. from the receiver's own post; it never opens the giver's seal key.
  tasks            text[] NOT NULL CONSTRAINT mandate_tasks CHECK (tasks <@ ARRAY['initial', 'sign'] AND cardinality(tasks) > 0),
  valid_from       date NOT NULL,
  valid_to         date,
  warrant          text NOT NULL DEFAULT '',
  given_as         text NOT NULL CONSTRAINT mandate_given_as CHECK (given_as IN ('holder', 'superior', 'administrator')),
  absence_id       integer REFERENCES absence,
  made_by          integer NOT NULL REFERENCES person,
  made_at          timestamptz NOT NULL,
  revoked_by       integer REFERENCES person,
  revoked_at       timestamptz,
  CONSTRAINT mandate_one_receiver CHECK ((to_position_id IS NULL) <> (to_person_id IS NULL)),
  CONSTRAINT mandate_not_to_itself CHECK (to_position_id <> from_position_id),
  CONSTRAINT mandate_term CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CONSTRAINT mandate_warrant CHECK (given_as <> 'administrator' OR absence_id IS NOT NULL OR warrant <> ''),
  CONSTRAINT mandate_revoked CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
);
CREATE INDEX mandate_from ON mandate (from_position_id);
CREATE INDEX mandate_to_position ON mandate (to_position_id);
CREATE INDEX mandate_to_person ON mandate (to_person_id);

-- A mandate and an absence are ended, never rewritten: decisions name them.
CREATE FUNCTION only_ended_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'mandate' THEN
    IF OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL
      AND to_jsonb(NEW) - 'revoked_at' - 'revoked_by' = to_jsonb(OLD) - 'revoked_at' - 'revoked_by' THEN RETURN NEW; END IF;
  ELSIF OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
    AND to_jsonb(NEW) - 'ended_at' - 'ended_by' = to_jsonb(OLD) - 'ended_at' - 'ended_by' THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is ended once and never rewritten', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER mandate_ended_once BEFORE UPDATE ON mandate FOR EACH ROW EXECUTE FUNCTION only_ended_once();
CREATE TRIGGER absence_ended_once BEFORE UPDATE ON absence FOR EACH ROW EXECUTE FUNCTION only_ended_once();
CREATE TRIGGER mandate_never_removed BEFORE DELETE ON mandate FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER absence_never_removed BEFORE DELETE ON absence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mandate_never_emptied BEFORE TRUNCATE ON mandate FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER absence_never_emptied BEFORE TRUNCATE ON absence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- By which mandate a decision was taken; null: from the post itself. `appointment_id` is the actor's own post either way.
ALTER TABLE decision ADD COLUMN mandate_id integer REFERENCES mandate;

-- How long a letter may lie with one holder. No rule that could be read fixes it, so it is the office's own.
CREATE TABLE deadline (
  urgency text PRIMARY KEY CONSTRAINT deadline_urgency CHECK (urgency IN ('AMAT_SEGERA', 'SEGERA', 'PENTING', 'BIASA')),
  amount  integer NOT NULL CONSTRAINT deadline_amount CHECK (amount BETWEEN 1 AND 1000),
  unit    text NOT NULL CONSTRAINT deadline_unit CHECK (unit IN ('hours', 'working_hours', 'working_days'))
);
INSERT INTO deadline (urgency, amount, unit) VALUES
  ('AMAT_SEGERA', 24, 'hours'), ('SEGERA', 48, 'hours'), ('PENTING', 72, 'hours'), ('BIASA', 5, 'working_days');

CREATE TABLE waiting_policy (
  id             smallint PRIMARY KEY DEFAULT 1 CONSTRAINT waiting_policy_is_one CHECK (id = 1),
  -- ISO days of the week, 1 = Monday
  work_days      integer[] NOT NULL CONSTRAINT waiting_policy_days CHECK (work_days <@ ARRAY[1, 2, 3, 4, 5, 6, 7] AND cardinality(work_days) > 0),
  opens          text NOT NULL CONSTRAINT waiting_policy_opens CHECK (opens ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  closes         text NOT NULL CONSTRAINT waiting_policy_closes CHECK (closes ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' AND closes > opens),
  remind_percent integer NOT NULL CONSTRAINT waiting_policy_remind CHECK (remind_percent BETWEEN 1 AND 99),
  -- A holder who is away without a stand-in: the superior is told at once, or only the drafter.
  absent_to      text NOT NULL CONSTRAINT waiting_policy_absent CHECK (absent_to IN ('superior', 'drafter')),
  -- a.n. and u.b. without a mandate of the principal: not looked at, told, or refused.
  authority_rule text NOT NULL CONSTRAINT waiting_policy_authority CHECK (authority_rule IN ('off', 'warn', 'refuse')),
  -- Kinds at which a Plt. or Plh. is reminded of UU 30/2014 Pasal 14(7).
  strategic_kinds text[] NOT NULL
);
INSERT INTO waiting_policy (work_days, opens, closes, remind_percent, absent_to, authority_rule, strategic_kinds)
VALUES ('{1,2,3,4,5}', '07:30', '16:00', 75, 'superior', 'warn', '{keputusan}');

CREATE TABLE holiday (
  day  date PRIMARY KEY,
  name text NOT NULL
);

-- Who was told what about a step that waits: told once each, whatever job runs twice.
CREATE TABLE step_notice (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  step_id   bigint NOT NULL REFERENCES approval_step,
  kind      text NOT NULL CONSTRAINT step_notice_kind CHECK (kind IN ('reminder', 'overdue', 'absent', 'vacant', 'nudge')),
  person_id integer NOT NULL REFERENCES person,
  role      text NOT NULL CONSTRAINT step_notice_role CHECK (role IN ('holder', 'superior', 'drafter', 'administrator')),
  by_id     integer REFERENCES person,                            -- nudge: who reminded
  day       date,                                                 -- nudge: once a day each
  at        timestamptz NOT NULL,
  CONSTRAINT step_notice_nudge CHECK ((kind = 'nudge') = (by_id IS NOT NULL AND day IS NOT NULL))
);
CREATE UNIQUE INDEX step_notice_once ON step_notice (step_id, kind, person_id) WHERE kind <> 'nudge';
CREATE UNIQUE INDEX step_notice_nudge_a_day ON step_notice (step_id, person_id, by_id, day) WHERE kind = 'nudge';
CREATE INDEX step_notice_person ON step_notice (person_id, step_id);
CREATE TRIGGER step_notice_written_once BEFORE UPDATE OR DELETE ON step_notice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER step_notice_never_emptied BEFORE TRUNCATE ON step_notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What an account is told of grows; the kinds are those of the code, so the list here is lifted, its form kept.
ALTER TABLE account_event DROP CONSTRAINT account_event_kind;
ALTER TABLE account_event ADD CONSTRAINT account_event_kind CHECK (kind ~ '^[a-z]+(-[a-z]+)*$');
ALTER TABLE account_event DROP CONSTRAINT account_event_day;
ALTER TABLE account_event ADD CONSTRAINT account_event_day CHECK (kind NOT IN ('appointed', 'appointment-ended') OR day IS NOT NULL);

-- Down Migration
