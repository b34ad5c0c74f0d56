-- Up Migration

-- Where a person's mail goes; empty: nowhere. The form is looked at by the application, this only keeps lines and lists out.
ALTER TABLE person ADD COLUMN email text NOT NULL DEFAULT ''
  CONSTRAINT person_email_form CHECK (email ~ '^([^\s@<>,;:"()]{1,64}@[A-Za-z0-9.-]{1,189})?$');

-- Everything that leaves by e-mail, kept as it was written.
CREATE TABLE mail (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Left of the @ in Message-ID, the same at every try: two copies of one mail are known as one.
  message_key uuid NOT NULL DEFAULT gen_random_uuid(),
  to_address  text NOT NULL,
  to_name     text NOT NULL DEFAULT '',
  subject     text NOT NULL,
  body        text NOT NULL,
  letter_id   bigint REFERENCES letter,                           -- what it is about
  state       text NOT NULL DEFAULT 'waiting' CONSTRAINT mail_state CHECK (state IN ('waiting', 'sent', 'failed', 'given_up')),
  attempts    integer NOT NULL DEFAULT 0,
  last_error  text NOT NULL DEFAULT '',                           -- a code and the server's number, never its words
  created_at  timestamptz NOT NULL,
  first_tried_at timestamptz,                                     -- two days after this it is given up
  ended_at    timestamptz CONSTRAINT mail_ended CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX mail_waiting ON mail (id) WHERE state = 'waiting';
CREATE INDEX mail_unsent ON mail (ended_at) WHERE state IN ('failed', 'given_up');
CREATE INDEX mail_letter ON mail (letter_id) WHERE letter_id IS NOT NULL;

CREATE TABLE mail_attachment (
  mail_id    bigint NOT NULL REFERENCES mail,
  ordinal    integer NOT NULL,
  sha256     bytea NOT NULL REFERENCES document,
  name       text NOT NULL,
  media_type text NOT NULL,
  PRIMARY KEY (mail_id, ordinal)
);

-- Recipients under one name: 'semua kecamatan'. A letter keeps the members that it had when it was submitted.
CREATE TABLE recipient_group (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL,
  -- On the letter: 'name' (one line with the group's name, the members on a list behind it) or 'members' (each by name).
  printed    text NOT NULL CONSTRAINT recipient_group_printed CHECK (printed IN ('name', 'members')),
  revision   integer NOT NULL DEFAULT 0,                          -- optimistic lock of the form
  created_at timestamptz NOT NULL,
  closed_at  timestamptz
);
CREATE UNIQUE INDEX recipient_group_name ON recipient_group (lower(name)) WHERE closed_at IS NULL;

CREATE TABLE recipient_group_member (
  group_id    integer NOT NULL REFERENCES recipient_group,
  ordinal     integer NOT NULL,
  position_id integer REFERENCES position,                        -- null: somebody outside
  name        text NOT NULL DEFAULT '',
  address     text NOT NULL DEFAULT '',
  email       text NOT NULL DEFAULT '',
  PRIMARY KEY (group_id, ordinal),
  CONSTRAINT recipient_group_member_one CHECK ((position_id IS NULL) = (name <> ''))
);

-- To whom a submitted version goes, one row each, groups resolved: what is sent never depends on how a group reads later.
-- The e-mail address is not printed and therefore not among the bytes that are signed.
CREATE TABLE version_recipient (
  version_id  bigint NOT NULL REFERENCES letter_version,
  ordinal     integer NOT NULL,
  part        text NOT NULL CONSTRAINT version_recipient_part CHECK (part IN ('to', 'cc')),
  name        text NOT NULL,
  address     text NOT NULL DEFAULT '',
  position_id integer REFERENCES position,
  email       text NOT NULL DEFAULT '',
  group_name  text NOT NULL DEFAULT '',
  PRIMARY KEY (version_id, ordinal)
);
CREATE TRIGGER version_recipient_written_once BEFORE UPDATE OR DELETE ON version_recipient FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_recipient_never_emptied BEFORE TRUNCATE ON version_recipient FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whether a letter sets out by itself once it is issued, and whether an open one goes with its file. The row that says most applies.
CREATE TABLE sending_policy (
  id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind    text REFERENCES letter_kind,                            -- null: every kind
  unit_id integer REFERENCES unit,                                -- null: every unit
  at_once boolean NOT NULL,
  attach  boolean NOT NULL,
  CONSTRAINT sending_policy_unique UNIQUE NULLS NOT DISTINCT (kind, unit_id)
);
INSERT INTO sending_policy (at_once, attach) VALUES (false, true);

-- Issued letters with recipients that nobody has sent yet: the few among the many, so that the inbox need not look for them.
CREATE TABLE unsent_letter (
  letter_id bigint PRIMARY KEY REFERENCES issue (letter_id),
  since     timestamptz NOT NULL
);

-- One addressee of an issued letter and the way it takes to them.
CREATE TABLE delivery (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id   bigint NOT NULL REFERENCES issue (letter_id),
  ordinal     integer NOT NULL,
  part        text NOT NULL CONSTRAINT delivery_part CHECK (part IN ('to', 'cc')),
  name        text NOT NULL,
  address     text NOT NULL DEFAULT '',
  position_id integer REFERENCES position,
  email       text NOT NULL DEFAULT '',
  copy_number integer,
  channel     text NOT NULL CONSTRAINT delivery_channel CHECK (channel IN ('internal', 'email', 'print', 'expedition')),
  state       text NOT NULL CONSTRAINT delivery_state CHECK (state IN ('queued', 'sent', 'received', 'read', 'failed', 'handed_over')),
  mail_id     bigint REFERENCES mail,                             -- the last one that carried it
  created_at  timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL,
  CONSTRAINT delivery_once UNIQUE (letter_id, ordinal),
  CONSTRAINT delivery_internal CHECK (channel <> 'internal' OR position_id IS NOT NULL),
  CONSTRAINT delivery_email CHECK (channel <> 'email' OR email <> '')
);
CREATE INDEX delivery_position ON delivery (position_id) WHERE channel = 'internal' AND state IN ('sent', 'received');
CREATE INDEX delivery_unfinished ON delivery (letter_id) WHERE state IN ('queued', 'failed');
CREATE INDEX delivery_mail ON delivery (mail_id) WHERE mail_id IS NOT NULL;

CREATE TABLE delivery_event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id bigint NOT NULL REFERENCES delivery,
  state       text NOT NULL CONSTRAINT delivery_event_state CHECK (state IN ('queued', 'sent', 'received', 'read', 'failed', 'handed_over')),
  channel     text NOT NULL,
  person_id   integer REFERENCES person,                          -- null: by itself
  note        text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL
);
CREATE INDEX delivery_event_delivery ON delivery_event (delivery_id, id);
CREATE TRIGGER delivery_event_written_once BEFORE UPDATE OR DELETE ON delivery_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_event_never_emptied BEFORE TRUNCATE ON delivery_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What each recipient is told when the letter's status changes. `told_at` null: on paper, and nobody has done it yet.
CREATE TABLE delivery_status (
  delivery_id bigint NOT NULL REFERENCES delivery,
  status_id   bigint NOT NULL REFERENCES letter_status,
  mail_id     bigint REFERENCES mail,
  told_at     timestamptz,
  told_by     integer REFERENCES person,                          -- null: by itself
  PRIMARY KEY (delivery_id, status_id)
);
CREATE INDEX delivery_status_untold ON delivery_status (delivery_id) WHERE told_at IS NULL;

-- The handover book (buku ekspedisi) of a unit: one line for each time that a paper leaves the house.
CREATE TABLE expedition (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_id     integer NOT NULL REFERENCES unit,
  year        integer NOT NULL,
  number      integer NOT NULL CONSTRAINT expedition_number_positive CHECK (number > 0),
  delivery_id bigint NOT NULL REFERENCES delivery,
  sheets      integer NOT NULL CONSTRAINT expedition_sheets CHECK (sheets BETWEEN 1 AND 10000),
  sent_by     integer NOT NULL REFERENCES person,
  sent_at     timestamptz NOT NULL,
  outcome     text CONSTRAINT expedition_outcome CHECK (outcome IN ('delivered', 'returned')),
  receiver    text NOT NULL DEFAULT '',                           -- who took it, as written on the slip
  received_at timestamptz,
  note        text NOT NULL DEFAULT '',
  recorded_by integer REFERENCES person,
  recorded_at timestamptz,
  CONSTRAINT expedition_unique UNIQUE (unit_id, year, number),
  CONSTRAINT expedition_recorded CHECK ((outcome IS NULL) = (recorded_at IS NULL) AND (outcome IS NULL) = (recorded_by IS NULL)),
  CONSTRAINT expedition_delivered CHECK (outcome IS DISTINCT FROM 'delivered' OR (receiver <> '' AND received_at IS NOT NULL)),
  CONSTRAINT expedition_returned CHECK (outcome IS DISTINCT FROM 'returned' OR note <> '')
);
-- A paper is on its way once: it is handed over again only after it came back.
CREATE UNIQUE INDEX expedition_one_open ON expedition (delivery_id) WHERE outcome IS NULL;
CREATE INDEX expedition_sent ON expedition (unit_id, sent_at);
CREATE FUNCTION expedition_keeps_its_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.outcome IS NULL AND NEW.outcome IS NOT NULL
     AND (NEW.id, NEW.unit_id, NEW.year, NEW.number, NEW.delivery_id, NEW.sheets, NEW.sent_by, NEW.sent_at)
         IS NOT DISTINCT FROM (OLD.id, OLD.unit_id, OLD.year, OLD.number, OLD.delivery_id, OLD.sheets, OLD.sent_by, OLD.sent_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'expedition is written once: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER expedition_written_once BEFORE UPDATE OR DELETE ON expedition FOR EACH ROW EXECUTE FUNCTION expedition_keeps_its_line();
CREATE TRIGGER expedition_never_emptied BEFORE TRUNCATE ON expedition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
