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

-- The other kinds of Permendagri 1/2023 that need only data. Kinds that print one number format count in one register: two
-- counters would print the same number twice (so an instruction counts with the decrees). Where a text holds "…" the drafter
-- completes it; a letter does not set out while one is left in such a part.
UPDATE letter_kind SET sort = (ARRAY[10, 20, 30, 40])[sort] WHERE code IN ('surat-dinas', 'nota-dinas', 'surat-tugas', 'keputusan');
CREATE TEMPORARY TABLE new_kind (code text, sort integer, definition jsonb, sections jsonb) ON COMMIT DROP;
INSERT INTO new_kind (code, sort, definition, sections) VALUES
  ('undangan', 11, '{"name": "Surat Undangan", "nameEn": "Invitation", "kindGroup": "korespondensi", "shape": "korespondensi", "template": "surat-dinas", "title": "", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": false}',
    '[{"key": "isi", "label": "Isi undangan", "labelEn": "Body", "required": true, "kind": "text", "layout": "plain", "starter": "Dalam rangka …, dengan ini kami mengundang Saudara untuk hadir pada:\n\nhari, tanggal : …\nwaktu : pukul … s.d. selesai\ntempat : …\nacara : …\n\nMengingat pentingnya acara tersebut, diharapkan Saudara hadir tepat pada waktunya.\n\nDemikian disampaikan. Atas perhatian dan kehadiran Saudara, kami ucapkan terima kasih."}]'),
  ('memo', 21, '{"name": "Memo", "nameEn": "Memo", "kindGroup": "korespondensi", "shape": "korespondensi", "template": "nota-dinas", "title": "MEMO", "registerCode": "nota", "numberFormat": "{urut}/{jabatan}/{klasifikasi}/{bulan2}/{tahun}", "namesPersons": false}',
    '[{"key": "isi", "label": "Isi memo", "labelEn": "Body", "required": true, "kind": "text", "layout": "plain"}]'),
  ('surat-perintah', 31, '{"name": "Surat Perintah", "nameEn": "Order", "kindGroup": "penugasan", "shape": "judul", "template": "surat-tugas", "title": "SURAT PERINTAH", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "dasar", "label": "Dasar", "labelEn": "Basis", "required": true, "kind": "text", "layout": "labelled", "starter": "1. …;\n2. …."},
     {"key": "kepada", "label": "Memerintahkan kepada", "labelEn": "Ordered to", "required": true, "kind": "text", "layout": "labelled", "printed": "Kepada", "before": "MEMERINTAHKAN:", "starter": "Nama : …\nNIP : …\nPangkat/Gol. : …\nJabatan : …"},
     {"key": "untuk", "label": "Untuk", "labelEn": "To do", "required": true, "kind": "text", "layout": "labelled", "starter": "1. …;\n2. melaksanakan perintah ini dengan penuh tanggung jawab; dan\n3. melaporkan hasilnya kepada pemberi perintah."}]'),
  ('surat-perjalanan-dinas', 32, '{"name": "Surat Perjalanan Dinas", "nameEn": "Travel order", "kindGroup": "penugasan", "shape": "judul", "template": "surat-keterangan", "title": "SURAT PERJALANAN DINAS", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "pemberi", "label": "Pejabat pemberi perintah", "labelEn": "Ordering official", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "pegawai", "label": "Nama/NIP yang diperintah", "labelEn": "Name and NIP of the traveller", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "pangkat", "label": "Pangkat dan golongan", "labelEn": "Rank", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "jabatan", "label": "Jabatan/instansi", "labelEn": "Position and agency", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "maksud", "label": "Maksud perjalanan dinas", "labelEn": "Purpose", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "angkutan", "label": "Alat angkut", "labelEn": "Means of travel", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "dari", "label": "Tempat berangkat", "labelEn": "From", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "ke", "label": "Tempat tujuan", "labelEn": "To", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "lama", "label": "Lama perjalanan", "labelEn": "Duration", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "berangkat", "label": "Tanggal berangkat", "labelEn": "Departure", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "kembali", "label": "Tanggal harus kembali", "labelEn": "Return", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "pengikut", "label": "Pengikut", "labelEn": "Companions", "required": false, "kind": "line", "layout": "labelled"},
     {"key": "anggaran", "label": "Pembebanan anggaran", "labelEn": "Charged to", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "keterangan", "label": "Keterangan lain", "labelEn": "Remarks", "required": false, "kind": "text", "layout": "labelled"}]'),
  ('instruksi', 41, '{"name": "Instruksi", "nameEn": "Instruction", "kindGroup": "khusus", "shape": "judul", "template": "keputusan", "title": "INSTRUKSI {jabatan}", "registerCode": "keputusan", "numberFormat": "NOMOR {urut} TAHUN {tahun}", "namesPersons": false}',
    '[{"key": "pertimbangan", "label": "Pertimbangan", "labelEn": "Considerations", "required": true, "kind": "text", "layout": "plain", "starter": "Dalam rangka …, dengan ini menginstruksikan:"},
     {"key": "kepada", "label": "Kepada", "labelEn": "To", "required": true, "kind": "text", "layout": "labelled", "starter": "1. …;\n2. …."},
     {"key": "untuk", "label": "Untuk", "labelEn": "To do", "required": true, "kind": "text", "layout": "dicta", "starter": "1. ….\n2. ….\n3. Instruksi ini mulai berlaku pada tanggal ditetapkan."}]'),
  ('edaran', 50, '{"name": "Surat Edaran", "nameEn": "Circular", "kindGroup": "khusus", "shape": "korespondensi", "template": "edaran", "title": "SURAT EDARAN", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": false}',
    '[{"key": "latar", "label": "Latar belakang", "labelEn": "Background", "required": true, "kind": "text", "layout": "heading"},
     {"key": "maksud", "label": "Maksud dan tujuan", "labelEn": "Purpose", "required": true, "kind": "text", "layout": "heading"},
     {"key": "ruang_lingkup", "label": "Ruang lingkup", "labelEn": "Scope", "required": false, "kind": "text", "layout": "heading"},
     {"key": "dasar", "label": "Dasar", "labelEn": "Basis", "required": true, "kind": "text", "layout": "heading"},
     {"key": "isi", "label": "Isi edaran", "labelEn": "Provisions", "required": true, "kind": "text", "layout": "heading", "printed": "Isi"},
     {"key": "penutup", "label": "Penutup", "labelEn": "Closing", "required": true, "kind": "text", "layout": "heading", "starter": "Demikian surat edaran ini disampaikan untuk dipedomani dan dilaksanakan sebagaimana mestinya."}]'),
  ('pengumuman', 51, '{"name": "Pengumuman", "nameEn": "Announcement", "kindGroup": "khusus", "shape": "judul", "template": "pengumuman", "title": "PENGUMUMAN", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": false}',
    '[{"key": "isi", "label": "Isi pengumuman", "labelEn": "Body", "required": true, "kind": "text", "layout": "plain", "starter": "…\n\nDemikian pengumuman ini disampaikan agar diketahui."}]'),
  ('surat-keterangan', 60, '{"name": "Surat Keterangan", "nameEn": "Statement", "kindGroup": "khusus", "shape": "judul", "template": "surat-keterangan", "title": "SURAT KETERANGAN", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "pejabat", "label": "Yang menerangkan", "labelEn": "Who states it", "required": true, "kind": "text", "layout": "plain", "starter": "Yang bertanda tangan di bawah ini:\n\nNama : …\nJabatan : …"},
     {"key": "tentang", "label": "Yang diterangkan", "labelEn": "About whom", "required": true, "kind": "text", "layout": "plain", "starter": "dengan ini menerangkan bahwa:\n\nNama : …\nNIP/NIK : …\nJabatan/pekerjaan : …\nAlamat : …"},
     {"key": "keterangan", "label": "Keterangan", "labelEn": "Statement", "required": true, "kind": "text", "layout": "plain", "starter": "adalah benar ….\n\nDemikian surat keterangan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."}]'),
  ('surat-pengantar', 61, '{"name": "Surat Pengantar", "nameEn": "Cover letter", "kindGroup": "khusus", "shape": "korespondensi", "template": "surat-pengantar", "title": "SURAT PENGANTAR", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": false}',
    '[{"key": "isi", "label": "Yang dikirim", "labelEn": "What is sent", "required": true, "kind": "text", "layout": "plain", "starter": "| No. | Naskah/barang yang dikirim | Banyaknya | Keterangan |\n|---|---|---|---|\n| 1. | … | … | … |"}]'),
  ('surat-kuasa', 62, '{"name": "Surat Kuasa", "nameEn": "Power of attorney", "kindGroup": "khusus", "shape": "judul", "template": "surat-keterangan", "title": "SURAT KUASA", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "pemberi", "label": "Pemberi kuasa", "labelEn": "Principal", "required": true, "kind": "text", "layout": "plain", "starter": "Yang bertanda tangan di bawah ini:\n\nNama : …\nJabatan : …\nAlamat : …\n\nselanjutnya disebut Pemberi Kuasa, memberi kuasa kepada:"},
     {"key": "penerima", "label": "Penerima kuasa", "labelEn": "Attorney", "required": true, "kind": "text", "layout": "plain", "starter": "Nama : …\nJabatan : …\nAlamat : …\n\nselanjutnya disebut Penerima Kuasa,"},
     {"key": "untuk", "label": "Kuasa", "labelEn": "Powers", "required": true, "kind": "text", "layout": "plain", "starter": "untuk ….\n\nDemikian surat kuasa ini dibuat untuk dipergunakan sebagaimana mestinya."},
     {"key": "nama_penerima", "label": "Nama penerima kuasa", "labelEn": "Name of the attorney", "required": true, "kind": "line", "layout": "hand", "before": "Penerima Kuasa,"}]'),
  ('surat-izin', 63, '{"name": "Surat Izin", "nameEn": "Permit", "kindGroup": "khusus", "shape": "judul", "template": "surat-keterangan", "title": "SURAT IZIN", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "dasar", "label": "Dasar", "labelEn": "Basis", "required": true, "kind": "text", "layout": "labelled", "starter": "1. …;\n2. …."},
     {"key": "kepada", "label": "Diberikan kepada", "labelEn": "Granted to", "required": true, "kind": "text", "layout": "labelled", "printed": "Kepada", "before": "MEMBERI IZIN:", "starter": "Nama : …\nNIP/NIK : …\nAlamat : …"},
     {"key": "untuk", "label": "Untuk", "labelEn": "For", "required": true, "kind": "text", "layout": "labelled"},
     {"key": "ketentuan", "label": "Ketentuan", "labelEn": "Conditions", "required": false, "kind": "text", "layout": "labelled", "starter": "1. …;\n2. …."},
     {"key": "berlaku_mulai", "label": "Berlaku mulai tanggal", "labelEn": "Valid from", "required": true, "kind": "line", "layout": "labelled", "printed": "Berlaku mulai"},
     {"key": "berlaku_sampai", "label": "Berlaku sampai tanggal", "labelEn": "Valid to", "required": true, "kind": "line", "layout": "labelled", "printed": "Berlaku sampai"}]'),
  ('rekomendasi', 64, '{"name": "Rekomendasi", "nameEn": "Recommendation", "kindGroup": "khusus", "shape": "judul", "template": "surat-keterangan", "title": "REKOMENDASI", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "dasar", "label": "Dasar", "labelEn": "Basis", "required": true, "kind": "text", "layout": "plain", "starter": "Berdasarkan …, dengan ini memberikan rekomendasi kepada:"},
     {"key": "kepada", "label": "Diberikan kepada", "labelEn": "Given to", "required": true, "kind": "text", "layout": "plain", "starter": "Nama : …\nAlamat : …"},
     {"key": "untuk", "label": "Untuk", "labelEn": "For", "required": true, "kind": "text", "layout": "plain", "starter": "untuk ….\n\nDemikian rekomendasi ini dibuat untuk dipergunakan sebagaimana mestinya."}]'),
  ('surat-panggilan', 65, '{"name": "Surat Panggilan", "nameEn": "Summons", "kindGroup": "khusus", "shape": "korespondensi", "template": "surat-dinas", "title": "", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "isi", "label": "Isi panggilan", "labelEn": "Body", "required": true, "kind": "text", "layout": "plain", "starter": "Dengan ini diminta kehadiran Saudara pada:\n\nhari, tanggal : …\nwaktu : pukul …\ntempat : …\nmenghadap kepada : …\nuntuk : …\n\nDemikian untuk dilaksanakan."}]'),
  ('spmt', 66, '{"name": "Surat Pernyataan Melaksanakan Tugas", "nameEn": "Statement of taking up duty", "kindGroup": "khusus", "shape": "judul", "template": "surat-keterangan", "title": "SURAT PERNYATAAN MELAKSANAKAN TUGAS", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "pejabat", "label": "Yang menyatakan", "labelEn": "Who states it", "required": true, "kind": "text", "layout": "plain", "starter": "Yang bertanda tangan di bawah ini:\n\nNama : …\nNIP : …\nPangkat/Gol. : …\nJabatan : …"},
     {"key": "pegawai", "label": "Yang melaksanakan tugas", "labelEn": "Who takes up duty", "required": true, "kind": "text", "layout": "plain", "starter": "dengan ini menyatakan dengan sesungguhnya bahwa:\n\nNama : …\nNIP : …\nPangkat/Gol. : …\nJabatan : …"},
     {"key": "isi", "label": "Pernyataan", "labelEn": "Statement", "required": true, "kind": "text", "layout": "plain", "starter": "yang diangkat berdasarkan Keputusan … Nomor … tanggal …, telah nyata melaksanakan tugas sebagai … terhitung mulai tanggal ….\n\nDemikian surat pernyataan ini dibuat dengan sesungguhnya dan dengan mengingat sumpah jabatan."}]'),
  ('berita-acara', 70, '{"name": "Berita Acara", "nameEn": "Official record", "kindGroup": "khusus", "shape": "judul", "template": "berita-acara", "title": "BERITA ACARA", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "pembuka", "label": "Hari dan tanggal", "labelEn": "Day and date", "required": true, "kind": "text", "layout": "plain", "starter": "Pada hari ini, …, tanggal …, bulan …, tahun …, kami masing-masing:"},
     {"key": "pihak", "label": "Para pihak", "labelEn": "Parties", "required": true, "kind": "text", "layout": "plain", "starter": "1. …, selanjutnya disebut PIHAK KESATU;\n2. …, selanjutnya disebut PIHAK KEDUA,"},
     {"key": "isi", "label": "Isi", "labelEn": "Body", "required": true, "kind": "text", "layout": "plain", "starter": "telah melaksanakan …:\n\n1. …;\n2. ….\n\nDemikian berita acara ini dibuat dengan sesungguhnya berdasarkan …."},
     {"key": "pihak2_jabatan", "label": "Jabatan pihak kedua", "labelEn": "Second party: position", "required": true, "kind": "line", "layout": "hand", "before": "PIHAK KEDUA,"},
     {"key": "pihak2_nama", "label": "Nama pihak kedua", "labelEn": "Second party: name", "required": true, "kind": "line", "layout": "hand"},
     {"key": "pihak2_nip", "label": "NIP pihak kedua", "labelEn": "Second party: NIP", "required": false, "kind": "line", "layout": "hand"}]'),
  ('perjanjian', 71, '{"name": "Surat Perjanjian", "nameEn": "Agreement", "kindGroup": "khusus", "shape": "judul", "template": "perjanjian", "title": "PERJANJIAN KERJA SAMA", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": true}',
    '[{"key": "pembuka", "label": "Hari dan tanggal", "labelEn": "Day and date", "required": true, "kind": "text", "layout": "plain", "starter": "Pada hari ini, …, tanggal …, bulan …, tahun …, bertempat di …, yang bertanda tangan di bawah ini:"},
     {"key": "pihak_kesatu", "label": "Pihak kesatu", "labelEn": "First party", "required": true, "kind": "text", "layout": "labelled", "printed": "PIHAK KESATU", "starter": "…, dalam jabatannya selaku …, bertindak untuk dan atas nama …, selanjutnya disebut PIHAK KESATU;"},
     {"key": "pihak_kedua", "label": "Pihak kedua", "labelEn": "Second party", "required": true, "kind": "text", "layout": "labelled", "printed": "PIHAK KEDUA", "starter": "…, dalam jabatannya selaku …, bertindak untuk dan atas nama …, selanjutnya disebut PIHAK KEDUA;"},
     {"key": "isi", "label": "Isi perjanjian", "labelEn": "Provisions", "required": true, "kind": "text", "layout": "plain", "starter": "bersepakat untuk mengadakan perjanjian dengan ketentuan sebagai berikut:\n\n1. Maksud dan tujuan: ….\n2. Ruang lingkup: ….\n3. Hak dan kewajiban PIHAK KESATU: ….\n4. Hak dan kewajiban PIHAK KEDUA: ….\n5. Jangka waktu: ….\n6. Pembiayaan: ….\n7. Penyelesaian perselisihan: ….\n\nPerjanjian ini ditandatangani PIHAK KESATU secara elektronik dan PIHAK KEDUA dengan tangan pada cetakannya."},
     {"key": "pihak2_jabatan", "label": "Jabatan pihak kedua", "labelEn": "Second party: position", "required": true, "kind": "line", "layout": "hand", "before": "PIHAK KEDUA,"},
     {"key": "pihak2_nama", "label": "Nama pihak kedua", "labelEn": "Second party: name", "required": true, "kind": "line", "layout": "hand"},
     {"key": "pihak2_nip", "label": "NIP pihak kedua", "labelEn": "Second party: NIP", "required": false, "kind": "line", "layout": "hand"}]'),
  ('laporan', 80, '{"name": "Laporan", "nameEn": "Report", "kindGroup": "khusus", "shape": "judul", "template": "laporan", "title": "LAPORAN", "registerCode": "surat", "numberFormat": "{klasifikasi}/{urut}/{unit}", "namesPersons": false}',
    '[{"key": "pendahuluan", "label": "Pendahuluan", "labelEn": "Introduction", "required": true, "kind": "text", "layout": "heading"},
     {"key": "kegiatan", "label": "Kegiatan yang dilaksanakan", "labelEn": "Activities", "required": true, "kind": "text", "layout": "heading"},
     {"key": "hasil", "label": "Hasil yang dicapai", "labelEn": "Results", "required": true, "kind": "text", "layout": "heading"},
     {"key": "simpulan", "label": "Simpulan dan saran", "labelEn": "Conclusions", "required": true, "kind": "text", "layout": "heading"},
     {"key": "penutup", "label": "Penutup", "labelEn": "Closing", "required": true, "kind": "text", "layout": "heading", "starter": "Demikian laporan ini disampaikan."}]'),
  ('telaahan-staf', 81, '{"name": "Telaahan Staf", "nameEn": "Staff study", "kindGroup": "khusus", "shape": "judul", "template": "laporan", "title": "TELAAHAN STAF", "registerCode": "nota", "numberFormat": "{urut}/{jabatan}/{klasifikasi}/{bulan2}/{tahun}", "namesPersons": false}',
    '[{"key": "persoalan", "label": "Persoalan", "labelEn": "Issue", "required": true, "kind": "text", "layout": "heading"},
     {"key": "praanggapan", "label": "Praanggapan", "labelEn": "Assumptions", "required": true, "kind": "text", "layout": "heading"},
     {"key": "fakta", "label": "Fakta yang memengaruhi", "labelEn": "Facts", "required": true, "kind": "text", "layout": "heading"},
     {"key": "analisis", "label": "Analisis", "labelEn": "Analysis", "required": true, "kind": "text", "layout": "heading"},
     {"key": "simpulan", "label": "Simpulan", "labelEn": "Conclusion", "required": true, "kind": "text", "layout": "heading"},
     {"key": "saran", "label": "Saran", "labelEn": "Advice", "required": true, "kind": "text", "layout": "heading"}]'),
  ('notula', 82, '{"name": "Notula", "nameEn": "Minutes", "kindGroup": "khusus", "shape": "judul", "template": "laporan", "title": "NOTULA", "registerCode": "nota", "numberFormat": "{urut}/{jabatan}/{klasifikasi}/{bulan2}/{tahun}", "namesPersons": false}',
    '[{"key": "hari", "label": "Hari, tanggal", "labelEn": "Day and date", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "waktu", "label": "Waktu", "labelEn": "Time", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "tempat", "label": "Tempat", "labelEn": "Place", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "pimpinan", "label": "Pimpinan rapat", "labelEn": "Chair", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "peserta", "label": "Peserta", "labelEn": "Participants", "required": true, "kind": "line", "layout": "labelled"},
     {"key": "jalannya", "label": "Jalannya rapat", "labelEn": "Proceedings", "required": true, "kind": "text", "layout": "heading"},
     {"key": "kesimpulan", "label": "Kesimpulan", "labelEn": "Conclusions", "required": true, "kind": "text", "layout": "heading"}]')
;
INSERT INTO letter_kind (code, sort) SELECT code, sort FROM new_kind;
INSERT INTO letter_kind_version (code, version, definition, made_at)
SELECT code, 1,
    '{"titlesInBlock":true,"source":null,"profile":{"paper":"a4","font":"Arimo","fontSize":12,"lineSpacing":1.25,
      "catchword":true,"pageNumbers":"top-centre","margin":{"top":20,"bottom":25,"left":30,"right":20}}}'::jsonb
    || definition || jsonb_build_object('sections', sections), now()
FROM new_kind;

-- Down Migration
