-- Up Migration

-- An issued letter that answers an incoming one, on its way to whoever wrote. The incoming letter stays open until it is 'sent':
-- 'waiting' for somebody to send or hand it over, 'moving' by mail, line or courier, 'failed' for good, 'withdrawn' before it left.
CREATE TABLE answer_way (
  letter_id   bigint PRIMARY KEY REFERENCES letter,
  incoming_id bigint NOT NULL REFERENCES incoming,
  state       text NOT NULL CONSTRAINT answer_way_state CHECK (state IN ('waiting', 'moving', 'failed', 'withdrawn', 'sent')),
  since       timestamptz NOT NULL,
  -- When clerk and holders were told that it lies too long; null: not yet.
  late_at     timestamptz
);
CREATE INDEX answer_way_incoming ON answer_way (incoming_id);
-- What is looked at every few minutes: the few that are not there yet.
CREATE INDEX answer_way_unfinished ON answer_way (since) WHERE state IN ('waiting', 'moving', 'failed');
-- Of before: what had set out counted as sent, and what it closed stays closed, also where it was opened again since. What was taken
-- back before it left is nothing that somebody still has to send.
INSERT INTO answer_way (letter_id, incoming_id, state, since)
  SELECT l.id, l.answers_id, CASE WHEN d.since IS NOT NULL THEN 'sent'
      WHEN k.code IN ('withdrawn', 'recalled', 'superseded') THEN 'withdrawn' ELSE 'waiting' END, coalesce(d.since, k.at, s.issued_at)
  FROM letter l JOIN issue s ON s.letter_id = l.id JOIN incoming i ON i.id = l.answers_id
    CROSS JOIN LATERAL (SELECT min(created_at) AS since FROM delivery WHERE delivery.letter_id = l.id) d
    LEFT JOIN LATERAL (SELECT code, at FROM letter_status WHERE letter_status.letter_id = l.id ORDER BY id DESC LIMIT 1) k ON true
  WHERE d.since IS NULL OR i.state <> 'open'
    OR EXISTS (SELECT FROM incoming_event e WHERE e.incoming_id = i.id AND e.kind = 'answered');
-- What had set out a moment ago and closed nothing yet is looked at once.
INSERT INTO job (name, payload, key, run_at, created_at)
  SELECT 'answer-moved', jsonb_build_object('letterId', l.id), 'answer:' || l.id, now(), now()
  FROM letter l JOIN issue s ON s.letter_id = l.id
  WHERE l.answers_id IS NOT NULL AND NOT EXISTS (SELECT FROM answer_way w WHERE w.letter_id = l.id);

-- What is scanned for a letter that stands in the agenda: it is no item of the front desk, and becomes no line of its own.
ALTER TABLE intake ADD COLUMN for_incoming_id bigint REFERENCES incoming;
CREATE INDEX intake_for_incoming ON intake (for_incoming_id) WHERE for_incoming_id IS NOT NULL;

-- What was scanned later: a letter is what is read from then on, and what was read before stays; an attachment comes to the others.
CREATE TABLE incoming_scan (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incoming_id     bigint NOT NULL REFERENCES incoming,
  intake_id       bigint NOT NULL REFERENCES intake CONSTRAINT incoming_scan_once UNIQUE,
  part            text NOT NULL CONSTRAINT incoming_scan_part CHECK (part IN ('letter', 'attachment')),
  document_sha256 bytea NOT NULL REFERENCES document,
  pages           integer NOT NULL,
  before_sha256   bytea REFERENCES document,                      -- null: there was none
  before_pages    integer,
  before_findings jsonb,
  added_by        integer NOT NULL REFERENCES person,
  capacity        text NOT NULL,
  added_at        timestamptz NOT NULL,
  CONSTRAINT incoming_scan_before CHECK ((before_sha256 IS NULL) = (before_pages IS NULL))
);
CREATE INDEX incoming_scan_of ON incoming_scan (incoming_id, id);
CREATE TRIGGER incoming_scan_written_once BEFORE UPDATE OR DELETE ON incoming_scan FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incoming_scan_never_emptied BEFORE TRUNCATE ON incoming_scan FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE incoming_event DROP CONSTRAINT incoming_event_kind;
ALTER TABLE incoming_event ADD CONSTRAINT incoming_event_kind CHECK (kind IN ('registered', 'corrected', 'forwarded', 'disposed', 'read', 'cancelled', 'changed',
  'reported', 'accepted', 'returned', 'done', 'answered', 'closed', 'reopened', 'voided', 'moved', 'reminded', 'escalated',
  'answer_issued', 'answer_failed', 'answer_late', 'answer_withdrawn', 'linked', 'unlinked', 'scan_added'));

-- Down Migration
