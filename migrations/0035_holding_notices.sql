-- Up Migration

-- Who was told what about an incoming letter that waits: told once each, whatever job runs twice.
CREATE TABLE holding_notice (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  holding_id bigint NOT NULL REFERENCES holding,
  -- 'act' waits for the holder, 'accept' for whoever disposed: one holding can wait for both, one after the other.
  task       text NOT NULL CONSTRAINT holding_notice_task CHECK (task IN ('act', 'accept')),
  -- Since when it waited: what was returned, or fell to somebody again, is told anew.
  since      timestamptz NOT NULL,
  kind       text NOT NULL CONSTRAINT holding_notice_kind CHECK (kind IN ('reminder', 'overdue', 'absent', 'vacant', 'escalated')),
  person_id  integer NOT NULL REFERENCES person,
  role       text NOT NULL CONSTRAINT holding_notice_role CHECK (role IN ('holder', 'superior', 'giver', 'administrator')),
  at         timestamptz NOT NULL,
  CONSTRAINT holding_notice_once UNIQUE (holding_id, task, since, kind, person_id)
);
CREATE INDEX holding_notice_person ON holding_notice (person_id, id DESC);
CREATE TRIGGER holding_notice_written_once BEFORE UPDATE OR DELETE ON holding_notice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER holding_notice_never_emptied BEFORE TRUNCATE ON holding_notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The superior of a post hears of its late incoming letter when this share of its time has passed: 100 is the moment it is due.
ALTER TABLE waiting_policy ADD COLUMN escalate_percent integer NOT NULL DEFAULT 100
  CONSTRAINT waiting_policy_escalate CHECK (escalate_percent BETWEEN 100 AND 1000);

-- What is looked at every few minutes, and by every superior's list: the few that wait among the many that are done.
CREATE INDEX holding_open ON holding (state_since, id) WHERE state IN ('unread', 'read', 'reported');

-- Down Migration
