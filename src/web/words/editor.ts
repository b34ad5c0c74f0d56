import type { Words } from '../../errors.ts';

/**
 * The editor of a letter's text. This catalogue is also a part of the script that the browser loads: it takes nothing along.
 */
export const editorWords = {
  'editor.toolbar': { id: 'Format teks', en: 'Text formatting' },
  'editor.hint': {
    id: 'Alt+F10 ke bilah alat, Esc lalu Tab untuk keluar.',
    en: 'Alt+F10 for the toolbar, Esc and then Tab to leave.',
  },
  'editor.bold': { id: 'Tebal', en: 'Bold' },
  'editor.italic': { id: 'Miring', en: 'Italic' },
  'editor.underline': { id: 'Garis bawah', en: 'Underline' },
  'editor.unbroken': { id: 'Jangan pisah baris', en: 'Keep on one line' },
  'editor.list': { id: 'Daftar bernomor', en: 'Numbered list' },
  'editor.marker': { id: 'Tanda daftar', en: 'List marker' },
  'editor.marker.next': { id: 'Ganti tanda daftar: {marker}', en: 'Change the list marker: {marker}' },
  'editor.out': { id: 'Kurangi menjorok', en: 'Less indent' },
  'editor.in': { id: 'Menjorok', en: 'Indent' },
  'editor.variable.nomor': { id: 'Isian nomor', en: 'Number field' },
  'editor.variable.tanggal': { id: 'Isian tanggal', en: 'Date field' },
  'editor.variable.penerima': { id: 'Isian penerima', en: 'Recipients field' },
  'editor.table': { id: 'Sisipkan tabel', en: 'Insert a table' },
  'editor.table.row': { id: 'Tambah baris', en: 'Add a row' },
  'editor.table.column': { id: 'Tambah kolom', en: 'Add a column' },
  'editor.table.delete-row': { id: 'Hapus baris', en: 'Delete the row' },
  'editor.table.delete-column': { id: 'Hapus kolom', en: 'Delete the column' },
  'editor.table.header': { id: 'Baris judul', en: 'Heading row' },
  'editor.table.delete': { id: 'Hapus tabel', en: 'Delete the table' },
  'editor.undo': { id: 'Urungkan', en: 'Undo' },
  'editor.redo': { id: 'Ulangi', en: 'Redo' },
  'editor.chip': { id: 'isian {name}', en: 'field {name}' },
  'editor.chip.nomor': { id: 'nomor', en: 'number' },
  'editor.chip.tanggal': { id: 'tanggal', en: 'date' },
  'editor.chip.penerima': { id: 'penerima', en: 'recipients' },
  'editor.as-text': {
    id: 'Bagian ini ditulis sebagai teks biasa: {problem} Perbaiki di sini; bilah alat muncul kembali setelah itu.',
    en: 'This part is written as plain text: {problem} Correct it here; the toolbar comes back after that.',
  },
  'editor.paste.large': {
    id: 'Tempelan ini terlalu besar ({size} MB; paling banyak {most}). Tidak ada yang ditempel dan tidak ada yang hilang; tempel sebagian demi sebagian.',
    en: 'What you pasted is too large ({size} MB; at most {most}). Nothing was pasted and nothing is lost; paste it part by part.',
  },
  'editor.paste.long': {
    id: 'Bagian ini akan menjadi lebih panjang daripada {most} karakter. Tidak ada yang ditempel.',
    en: 'This part would become longer than {most} characters. Nothing was pasted.',
  },
  'editor.paste.image': {
    id: 'Gambar tidak dapat masuk ke dalam teks surat. Unggah sebagai lampiran; tulisannya sudah ditempel.',
    en: 'A letter’s text holds no pictures. Upload them as an attachment; the text has been pasted.',
  },
  'editor.paste.table': {
    id: 'Tabel yang ditempel melebihi 10 kolom atau 300 baris; kelebihannya tidak ikut.',
    en: 'The pasted table has more than 10 columns or 300 rows; the rest was left out.',
  },
  'editor.paste.sign': {
    id: 'Karakter tak terlihat dari tempat asalnya tidak ikut ditempel.',
    en: 'Invisible characters were left out of what you pasted.',
  },

  'draft.saved': { id: 'Tersimpan pukul {at}', en: 'Saved at {at}' },
  'draft.saving': { id: 'Menyimpan …', en: 'Saving …' },
  'draft.unsaved': { id: 'Belum tersimpan', en: 'Not saved yet' },
  'draft.offline': {
    id: 'Belum tersimpan: sambungan putus, dicoba lagi. Yang Anda ketik dijaga di perangkat ini.',
    en: 'Not saved yet: no connection, trying again. What you typed is kept on this device.',
  },
  'draft.offline.unkept': {
    id: 'Belum tersimpan: sambungan putus, dicoba lagi. Jangan tutup halaman ini.',
    en: 'Not saved yet: no connection, trying again. Do not close this page.',
  },
  'draft.invalid': { id: 'Belum tersimpan: {problem}', en: 'Not saved yet: {problem}' },
  'draft.session': {
    id: 'Belum tersimpan: sesi Anda berakhir. Masuk lagi di tab lain; halaman ini meneruskan sendiri.',
    en: 'Not saved yet: your session has ended. Sign in again in another tab; this page goes on by itself.',
  },
  'draft.session.link': { id: 'Masuk di tab lain', en: 'Sign in in another tab' },
  'draft.other-person': {
    id: 'Belum tersimpan: orang lain telah masuk di peramban ini. Masuklah kembali sebagai diri Anda untuk meneruskan.',
    en: 'Not saved yet: somebody else has signed in in this browser. Sign in as yourself to go on.',
  },
  'draft.closed': {
    id: 'Konsep ini tidak dapat diubah lagi di sini: sudah diajukan, Anda bukan penyusunnya lagi, atau orang lain telah masuk di peramban ini. Salin tulisan Anda bila masih diperlukan.',
    en: 'This draft can no longer be changed here: it has been submitted, you no longer write in it, or somebody else has signed in in this browser. Copy your text if you still need it.',
  },
  'draft.fault': {
    id: 'Belum tersimpan: ada gangguan, dicoba lagi.',
    en: 'Not saved yet: something went wrong, trying again.',
  },
  'draft.choose': {
    id: 'Belum tersimpan: pilih dahulu tulisan yang dipakai.',
    en: 'Not saved yet: first choose which text to keep.',
  },
  'draft.merged': {
    id: 'Perubahan dari tempat lain sudah digabungkan ke dalam konsep ini.',
    en: 'Changes from elsewhere have been put into this draft.',
  },
  'draft.present': { id: 'Juga sedang dibuka oleh {names}.', en: 'Also open with {names}.' },
  'draft.present.own': { id: 'Anda sendiri di jendela lain', en: 'yourself in another window' },
  'draft.kept': {
    id: 'Ada tulisan Anda dari {at} yang belum sempat tersimpan.',
    en: 'Something you wrote on {at} could not be saved then.',
  },
  'draft.kept.use': { id: 'Pakai tulisan itu', en: 'Use it' },
  'draft.kept.drop': { id: 'Buang', en: 'Discard it' },

  'conflict.title': { id: 'Dua orang mengubah tulisan yang sama', en: 'Two people changed the same text' },
  'conflict.lead': {
    id: 'Pilih untuk setiap bagian di bawah ini. Sampai Anda memilih, tidak ada yang diganti.',
    en: 'Choose for each part below. Nothing is replaced until you have chosen.',
  },
  'conflict.part': { id: 'Bagian {n}: {field}', en: 'Part {n}: {field}' },
  'conflict.mine': { id: 'Tulisan saya', en: 'My text' },
  'conflict.theirs': { id: 'Yang tersimpan', en: 'What is stored' },
  'conflict.both': { id: 'Keduanya, berurutan', en: 'Both, one after the other' },
  'conflict.deleted': { id: '(dihapus)', en: '(deleted)' },
  'conflict.use': { id: 'Pakai pilihan ini', en: 'Use these choices' },

  'live.title': { id: 'Pratinjau', en: 'Preview' },
  'live.open': { id: 'Lihat pratinjau', en: 'Show the preview' },
  'live.close': { id: 'Tutup pratinjau', en: 'Close the preview' },
  'live.write': { id: 'Kembali menulis', en: 'Back to writing' },
  'live.page': { id: 'Halaman {n} dari {count}', en: 'Page {n} of {count}' },
  'live.waiting': { id: 'Menyiapkan pratinjau …', en: 'Preparing the preview …' },
  'live.cannot': { id: 'Belum dapat dicetak:', en: 'It cannot be printed yet:' },

  'editors.title': { id: 'Penyusun bersama', en: 'Who writes with you' },
  'editors.lead': {
    id: 'Rekan di unit Anda dapat ikut menulis konsep ini. Yang mengajukan tetap Anda.',
    en: 'Colleagues of your unit can write in this draft too. Submitting it stays with you.',
  },
  'editors.none': { id: 'Belum ada penyusun bersama.', en: 'Nobody writes with you yet.' },
  'editors.colleague': { id: 'Rekan', en: 'Colleague' },
  'editors.no-colleagues': {
    id: 'Tidak ada rekan lain yang memegang jabatan di unit Anda hari ini.',
    en: 'No other colleague holds a position in your unit today.',
  },
  'editors.add': { id: 'Tambahkan', en: 'Add' },
  'editors.remove': { id: 'Keluarkan {name}', en: 'Remove {name}' },
  'editors.added': {
    id: 'Rekan itu kini dapat menulis konsep ini.',
    en: 'Your colleague can now write in this draft.',
  },
  'editors.removed': {
    id: 'Rekan itu tidak lagi menulis konsep ini.',
    en: 'Your colleague no longer writes in this draft.',
  },
  'editors.back': { id: 'Kembali ke konsep', en: 'Back to the draft' },
} as const satisfies Record<string, Words>;
export type EditorWord = keyof typeof editorWords;
