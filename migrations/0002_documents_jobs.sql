-- Up Migration

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is written once: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- A file of the store, named by its SHA-256; the row exists only after the file is on disk.
CREATE TABLE document (
  sha256     bytea PRIMARY KEY CONSTRAINT document_sha256_length CHECK (length(sha256) = 32),
  length     bigint NOT NULL CONSTRAINT document_length CHECK (length >= 0),
  media_type text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TRIGGER document_written_once BEFORE UPDATE OR DELETE ON document FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_never_emptied BEFORE TRUNCATE ON document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The outbox: a job is a row of its caller's transaction and stays until it is done.
CREATE TABLE job (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL,
  payload     jsonb NOT NULL,
  key         text,                                               -- one waiting and one running job per key (periodic jobs, one per letter)
  state       text NOT NULL DEFAULT 'waiting' CONSTRAINT job_state CHECK (state IN ('waiting', 'running', 'done', 'refused', 'failed')),
  instance    integer CONSTRAINT job_running_in_instance CHECK ((state = 'running') = (instance IS NOT NULL)),
  run_at      timestamptz NOT NULL,
  attempts    integer NOT NULL DEFAULT 0,
  last_error  text,
  created_at  timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX job_due ON job (run_at) WHERE state = 'waiting';
CREATE UNIQUE INDEX job_key_waiting ON job (key) WHERE state = 'waiting' AND key IS NOT NULL;
CREATE UNIQUE INDEX job_key_running ON job (key) WHERE state = 'running' AND key IS NOT NULL;
CREATE INDEX job_running ON job (instance) WHERE state = 'running';
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;

-- Down Migration
