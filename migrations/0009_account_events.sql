-- Up Migration

-- What was done to an account. An administrator can renew its link or start its keys over and come in as its owner; that is not
-- prevented, so it leaves a trace which the owner is shown and which nobody takes away.
CREATE TABLE account_event (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id  integer NOT NULL REFERENCES person,                  -- whose account
  kind       text NOT NULL CONSTRAINT account_event_kind CHECK (kind IN (
    'account-made', 'account-closed', 'link-made', 'password-set', 'password-changed', 'passphrase-set', 'passphrase-changed',
    'keys-ended', 'appointed', 'appointment-ended', 'name-changed', 'details-changed')),
  by_id      integer REFERENCES person,                           -- null: whoever held the link
  subject    text NOT NULL DEFAULT '',                            -- the position, or what it was and what it became
  day        date,                                                -- the appointment's first or last day
  to_be_told boolean NOT NULL,                                    -- stands in the owner's inbox until they say that they have read it
  at         timestamptz NOT NULL,
  CONSTRAINT account_event_day CHECK ((kind IN ('appointed', 'appointment-ended')) = (day IS NOT NULL))
);
CREATE INDEX account_event_person ON account_event (person_id, id);

-- When the owner (or whoever had come in as such) said so: a trace as well.
CREATE TABLE account_event_read (
  event_id bigint PRIMARY KEY REFERENCES account_event,
  at       timestamptz NOT NULL
);

CREATE TRIGGER account_event_written_once BEFORE UPDATE OR DELETE ON account_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_event_never_emptied BEFORE TRUNCATE ON account_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_event_read_written_once BEFORE UPDATE OR DELETE ON account_event_read FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_event_read_never_emptied BEFORE TRUNCATE ON account_event_read FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
