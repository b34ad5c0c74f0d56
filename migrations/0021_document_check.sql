-- Up Migration

-- One walk through every recorded document, in the order of their hashes, in pieces over hours or nights.
CREATE TABLE document_check (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started_at timestamptz NOT NULL,
  ended_at   timestamptz,
  last_at    timestamptz NOT NULL,                     -- when its newest piece was read
  reached    bytea NOT NULL DEFAULT ''                 -- everything up to this hash has been read
    CONSTRAINT document_check_reached CHECK (length(reached) IN (0, 32)),
  documents  bigint NOT NULL DEFAULT 0,
  bytes      bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX document_check_one_open ON document_check ((true)) WHERE ended_at IS NULL;

-- What is wrong now; a document that is read well again has no row.
CREATE TABLE document_finding (
  sha256   bytea PRIMARY KEY CONSTRAINT document_finding_document_fkey REFERENCES document (sha256),
  finding  text NOT NULL CONSTRAINT document_finding_kind CHECK (finding IN ('missing', 'damaged')),
  found_at timestamptz NOT NULL,                       -- first seen; kept while it stays
  seen_at  timestamptz NOT NULL
);

-- Where the office keeps its documents, or kept them before it moved; a process that uses a home says so every few minutes.
CREATE TABLE document_home (
  home    text PRIMARY KEY CONSTRAINT document_home_kind CHECK (home IN ('disk', 'bucket')),
  used_at timestamptz NOT NULL
);

-- Down Migration
