import type { Words } from '../../errors.ts';

export const confirmWords = {
  'confirm.title': { id: 'Ketik kata sandi Anda', en: 'Type your password' },
  'confirm.why': {
    id: 'Belum ada yang berubah. Layang memastikan bahwa ini benar-benar Anda, bukan orang lain pada perangkat yang dibiarkan terbuka. Setelah ini kata sandi tidak ditanyakan lagi selama 10 menit.',
    en: 'Nothing has changed yet. Layang makes sure that it is you, and not somebody else at a device left open. After this you are not asked again for 10 minutes.',
  },
  'confirm.submit': { id: 'Lanjutkan', en: 'Go on' },
  'confirm.leave': { id: 'Batalkan', en: 'Cancel, do nothing' },
  'confirm.email': { id: 'Anda akan mengganti alamat surel.', en: 'You are about to change an e-mail address.' },
  'confirm.session': {
    id: 'Anda akan mengeluarkan sebuah perangkat dari akun Anda.',
    en: 'You are about to sign a device out of your account.',
  },
  'confirm.sessions': {
    id: 'Anda akan mengeluarkan perangkat yang masuk ke sebuah akun.',
    en: 'You are about to sign devices out of an account.',
  },
  'confirm.person': {
    id: 'Anda akan membuat akun untuk seseorang.',
    en: 'You are about to make an account for somebody.',
  },
  'confirm.name': {
    id: 'Anda akan mengubah nama, gelar, NIP, atau pangkat seseorang.',
    en: 'You are about to change somebody’s name, title, NIP or rank.',
  },
  'confirm.link': {
    id: 'Anda akan membuat tautan masuk. Siapa pun yang memegangnya dapat membuat kata sandi baru untuk akun itu.',
    en: 'You are about to make a link to come in. Whoever holds it can set a new password for that account.',
  },
  'confirm.keys': {
    id: 'Anda akan memusnahkan kunci tanda tangan seseorang. Ini tidak dapat dibatalkan.',
    en: 'You are about to destroy somebody’s signing keys. This cannot be undone.',
  },
  'confirm.disable': { id: 'Anda akan menutup sebuah akun.', en: 'You are about to close an account.' },
  'confirm.duty': { id: 'Anda akan mengubah tugas seseorang.', en: 'You are about to change somebody’s duties.' },
  'confirm.appoint': {
    id: 'Anda akan mencatat penunjukan seseorang pada sebuah jabatan.',
    en: 'You are about to appoint somebody to a position.',
  },
  'confirm.appointment-end': {
    id: 'Anda akan mengakhiri penunjukan seseorang.',
    en: 'You are about to end somebody’s appointment.',
  },
  'confirm.mandate': {
    id: 'Anda akan memberi mandat kepada pejabat lain.',
    en: 'You are about to give a mandate to another official.',
  },
  'confirm.position': { id: 'Anda akan menutup sebuah jabatan.', en: 'You are about to close a position.' },
  'confirm.office': {
    id: 'Anda akan mengubah data instansi.',
    en: 'You are about to change what the office is called.',
  },
  'confirm.sending': {
    id: 'Anda akan mengubah aturan pengiriman surat.',
    en: 'You are about to change how letters may be sent.',
  },
  'confirm.date': {
    id: 'Anda akan mengizinkan tanggal mundur untuk sebuah surat.',
    en: 'You are about to grant a letter an earlier date.',
  },
  'confirm.status': {
    id: 'Anda akan mengubah keadaan surat yang sudah terbit. Halaman pemeriksaan akan menunjukkannya kepada siapa pun.',
    en: 'You are about to change how an issued letter stands. The check page will show it to everybody.',
  },
} as const satisfies Record<string, Words>;
