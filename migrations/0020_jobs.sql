-- Up Migration

-- How far the work has come, told by the handler and shown by whichever process serves the page; and who had a job that
-- was given up tried again.
ALTER TABLE job ADD COLUMN progress jsonb CONSTRAINT job_progress_is_short CHECK (length(progress::text) <= 1000);
ALTER TABLE job ADD COLUMN renewed_at timestamptz;
ALTER TABLE job ADD COLUMN renewed_by integer REFERENCES person;
ALTER TABLE job ADD CONSTRAINT job_renewed_by_somebody CHECK ((renewed_at IS NULL) = (renewed_by IS NULL));

-- Done jobs are kept for a month: what is not done is counted without reading them.
CREATE INDEX job_unfinished ON job (name, state) WHERE state <> 'done';

-- The page finds the work on a file by its key.
UPDATE job SET key = 'upload:' || (payload ->> 'uploadId')
 WHERE name = 'prepare-upload' AND key IS NULL AND state IN ('waiting', 'running', 'failed');

-- Down Migration
