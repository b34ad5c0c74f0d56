-- Up Migration

-- Copies of the office that were finished and proved. The newest tells how much a lost machine would take with it.
CREATE TABLE backup (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  taken_at    timestamptz NOT NULL,                               -- the moment that the copy shows
  finished_at timestamptz NOT NULL,
  place       text NOT NULL,                                      -- the folder, as the machine that made it calls it
  letters     bigint NOT NULL,                                    -- issued ones in it
  documents   bigint NOT NULL,
  bytes       bigint NOT NULL,
  findings    integer NOT NULL CONSTRAINT backup_findings CHECK (findings >= 0),
  CONSTRAINT backup_finished CHECK (finished_at >= taken_at)
);
CREATE TRIGGER backup_written_once BEFORE UPDATE OR DELETE ON backup FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER backup_never_emptied BEFORE TRUNCATE ON backup FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- That this office was brought back from a copy: what happened between the two moments is not in it.
CREATE TABLE restoration (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  taken_at    timestamptz NOT NULL,
  restored_at timestamptz NOT NULL
);
CREATE TRIGGER restoration_written_once BEFORE UPDATE OR DELETE ON restoration FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER restoration_never_emptied BEFORE TRUNCATE ON restoration FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
