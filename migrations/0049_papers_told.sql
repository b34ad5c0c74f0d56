-- Up Migration

-- Of which change of a letter of ours those were told who have its paper, linked by its QR: each once, as a delivery's receiver is.
CREATE TABLE paper_told (
  incoming_id bigint NOT NULL REFERENCES incoming,
  status_id   bigint NOT NULL REFERENCES letter_status,
  at          timestamptz NOT NULL,
  PRIMARY KEY (incoming_id, status_id)
);
CREATE TRIGGER paper_told_written_once BEFORE UPDATE OR DELETE ON paper_told FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_told_never_emptied BEFORE TRUNCATE ON paper_told FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Changes from before this was told at all are no news any more.
INSERT INTO paper_told (incoming_id, status_id, at)
  SELECT i.id, s.id, s.at FROM incoming i JOIN letter_status s ON s.letter_id = i.letter_id WHERE i.delivery_id IS NULL;

-- Down Migration
