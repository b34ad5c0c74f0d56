-- Up Migration

-- The office that runs this installation. One row: name and place are printed on letters and on the check page.
CREATE TABLE office (
  id          smallint PRIMARY KEY DEFAULT 1 CONSTRAINT office_is_one CHECK (id = 1),
  name        text NOT NULL,                  -- 'Pemerintah Kabupaten Lembah Purnama'
  region      text NOT NULL,                  -- 'Kabupaten Lembah Purnama'
  place       text NOT NULL,                  -- where letters are dated: 'Purnama'
  time_zone   text NOT NULL DEFAULT 'Asia/Jakarta',
  created_at  timestamptz NOT NULL
);

CREATE TABLE unit (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  parent_id   integer REFERENCES unit,
  code        text NOT NULL CONSTRAINT unit_code_unique UNIQUE,   -- {unit} in letter numbers
  name        text NOT NULL,
  address     text NOT NULL DEFAULT '',
  contact     text NOT NULL DEFAULT '',                           -- telephone, e-mail, web, as printed in the kop
  CONSTRAINT unit_not_own_parent CHECK (parent_id <> id)
);

CREATE TABLE position (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_id     integer NOT NULL REFERENCES unit,
  superior_id integer REFERENCES position,
  name        text NOT NULL,                                      -- 'Kepala Dinas Pendidikan'
  code        text NOT NULL DEFAULT '',                           -- {jabatan} in letter numbers
  -- Permendagri 1/2023 Pasal 44 renders the signature block by office: head of region, deputy, regional secretary, others.
  office_kind text NOT NULL DEFAULT 'other'
    CONSTRAINT position_office_kind CHECK (office_kind IN ('head_of_region', 'deputy_head', 'secretary', 'other')),
  closed_at   timestamptz,
  CONSTRAINT position_not_own_superior CHECK (superior_id <> id)
);
CREATE INDEX position_unit ON position (unit_id);

CREATE TABLE person (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  username      text NOT NULL CONSTRAINT person_username_unique UNIQUE CONSTRAINT person_username_form CHECK (username ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
  name          text NOT NULL,                                    -- without academic titles
  title_before  text NOT NULL DEFAULT '',                         -- 'Dr.'
  title_after   text NOT NULL DEFAULT '',                         -- 'S.H., M.Si.'
  nip           text NOT NULL DEFAULT '' CONSTRAINT person_nip_form CHECK (nip ~ '^([0-9]{18})?$'),
  rank          text NOT NULL DEFAULT '',                         -- 'Pembina Utama Muda, IV/c'
  is_administrator boolean NOT NULL DEFAULT false,
  language      text NOT NULL DEFAULT 'id' CONSTRAINT person_language CHECK (language IN ('id', 'en')),
  password_hash text,                                             -- argon2id, PHC string; null until the first sign-in
  created_at    timestamptz NOT NULL,
  disabled_at   timestamptz
);

-- One holding of a position by a person. Acting forms stack: {'Plh.','Pj.'} prints "Plh. Pj. Sekretaris Daerah".
CREATE TABLE appointment (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id   integer NOT NULL REFERENCES person,
  position_id integer NOT NULL REFERENCES position,
  forms       text[] NOT NULL DEFAULT '{}' CONSTRAINT appointment_forms CHECK (forms <@ ARRAY['Plt.', 'Plh.', 'Pj.', 'Pjs.']),
  valid_from  date NOT NULL,
  valid_to    date,                                               -- last day, inclusive; null: open
  warrant     text NOT NULL DEFAULT '',                           -- number of the decree or order
  created_at  timestamptz NOT NULL,
  CONSTRAINT appointment_term CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX appointment_person ON appointment (person_id);
CREATE INDEX appointment_position ON appointment (position_id);

-- A duty beside the position: the registry clerk of a unit keeps its registers.
CREATE TABLE duty (
  person_id integer NOT NULL REFERENCES person,
  unit_id   integer NOT NULL REFERENCES unit,
  duty      text NOT NULL CONSTRAINT duty_known CHECK (duty IN ('registry')),
  PRIMARY KEY (person_id, unit_id, duty)
);

-- A one-time link by which a person comes in for the first time (or again after the administrator renews it).
CREATE TABLE invitation (
  token_hash bytea PRIMARY KEY,
  person_id  integer REFERENCES person,                           -- null: the very first administrator
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

-- connect-pg-simple
CREATE TABLE session (
  sid    varchar NOT NULL PRIMARY KEY,
  sess   json NOT NULL,
  expire timestamp(6) NOT NULL
);
CREATE INDEX session_expire ON session (expire);

-- rate-limiter-flexible
CREATE TABLE rate_limit (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- A form that was sent, by the hash of its one-time field: sending it again leads where the first sending led.
CREATE TABLE form_sent (
  key        bytea PRIMARY KEY,
  started_at timestamptz NOT NULL,
  location   text                                                 -- null: still being done, or the power failed meanwhile
);

-- Down Migration
