-- Up Migration

-- Another installation as the way that a letter takes.
ALTER TABLE delivery DROP CONSTRAINT delivery_channel;
ALTER TABLE delivery ADD CONSTRAINT delivery_channel CHECK (channel IN ('internal', 'email', 'print', 'expedition', 'exchange'));
-- Whoever was reached this way before is offered it again.
CREATE INDEX delivery_exchange ON delivery (name, id) WHERE channel = 'exchange';

-- Offices with an installation of their own, with which letters are exchanged. Each was added by an administrator, who compared
-- its fingerprint: nothing is sent to, fetched from or taken in for a host that does not stand here.
CREATE TABLE partner (
  id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host         text NOT NULL CONSTRAINT partner_host_once UNIQUE CONSTRAINT partner_host CHECK (host ~ '^[a-z0-9.-]+(:[0-9]{1,5})?$'),
  name         text NOT NULL CONSTRAINT partner_name CHECK (name <> ''),
  -- 'proposed': looked at, the fingerprint not compared yet.
  state        text NOT NULL CONSTRAINT partner_state CHECK (state IN ('proposed', 'on', 'off')),
  trust_note   text NOT NULL,
  -- Over its trust roots and root certificates: what two administrators compare by telephone.
  fingerprint  bytea NOT NULL CONSTRAINT partner_fingerprint CHECK (length(fingerprint) = 32),
  -- That of its keys now, where they do not follow from those that were confirmed: to be compared again.
  changed_fingerprint bytea CONSTRAINT partner_changed_fingerprint CHECK (length(changed_fingerprint) = 32),
  -- Certificates from which its officials' certificates come, DER: what its letters are verified against.
  roots        bytea[] NOT NULL CONSTRAINT partner_roots CHECK (cardinality(roots) BETWEEN 1 AND 10),
  -- Its units that take letters in: [{"code", "name"}].
  desks        jsonb NOT NULL DEFAULT '[]',
  -- Whether it is told the agenda number of its letters and when they were first read.
  tells        boolean NOT NULL DEFAULT true,
  looked_at    timestamptz NOT NULL,
  look_problem text NOT NULL DEFAULT '',                          -- a code; empty: the last look found all well
  -- Nobody answered there a moment ago: until then the others of a queue wait without trying.
  away_until   timestamptz,
  added_at     timestamptz NOT NULL
);

CREATE TABLE partner_event (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner_id integer NOT NULL REFERENCES partner,
  kind       text NOT NULL CONSTRAINT partner_event_kind CHECK (kind IN ('added', 'confirmed', 'on', 'off', 'moved', 'keys', 'tells', 'tells_not')),
  person_id  integer REFERENCES person,                           -- null: by itself
  note       text NOT NULL DEFAULT '',
  at         timestamptz NOT NULL
);
CREATE INDEX partner_event_of ON partner_event (partner_id, id);
CREATE TRIGGER partner_event_written_once BEFORE UPDATE OR DELETE ON partner_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER partner_event_never_emptied BEFORE TRUNCATE ON partner_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A delivery on its way to another installation.
CREATE TABLE exchange_outgoing (
  delivery_id    bigint PRIMARY KEY REFERENCES delivery,
  partner_id     integer NOT NULL REFERENCES partner,
  desk           text NOT NULL DEFAULT '',                        -- code of the unit there; empty: whoever opens its letters
  -- By which the other side knows it however often it comes; another one only for another partner or unit.
  key            uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT exchange_outgoing_key UNIQUE,
  manifest       text,                                            -- what is said of it, written at the first try and the same at each
  state          text NOT NULL DEFAULT 'waiting' CONSTRAINT exchange_outgoing_state CHECK (state IN ('waiting', 'received', 'refused', 'given_up')),
  attempts       integer NOT NULL DEFAULT 0,
  first_tried_at timestamptz,
  last_tried_at  timestamptz,
  problem        text NOT NULL DEFAULT '',                        -- of the last try: a code of ours or of the other side
  said           text NOT NULL DEFAULT '',                        -- the other side's sentence
  receipt        text,                                            -- signed by the other side
  received_at    timestamptz,
  -- What became of it there, as far as the other side tells.
  standing       text NOT NULL DEFAULT '' CONSTRAINT exchange_outgoing_standing CHECK (standing IN ('', 'registered', 'read', 'put_aside')),
  agenda         text NOT NULL DEFAULT '',
  registered_at  timestamptz,
  read_at        timestamptz,
  ask_at         timestamptz,                                     -- when it is asked for next; null: no more
  CONSTRAINT exchange_outgoing_received CHECK ((state = 'received') = (receipt IS NOT NULL) AND (receipt IS NULL) = (received_at IS NULL)),
  CONSTRAINT exchange_outgoing_asked CHECK (ask_at IS NULL OR state = 'received')
);
CREATE INDEX exchange_outgoing_waiting ON exchange_outgoing (delivery_id) WHERE state = 'waiting';
CREATE INDEX exchange_outgoing_ask ON exchange_outgoing (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX exchange_outgoing_partner ON exchange_outgoing (partner_id, delivery_id DESC);

-- What another installation brought, with the receipt it was given: asked again it gets the same one.
CREATE TABLE exchange_arrival (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner_id      integer NOT NULL REFERENCES partner,
  key             uuid NOT NULL,
  note            text NOT NULL,                                  -- as signed by the other side
  manifest_sha256 bytea NOT NULL CONSTRAINT exchange_arrival_manifest_sha256 CHECK (length(manifest_sha256) = 32),
  document_sha256 bytea NOT NULL CONSTRAINT exchange_arrival_document_sha256 CHECK (length(document_sha256) = 32),
  intake_id       bigint NOT NULL REFERENCES intake CONSTRAINT exchange_arrival_intake UNIQUE,
  receipt         text NOT NULL,
  at              timestamptz NOT NULL,
  CONSTRAINT exchange_arrival_once UNIQUE (partner_id, key)
);
CREATE TRIGGER exchange_arrival_written_once BEFORE UPDATE OR DELETE ON exchange_arrival FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER exchange_arrival_never_emptied BEFORE TRUNCATE ON exchange_arrival FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was turned away, counted by claimed sender and reason; the oldest go where there are many.
CREATE TABLE exchange_refusal (
  host     text NOT NULL,                                         -- as claimed; empty where nothing could be read
  code     text NOT NULL,
  times    integer NOT NULL DEFAULT 1,
  first_at timestamptz NOT NULL,
  last_at  timestamptz NOT NULL,
  PRIMARY KEY (host, code)
);

-- Down Migration
