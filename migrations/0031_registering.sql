-- Up Migration

-- Who registered a letter goes on seeing its line, and finds it from its newest end.
CREATE INDEX incoming_registrar ON incoming (registered_by, id DESC) WHERE registered_by IS NOT NULL;
-- A line looked for by its agenda number alone, and those received on some days.
CREATE INDEX incoming_agenda ON incoming (agenda);
CREATE INDEX incoming_received ON incoming (unit_id, received_at);

-- Parts of words, as for letters sent: where the extension is not there the search finds the same and takes longer.
DO $$
DECLARE place text;
BEGIN
  SELECT n.nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
  IF place IS NOT NULL THEN
    EXECUTE format('CREATE INDEX incoming_subject_part ON incoming USING gin (subject %I.gin_trgm_ops)', place);
    EXECUTE format('CREATE INDEX incoming_sender_part ON incoming USING gin (sender_name %I.gin_trgm_ops)', place);
    EXECUTE format('CREATE INDEX incoming_number_part ON incoming USING gin (number_folded %I.gin_trgm_ops)', place);
    EXECUTE format('CREATE INDEX sender_part ON sender USING gin (folded %I.gin_trgm_ops)', place);
  END IF;
END $$;

-- Down Migration
