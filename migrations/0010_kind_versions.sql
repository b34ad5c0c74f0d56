-- Up Migration

-- A kind of letter is data, and so is its history: a version is written once, and a letter keeps the one under which it was
-- begun, so that it prints tomorrow as it was initialled today.
CREATE TABLE letter_kind_version (
  code       text NOT NULL REFERENCES letter_kind,
  version    integer NOT NULL CONSTRAINT letter_kind_version_positive CHECK (version > 0),
  definition jsonb NOT NULL,                                      -- KindDefinition of letters/letter-kind.ts
  note       text NOT NULL DEFAULT '',                            -- what was changed and why, in the administrator's words
  made_by    integer REFERENCES person,                           -- null: came with the program
  made_at    timestamptz NOT NULL,
  PRIMARY KEY (code, version)
);

-- Until now the kind of a surat tugas printed "Kepada" for its part "Menugaskan kepada", and a decree its dicta, by the
-- name of the part. That is said in the data from here on.
UPDATE letter_kind SET sections =
  '[{"key":"dasar","label":"Dasar","labelEn":"Basis","required":true,"kind":"text","layout":"labelled"},
    {"key":"kepada","label":"Menugaskan kepada","labelEn":"Assigned to","required":true,"kind":"text","layout":"labelled","printed":"Kepada","before":"MENUGASKAN:"},
    {"key":"untuk","label":"Untuk","labelEn":"To do","required":true,"kind":"text","layout":"labelled"}]'
  WHERE code = 'surat-tugas';
UPDATE letter_kind SET sections =
  '[{"key":"menimbang","label":"Menimbang","labelEn":"Considering","required":true,"kind":"text","layout":"labelled"},
    {"key":"mengingat","label":"Mengingat","labelEn":"In view of","required":true,"kind":"text","layout":"labelled"},
    {"key":"memperhatikan","label":"Memperhatikan","labelEn":"Noting","required":false,"kind":"text","layout":"labelled"},
    {"key":"menetapkan","label":"Menetapkan","labelEn":"Decides","required":true,"kind":"text","layout":"dicta","before":"MEMUTUSKAN:"}]'
  WHERE code = 'keputusan';

INSERT INTO letter_kind_version (code, version, definition, made_at)
SELECT code, 1, jsonb_build_object(
    'name', name, 'nameEn', name_en, 'kindGroup', kind_group, 'shape', shape, 'template', template, 'title', title,
    'registerCode', register_code, 'numberFormat', number_format, 'titlesInBlock', titles_in_block,
    'namesPersons', names_persons, 'sections', sections, 'source', NULL,
    'profile', jsonb_build_object('paper', paper, 'font', font, 'fontSize', 12, 'lineSpacing', 1.25, 'catchword', true,
      'pageNumbers', 'top-centre', 'margin', '{"top":20,"bottom":25,"left":30,"right":20}'::jsonb)), now()
FROM letter_kind;

ALTER TABLE letter_kind
  ADD COLUMN current_version integer NOT NULL DEFAULT 1,
  ADD COLUMN retired_at timestamptz,                              -- no new letters of it; those begun go their way
  DROP COLUMN name, DROP COLUMN name_en, DROP COLUMN kind_group, DROP COLUMN shape, DROP COLUMN template,
  DROP COLUMN title, DROP COLUMN register_code, DROP COLUMN number_format, DROP COLUMN titles_in_block,
  DROP COLUMN paper, DROP COLUMN font, DROP COLUMN sections, DROP COLUMN names_persons;
-- A new kind and its first version name each other, so this one is looked at when the transaction ends.
ALTER TABLE letter_kind ADD CONSTRAINT letter_kind_current FOREIGN KEY (code, current_version)
  REFERENCES letter_kind_version DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER letter_kind_version_written_once BEFORE UPDATE OR DELETE ON letter_kind_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER letter_kind_version_never_emptied BEFORE TRUNCATE ON letter_kind_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE letter ADD COLUMN kind_version integer NOT NULL DEFAULT 1;
ALTER TABLE letter ALTER COLUMN kind_version DROP DEFAULT;
ALTER TABLE letter ADD CONSTRAINT letter_kind_version_known FOREIGN KEY (kind, kind_version) REFERENCES letter_kind_version;
CREATE INDEX letter_kind_used ON letter (kind, kind_version);

-- The emblems in the letterhead, PNG files of the document store: that of the region, and the state emblem above the
-- letterhead of its head. Null prints a letterhead without emblem.
ALTER TABLE office
  ADD COLUMN emblem_sha256 bytea REFERENCES document,
  ADD COLUMN head_emblem_sha256 bytea REFERENCES document;

-- Down Migration
