-- Up Migration

-- The kinds an office begins with. Tinos stands for Bookman Old Style, which Permendagri 1/2023 names for pengaturan and
-- penetapan and which may not be passed on; Arimo has the measures of Arial. Surat dinas and surat tugas print the same
-- number format without a year, so they count in one register: two counters would print the same number twice.
INSERT INTO letter_kind
  (code, name, name_en, kind_group, shape, template, title, register_code, number_format, titles_in_block, paper, font, sections, names_persons, sort)
VALUES
  ('surat-dinas', 'Surat Dinas', 'Official letter', 'korespondensi', 'korespondensi', 'surat-dinas', '', 'surat',
   '{klasifikasi}/{urut}/{unit}', true, 'a4', 'Arimo',
   '[{"key":"isi","label":"Isi surat","labelEn":"Body","required":true,"kind":"text"}]', false, 1),
  ('nota-dinas', 'Nota Dinas', 'Official note', 'korespondensi', 'korespondensi', 'nota-dinas', 'NOTA DINAS', 'nota',
   '{urut}/{jabatan}/{klasifikasi}/{bulan2}/{tahun}', true, 'a4', 'Arimo',
   '[{"key":"isi","label":"Isi nota","labelEn":"Body","required":true,"kind":"text"}]', false, 2),
  ('surat-tugas', 'Surat Tugas', 'Assignment letter', 'penugasan', 'judul', 'surat-tugas', 'SURAT TUGAS', 'surat',
   '{klasifikasi}/{urut}/{unit}', true, 'a4', 'Arimo',
   '[{"key":"dasar","label":"Dasar","labelEn":"Basis","required":true,"kind":"text"},
     {"key":"kepada","label":"Menugaskan kepada","labelEn":"Assigned to","required":true,"kind":"text"},
     {"key":"untuk","label":"Untuk","labelEn":"To do","required":true,"kind":"text"}]', true, 3),
  ('keputusan', 'Keputusan', 'Decree', 'penetapan', 'judul', 'keputusan', 'KEPUTUSAN {jabatan}', 'keputusan',
   'NOMOR {urut} TAHUN {tahun}', false, 'f4', 'Tinos',
   '[{"key":"menimbang","label":"Menimbang","labelEn":"Considering","required":true,"kind":"text"},
     {"key":"mengingat","label":"Mengingat","labelEn":"In view of","required":true,"kind":"text"},
     {"key":"memperhatikan","label":"Memperhatikan","labelEn":"Noting","required":false,"kind":"text"},
     {"key":"menetapkan","label":"Menetapkan","labelEn":"Decides","required":true,"kind":"text"}]', true, 4);

-- Down Migration
