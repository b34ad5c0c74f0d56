-- Up Migration

-- A change of a letter's status on its way to the partner office that has the letter. Beside its row of delivery_status, whose
-- told_at is written when the other side has signed that it knows.
CREATE TABLE exchange_notice (
  delivery_id    bigint NOT NULL,
  status_id      bigint NOT NULL,
  -- 'nothing_there': the letter never arrived, or is gone there with a restored database; 'refused' and 'given_up': on paper.
  state          text NOT NULL DEFAULT 'waiting' CONSTRAINT exchange_notice_state CHECK (state IN ('waiting', 'told', 'nothing_there', 'refused', 'given_up')),
  attempts       integer NOT NULL DEFAULT 0,
  since          timestamptz NOT NULL,
  first_tried_at timestamptz,
  last_tried_at  timestamptz,
  problem        text NOT NULL DEFAULT '',                        -- of the last try: a code of ours or of the other side
  said           text NOT NULL DEFAULT '',                        -- the other side's sentence
  answer         text,                                            -- signed by the other side
  PRIMARY KEY (delivery_id, status_id),
  CONSTRAINT exchange_notice_of FOREIGN KEY (delivery_id, status_id) REFERENCES delivery_status (delivery_id, status_id),
  CONSTRAINT exchange_notice_told CHECK ((state = 'told') = (answer IS NOT NULL))
);
CREATE INDEX exchange_notice_waiting ON exchange_notice (delivery_id) WHERE state = 'waiting';

-- What the sender of something at the desk, or registered since, did to it afterwards: told by the installation that brought it.
CREATE TABLE sender_status (
  intake_id  bigint NOT NULL REFERENCES intake,
  n          integer NOT NULL CONSTRAINT sender_status_n CHECK (n > 0), -- in the order of that letter's changes
  code       text NOT NULL CONSTRAINT sender_status_code CHECK (code IN ('withdrawn', 'recalled', 'superseded', 'corrected', 'restored')),
  successor  text NOT NULL DEFAULT '',                            -- the number of the letter that supersedes or corrects it, where that is open
  changed_at timestamptz NOT NULL,
  note       text NOT NULL,                                       -- as signed by the sender
  told_at    timestamptz NOT NULL,
  PRIMARY KEY (intake_id, n)
);
CREATE TRIGGER sender_status_written_once BEFORE UPDATE OR DELETE ON sender_status FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sender_status_never_emptied BEFORE TRUNCATE ON sender_status FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
