import type { Words } from '../../errors.ts';

/** Lists of recipients that are written to together. */
export const recipientGroupWords = {
  'groups.title': { id: 'Kelompok penerima', en: 'Groups of recipients' },
  'groups.text': {
    id: 'Semua kecamatan, semua OPD, dan daftar lain yang sering dituju.',
    en: 'Lists that letters often go to.',
  },
  'groups.lead': {
    id: 'Ketik nama kelompok pada kolom penerima surat. Surat yang sudah diajukan tetap menuju anggota saat itu.',
    en: 'Type the name of a group among a letter’s recipients. A letter that was submitted keeps the members of that day.',
  },
  'groups.none': { id: 'Belum ada kelompok.', en: 'No groups yet.' },
  'groups.members.count': { id: '{count} anggota', en: '{count} members' },
  'groups.add': { id: 'Tambah kelompok', en: 'Add a group' },
  'groups.change': { id: 'Ubah kelompok', en: 'Change a group' },
  'groups.name': { id: 'Nama kelompok', en: 'Name of the group' },
  'groups.name.hint': {
    id: 'Seperti tercetak pada surat, misalnya: Para Camat se-Kabupaten',
    en: 'As printed on the letter',
  },
  'groups.printed': { id: 'Pada surat tercetak', en: 'On the letter' },
  'groups.printed.name': {
    id: 'Nama kelompok, dengan daftar anggota terlampir',
    en: 'The name of the group, with a list of its members attached',
  },
  'groups.printed.members': { id: 'Nama setiap anggota', en: 'Each member by name' },
  'groups.members': { id: 'Anggota', en: 'Members' },
  'groups.members.hint': {
    id: 'Satu anggota tiap baris. Jabatan di sini: namanya saja. Penerima di luar: nama | alamat | surel. Baris alamat dipisah dengan " / ".',
    en: 'One member a line. A post of this office: its name alone. Somebody outside: name | address | e-mail. Lines of an address apart by " / ".',
  },
  'groups.saved': { id: 'Kelompok disimpan.', en: 'The group was saved.' },
  'groups.close': { id: 'Hapus kelompok', en: 'Remove the group' },
  'groups.close.why': {
    id: 'Tidak dapat dipilih lagi. Surat yang sudah diajukan tidak berubah.',
    en: 'It can no longer be chosen. Letters that were submitted do not change.',
  },
  'groups.closed': { id: 'Kelompok dihapus.', en: 'The group was removed.' },
} as const satisfies Record<string, Words>;
