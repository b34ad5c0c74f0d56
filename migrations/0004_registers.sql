-- Up Migration

-- A register counts one set of kinds of one unit; its numbers run 1…n within a calendar year.
CREATE TABLE register (
  id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_id integer NOT NULL REFERENCES unit,
  code    text NOT NULL,                                          -- the set of kinds: 'surat', 'nota', 'arahan'
  name    text NOT NULL,
  CONSTRAINT register_unit_code_unique UNIQUE (unit_id, code)
);

CREATE TABLE register_counter (
  register_id integer NOT NULL REFERENCES register,
  year        integer NOT NULL,
  last        integer NOT NULL DEFAULT 0 CONSTRAINT register_counter_last CHECK (last >= 0),
  PRIMARY KEY (register_id, year)
);

CREATE TABLE letter_kind (
  code          text PRIMARY KEY,
  name          text NOT NULL,
  name_en       text NOT NULL,
  kind_group    text NOT NULL CONSTRAINT letter_kind_group CHECK (kind_group IN ('pengaturan', 'penetapan', 'penugasan', 'korespondensi', 'khusus')),
  shape         text NOT NULL CONSTRAINT letter_kind_shape CHECK (shape IN ('korespondensi', 'judul')),
  template      text NOT NULL,                                    -- file in views/letters/
  title         text NOT NULL DEFAULT '',                         -- printed title of shape judul
  register_code text NOT NULL,
  number_format text NOT NULL,                                    -- grammar of registers/letter-number.ts
  titles_in_block boolean NOT NULL,                               -- Pasal 44: name with academic titles
  paper         text NOT NULL CONSTRAINT letter_kind_paper CHECK (paper IN ('a4', 'f4')),
  font          text NOT NULL CONSTRAINT letter_kind_font CHECK (font IN ('Arimo', 'Tinos')),
  sections      jsonb NOT NULL,                                   -- [{"key","label","labelEn","required","kind":"text"|"line"}]
  names_persons boolean NOT NULL DEFAULT false,                   -- the check page shows no picture of page 1
  sort          integer NOT NULL
);

-- Down Migration
