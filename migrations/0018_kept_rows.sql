-- Up Migration

-- Rows whose state moves on while what they are about stays: the arguments are the columns that may change.
CREATE FUNCTION keep_all_but() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is written once: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Which bytes came, from whom, for which letter; and what was made of them, because a version freezes it by its hash.
CREATE TRIGGER upload_keeps_what_came BEFORE UPDATE OR DELETE ON upload FOR EACH ROW EXECUTE FUNCTION keep_all_but(
  'ordinal', 'state', 'reason', 'step', 'percent', 'normalised_sha256', 'pages', 'facts', 'places', 'approved', 'removed_at');
CREATE TRIGGER upload_keeps_its_end BEFORE UPDATE ON upload FOR EACH ROW
  WHEN (OLD.state IN ('ready', 'refused') AND (NEW.state, NEW.reason, NEW.normalised_sha256, NEW.pages, NEW.facts)
    IS DISTINCT FROM (OLD.state, OLD.reason, OLD.normalised_sha256, OLD.pages, OLD.facts)) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER upload_stays_removed BEFORE UPDATE ON upload FOR EACH ROW
  WHEN (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER upload_never_emptied BEFORE TRUNCATE ON upload FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- To whom a letter went and what they were told. The address of a way may be mended; each event tells of it.
CREATE TRIGGER delivery_keeps_its_recipient BEFORE UPDATE OR DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION keep_all_but(
  'channel', 'state', 'email', 'mail_id', 'changed_at');
CREATE TRIGGER delivery_never_emptied BEFORE TRUNCATE ON delivery FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_status_keeps_its_change BEFORE UPDATE OR DELETE ON delivery_status FOR EACH ROW EXECUTE FUNCTION keep_all_but(
  'mail_id', 'told_at', 'told_by');
CREATE TRIGGER delivery_status_never_emptied BEFORE TRUNCATE ON delivery_status FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A mail says what it said when it was written. It may be taken away whole, as an office's rules of retention ask.
CREATE TRIGGER mail_keeps_its_words BEFORE UPDATE ON mail FOR EACH ROW EXECUTE FUNCTION keep_all_but(
  'state', 'attempts', 'last_error', 'first_tried_at', 'ended_at');
CREATE TRIGGER mail_attachment_written_once BEFORE UPDATE ON mail_attachment FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Down Migration
