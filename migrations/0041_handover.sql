-- Up Migration

-- Where the paper original of a letter is that came by post, courier or over the counter: what the lines of its book come to.
-- 'unknown': registered before such a book was kept. Of the channels that bring no paper it says nothing.
ALTER TABLE incoming ADD COLUMN original text NOT NULL DEFAULT 'unknown'
  CONSTRAINT incoming_original CHECK (original IN ('unknown', 'desk', 'handed', 'archived'));
ALTER TABLE incoming ALTER COLUMN original SET DEFAULT 'desk';
-- What is to be handed over, from either end.
CREATE INDEX incoming_original_at_desk ON incoming (unit_id, id)
  WHERE original = 'desk' AND channel IN ('post', 'courier', 'counter') AND state <> 'void';

-- The handover book of these originals, one line each time a paper changes hands: written once. What was written wrongly is
-- said anew on a further line, with the reason.
CREATE TABLE handover (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_id      integer NOT NULL REFERENCES unit,                  -- whose agenda counts the letter: its book
  year         integer NOT NULL,
  number       integer NOT NULL CONSTRAINT handover_number_positive CHECK (number > 0),
  incoming_id  bigint NOT NULL REFERENCES incoming,
  -- 'returned' to the desk; 'struck' takes back the line that it corrects, and says nothing new.
  kind         text NOT NULL CONSTRAINT handover_kind CHECK (kind IN ('handed', 'returned', 'archived', 'struck')),
  -- For which post or unit it was taken, and how that read on the day; of the archive, where in it.
  position_id  integer REFERENCES position,
  to_unit_id   integer REFERENCES unit,
  place        text NOT NULL DEFAULT '',
  receiver     text NOT NULL DEFAULT '',
  taken_at     timestamptz NOT NULL,
  -- R and SR go in a closed envelope.
  closed       boolean NOT NULL DEFAULT false,
  -- The receiver's signature on the glass or a photo of the signed slip, as a PDF; one for all that was handed over at once.
  proof_sha256 bytea REFERENCES document,
  note         text NOT NULL DEFAULT '',
  corrects_id  bigint REFERENCES handover CONSTRAINT handover_corrected_once UNIQUE,
  reason       text NOT NULL DEFAULT '',
  recorded_by  integer NOT NULL REFERENCES person,
  recorded_at  timestamptz NOT NULL,
  CONSTRAINT handover_number_unique UNIQUE (unit_id, year, number),
  CONSTRAINT handover_goes_somewhere CHECK (CASE kind
    WHEN 'handed' THEN num_nonnulls(position_id, to_unit_id) = 1 AND place <> '' AND receiver <> ''
    ELSE num_nonnulls(position_id, to_unit_id) = 0 END),
  CONSTRAINT handover_proof_of_receiver CHECK (proof_sha256 IS NULL OR kind = 'handed'),
  CONSTRAINT handover_corrects_with_reason CHECK ((corrects_id IS NULL) = (reason = '')),
  CONSTRAINT handover_strikes_a_line CHECK (kind <> 'struck' OR corrects_id IS NOT NULL)
);
CREATE INDEX handover_of ON handover (incoming_id, id);
-- A book is read by days, in the order in which it was written.
CREATE INDEX handover_recorded ON handover (unit_id, recorded_at);
CREATE INDEX handover_proof ON handover (proof_sha256) WHERE proof_sha256 IS NOT NULL;
CREATE TRIGGER handover_written_once BEFORE UPDATE OR DELETE ON handover FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handover_never_emptied BEFORE TRUNCATE ON handover FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
