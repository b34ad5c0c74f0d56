-- Up Migration

-- Partner offices that may have a letter which was sent to another one afterwards: something of it left for them, and no receipt
-- came; or they refused it, and a change of it still waits to be told. They are told what becomes of it as the one that has it now, whose delivery stands in exchange_outgoing.
CREATE TABLE exchange_former (
  -- By which that office knows the letter, should it have it; it is taken up again where the letter goes there once more.
  key         uuid PRIMARY KEY,
  delivery_id bigint NOT NULL REFERENCES delivery,
  partner_id  integer NOT NULL REFERENCES partner,
  desk        text NOT NULL,
  manifest    text,                                               -- null: refused, so nothing more is told
  left_at     timestamptz NOT NULL,                               -- when it was sent elsewhere
  CONSTRAINT exchange_former_once UNIQUE (delivery_id, partner_id, desk)
);

-- A notice goes to one office and stays with it, wherever the letter is sent next. What waits knows its office from now on.
ALTER TABLE exchange_notice ADD COLUMN key uuid;
UPDATE exchange_notice e SET key = o.key FROM exchange_outgoing o WHERE o.delivery_id = e.delivery_id;
ALTER TABLE exchange_notice ALTER COLUMN key SET NOT NULL;
ALTER TABLE exchange_notice DROP CONSTRAINT exchange_notice_pkey, ADD PRIMARY KEY (delivery_id, status_id, key);
-- Processes of the version before, which go on while this one starts, name no office: there was one.
CREATE FUNCTION notice_to_its_office() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.key := (SELECT o.key FROM exchange_outgoing o WHERE o.delivery_id = NEW.delivery_id);
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_notice_office BEFORE INSERT ON exchange_notice FOR EACH ROW WHEN (NEW.key IS NULL)
  EXECUTE FUNCTION notice_to_its_office();
UPDATE job SET payload = payload || jsonb_build_object('key', o.key), key = 'exchange-tell:' || o.key || ':' || (payload ->> 'statusId')
  FROM exchange_outgoing o WHERE job.name = 'exchange-tell' AND job.state = 'waiting' AND o.delivery_id = (payload ->> 'deliveryId')::bigint;

-- Who put something aside; null: not put aside, or before this was written down.
ALTER TABLE intake ADD COLUMN put_aside_by integer REFERENCES person;
-- What was scanned for a line and put aside goes to the desk with the rest when the line is struck: nobody reaches it there. Not so
-- of a secret letter.
UPDATE intake SET for_incoming_id = NULL FROM incoming i
  WHERE i.id = intake.for_incoming_id AND intake.state = 'put_aside' AND i.state = 'void' AND i.security IN ('B', 'T');

-- Down Migration
