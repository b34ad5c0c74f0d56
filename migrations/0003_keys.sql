-- Up Migration

-- The signing passphrase of an official: only what the KDF needs. Nothing here tells whether a guess is right.
CREATE TABLE passphrase (
  person_id integer PRIMARY KEY REFERENCES person,
  salt      bytea NOT NULL,
  kdf       jsonb NOT NULL,                                       -- {"name":"argon2id","memory":KiB,"passes":n,"lanes":n}
  set_at    timestamptz NOT NULL
);

-- A private key, wrapped twice: under the passphrase (inner) and under the key-encryption key of DATA_DIR (outer).
CREATE TABLE private_key (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id   integer NOT NULL REFERENCES person,
  name        text NOT NULL CONSTRAINT private_key_name_unique UNIQUE,  -- keyName; part of the AAD
  purpose     text NOT NULL CONSTRAINT private_key_purpose CHECK (purpose IN ('certificate', 'seal')),
  algorithm   text NOT NULL CONSTRAINT private_key_algorithm CHECK (algorithm IN ('p256', 'ed25519')),
  public_key  bytea NOT NULL,                                     -- SubjectPublicKeyInfo for p256, 32 raw bytes for ed25519
  wrapped     bytea NOT NULL,
  created_at  timestamptz NOT NULL,
  destroyed_at timestamptz,                                       -- the wrapped bytes are gone; what the key signed stays valid
  CONSTRAINT private_key_destroyed CHECK ((destroyed_at IS NOT NULL) = (length(wrapped) = 0))
);
CREATE INDEX private_key_person ON private_key (person_id);

CREATE TABLE certificate (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id   integer REFERENCES person,                          -- null: an authority's own certificate
  private_key_id integer REFERENCES private_key,
  role        text NOT NULL CONSTRAINT certificate_role CHECK (role IN ('root', 'issuing', 'official')),
  serial      text NOT NULL CONSTRAINT certificate_serial_unique UNIQUE,
  subject     text NOT NULL,
  der         bytea NOT NULL,
  not_before  timestamptz NOT NULL,
  not_after   timestamptz NOT NULL,
  created_at  timestamptz NOT NULL,
  revoked_at  timestamptz,
  revocation_reason text,
  CONSTRAINT certificate_official_has_key CHECK ((role = 'official') = (person_id IS NOT NULL AND private_key_id IS NOT NULL))
);
CREATE INDEX certificate_person ON certificate (person_id);
CREATE FUNCTION certificate_keeps_its_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL
     AND (NEW.id, NEW.person_id, NEW.private_key_id, NEW.role, NEW.serial, NEW.subject, NEW.der, NEW.not_before, NEW.not_after, NEW.created_at)
         IS NOT DISTINCT FROM
         (OLD.id, OLD.person_id, OLD.private_key_id, OLD.role, OLD.serial, OLD.subject, OLD.der, OLD.not_before, OLD.not_after, OLD.created_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'certificate is written once: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certificate_written_once BEFORE UPDATE OR DELETE ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_keeps_its_content();

-- A seal key: one line of the directory, one key, one appointment (seal-and-log 4).
CREATE TABLE seal_key (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL CONSTRAINT seal_key_name_unique UNIQUE,     -- the line's `id`: v.layang.example/official/000001
  kid         bytea NOT NULL CONSTRAINT seal_key_kid_length CHECK (length(kid) = 4),
  public_key  bytea NOT NULL CONSTRAINT seal_key_public_length CHECK (length(public_key) = 32),
  role        text NOT NULL CONSTRAINT seal_key_role CHECK (role IN ('official', 'status')),
  appointment_id integer REFERENCES appointment,
  private_key_id integer REFERENCES private_key,                        -- null for the office's status key, which is a file
  holder_name text NOT NULL,
  position    text NOT NULL,                                      -- with capacity: 'Plt. Kepala Dinas …'
  unit        text NOT NULL,
  not_before  timestamptz NOT NULL,
  not_after   timestamptz NOT NULL,
  status      text NOT NULL DEFAULT 'active' CONSTRAINT seal_key_status CHECK (status IN ('active', 'retired', 'revoked')),
  revoked_from_index bigint,
  CONSTRAINT seal_key_official_has_appointment CHECK ((role = 'official') = (appointment_id IS NOT NULL))
);
CREATE INDEX seal_key_kid ON seal_key (kid);
-- One key in use per appointment; a key that was lost or has run out is retired, and another may follow it.
CREATE UNIQUE INDEX seal_key_one_per_appointment ON seal_key (appointment_id) WHERE status <> 'retired';
CREATE SEQUENCE seal_key_serial;

-- Signed notes, every version kept (trust, directory). The newest version is the one in force.
CREATE TABLE trust_version (
  version integer PRIMARY KEY,
  at      timestamptz NOT NULL,
  note    text NOT NULL,
  text_sha256 bytea NOT NULL
);
CREATE TABLE directory_version (
  version integer PRIMARY KEY,
  at      timestamptz NOT NULL,
  note    text NOT NULL,
  text_sha256 bytea NOT NULL
);
CREATE TRIGGER trust_version_written_once BEFORE UPDATE OR DELETE ON trust_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER directory_version_written_once BEFORE UPDATE OR DELETE ON directory_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trust_version_never_emptied BEFORE TRUNCATE ON trust_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER directory_version_never_emptied BEFORE TRUNCATE ON directory_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The newest state note only: one dated text, made anew at least hourly.
CREATE TABLE state_note (
  id   smallint PRIMARY KEY DEFAULT 1 CONSTRAINT state_note_is_one CHECK (id = 1),
  at   timestamptz NOT NULL,
  note text NOT NULL
);

-- Down Migration
