import type { Words } from '../../errors.ts';
import { CHANNEL_NAMES } from '../../incoming/lists/line-filter.ts';

export const incomingRegisterWords = {
  'enter.title': { id: 'Daftarkan surat masuk', en: 'Register an incoming letter' },
  'enter.keys': {
    id: 'Enter ke isian berikutnya; setelah semuanya terisi, Enter menyimpan dan membuka surat berikutnya. Ctrl+Enter menyimpan dari isian mana pun.',
    en: 'Enter goes to the next field; when all is filled in, it saves and opens the next letter. Ctrl+Enter saves from any field.',
  },
  'enter.skip': { id: 'Lewati, ke surat berikutnya', en: 'Skip, to the next letter' },
  'enter.keys.pages': {
    id: 'Page Up dan Page Down menggulung halaman pindaian.',
    en: 'Page Up and Page Down turn the pages of the scan.',
  },
  'enter.unit': { id: 'Buku agenda', en: 'Agenda' },
  'enter.sender': { id: 'Pengirim', en: 'Sender' },
  'enter.sender.hint': {
    id: 'Pilih dari saran, atau ketik nama baru.',
    en: 'Choose a suggestion, or type a new name.',
  },
  'enter.number': { id: 'Nomor surat', en: 'Number of the letter' },
  'enter.letter-date': { id: 'Tanggal surat', en: 'Date of the letter' },
  'enter.subject': { id: 'Hal', en: 'Subject' },
  'enter.addressee': { id: 'Ditujukan kepada', en: 'Addressed to' },
  'enter.addressee.hint': {
    id: 'Sebagian nama jabatan, unit, atau pejabatnya sudah cukup.',
    en: 'Part of the name of the post, its unit or whoever holds it is enough.',
  },
  'enter.received-on': { id: 'Tanggal diterima', en: 'Received on' },
  'enter.received-time': { id: 'Jam diterima', en: 'Received at' },
  'enter.channel': { id: 'Cara datang', en: 'How it came' },
  'enter.channel.post': { id: CHANNEL_NAMES.post, en: 'Post' },
  'enter.channel.courier': { id: CHANNEL_NAMES.courier, en: 'Courier' },
  'enter.channel.email': { id: CHANNEL_NAMES.email, en: 'E-mail' },
  'enter.channel.counter': { id: CHANNEL_NAMES.counter, en: 'Handed in' },
  'enter.channel.fax': { id: CHANNEL_NAMES.fax, en: 'Fax' },
  'enter.channel.public': { id: CHANNEL_NAMES.public, en: 'Public form' },
  'enter.channel.exchange': { id: CHANNEL_NAMES.exchange, en: 'From another Layang' },
  'enter.channel.internal': { id: CHANNEL_NAMES.internal, en: 'From within this office' },
  'enter.classification': { id: 'Klasifikasi', en: 'Classification' },
  'enter.withheld': { id: 'Hanya sampulnya: isi tidak dibuka di loket', en: 'Envelope only: not opened at the desk' },
  'enter.withheld.hint': {
    id: 'Untuk surat rahasia dan sangat rahasia. Hal boleh dikosongkan.',
    en: 'For secret letters. The subject may be left empty.',
  },
  'enter.more': { id: 'Alamat dan surel pengirim', en: 'Address and e-mail of the sender' },
  'enter.sender-address': { id: 'Alamat', en: 'Address' },
  'enter.sender-email': { id: 'Surel', en: 'E-mail' },
  'enter.files': { id: 'Pindaian atau foto surat ini', en: 'Scan or photos of this letter' },
  'enter.files.hint': {
    id: 'PDF, JPEG, PNG, atau TIFF; beberapa berkas menjadi satu, berurutan. Boleh juga ditambahkan nanti.',
    en: 'PDF, JPEG, PNG or TIFF; several files become one, in this order. It can be added later, too.',
  },
  'enter.files.again': {
    id: 'Berkasnya belum tersimpan. Pilih lagi sebelum menyimpan.',
    en: 'The files were not stored. Choose them again before you save.',
  },
  'enter.save-next': { id: 'Simpan dan berikutnya', en: 'Save and next' },
  'enter.save-open': { id: 'Simpan dan lihat', en: 'Save and look' },
  'enter.no-desk': {
    id: 'Anda tidak ditugasi mengelola buku agenda. Minta administrator menambahkan tugas petugas registrasi.',
    en: 'You do not keep an agenda. Ask the administrator for the duty of registry clerk.',
  },
  'enter.addressee.none': {
    id: 'Tidak ada jabatan yang cocok. Periksa ejaannya, atau ketik sebagian nama unitnya.',
    en: 'No post fits. Check the spelling, or type part of the name of its unit.',
  },
  'enter.addressee.many': {
    id: 'Beberapa jabatan cocok: {posts}. Ketik lebih lengkap.',
    en: 'Several posts fit: {posts}. Type more of it.',
  },
  'enter.duplicates': { id: 'Mungkin surat yang sama', en: 'Perhaps the same letter' },
  'enter.duplicate.number': { id: 'Pengirim dan nomor sama', en: 'Same sender and number' },
  'enter.duplicate.letter': {
    id: 'Surat kita sendiri yang sama sudah masuk',
    en: 'The same letter of ours already came in',
  },
  'enter.own': {
    id: 'Ini surat kita sendiri yang dikenali dari tanda QR',
    en: 'This is the letter of ours that the QR names',
  },
  'enter.own.hint': {
    id: 'Cocokkan dahulu dengan kertasnya. Dengan ini jawabannya nanti ditujukan ke unit penerbitnya. Lepas centang jika kertasnya surat lain.',
    en: 'Compare it with the paper first. An answer will then go to the unit that issued it. Untick it if the paper is another letter.',
  },
  'enter.duplicate.file': { id: 'Berkas sama', en: 'Same file' },
  'enter.different': { id: 'Ini surat lain: daftarkan juga', en: 'This is another letter: register it as well' },
  'firsts.title': { id: 'Surat masuk: penerima pertama', en: 'Incoming letters: first holder' },
  'firsts.text': {
    id: 'Ke jabatan mana surat untuk sebuah unit datang lebih dahulu',
    en: 'To which post letters for a unit go first',
  },
  'firsts.lead': {
    id: 'Surat untuk jabatan di unit ini datang lebih dahulu kepada jabatan yang Anda pilih, misalnya sekretaris, yang meneruskannya. Surat rahasia dan sangat rahasia selalu langsung kepada yang dituju.',
    en: 'Letters for posts of the unit go first to the post that you choose, a secretary for example, who passes them on. Secret letters always go straight to the addressee.',
  },
  'firsts.unit': { id: 'Unit', en: 'Unit' },
  'firsts.post': { id: 'Penerima pertama', en: 'First holder' },
  'firsts.straight': { id: 'Langsung kepada yang dituju', en: 'Straight to the addressee' },
  'firsts.closed': {
    id: 'jabatan ini sudah ditutup: surat langsung kepada yang dituju',
    en: 'closed: letters go straight to the addressee',
  },
  'firsts.set': { id: 'Simpan', en: 'Save' },
  'firsts.saved': { id: 'Penerima pertama disimpan.', en: 'The first holder was saved.' },
} as const satisfies Record<string, Words>;
