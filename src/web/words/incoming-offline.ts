import type { Words } from '../../errors.ts';

/** The registration page as a browser shows it while nobody answers. */
export const incomingOfflineWords = {
  'enter.opens-offline': {
    id: 'Tanpa sambungan pun halaman ini dapat dibuka di komputer ini selama Anda masuk, paling lama delapan jam sejak terakhir dibuka. Tandai alamatnya di peramban (bookmark).',
    en: 'This page opens on this computer without a connection, too, while you are signed in, for eight hours at most since it was last opened. Bookmark its address.',
  },
  'offline.title': {
    id: 'Daftarkan surat masuk tanpa sambungan',
    en: 'Register an incoming letter without a connection',
  },
  'offline.heading': { id: 'Tidak ada sambungan ke Layang', en: 'There is no connection to Layang' },
  'offline.now': {
    id: 'Sekarang: ketik suratnya dan pilih pindaiannya seperti biasa. Semuanya disimpan terenkripsi di peramban ini paling lama tujuh hari, juga bila peramban atau komputer dimatikan.',
    en: 'Now: type the letter and choose its scan as usual. All of it is kept in this browser, encrypted, for seven days at most, also when browser or computer are switched off.',
  },
  'offline.later': {
    id: 'Nanti: begitu tersambung, semuanya dikirim sendiri dari halaman ini, sekali saja, dan baru saat itu mendapat nomor agenda.',
    en: 'Later: once there is a connection, all of it is sent by itself from this page, once only, and gets its agenda numbers only then.',
  },
  'offline.not': {
    id: 'Surat yang mungkin sama baru diperiksa saat dikirim, dan pengirim tidak disarankan.',
    en: 'Whether the same letter is there already is looked at when it is sent, and senders are not suggested.',
  },
  'offline.clock': {
    id: 'Jam komputer ini salah. Isi sendiri tanggal dan jam surat diterima.',
    en: 'The clock of this computer is wrong. Enter yourself on which day and at what time the letter was received.',
  },
  'offline.locked': {
    id: 'Halaman ini terkunci: tidak ada yang masuk di peramban ini, halaman pendaftaran belum dibuka sejak masuk, atau sudah lebih dari delapan jam sejak terakhir dibuka.',
    en: 'This page is locked: nobody is signed in in this browser, the registration page was not opened since, or it was last opened more than eight hours ago.',
  },
  'offline.locked.later': {
    id: 'Catat surat di kertas dahulu. Begitu tersambung, masuklah: yang pernah Anda ketik dan belum terkirim masih ada di peramban ini, paling lama tujuh hari, dan hanya terbuka bagi Anda.',
    en: 'Note letters on paper meanwhile. Once there is a connection, sign in: what you typed and was not sent is still in this browser, for seven days at most, and opens for you alone.',
  },
  'offline.lock': { id: 'Kunci halaman ini', en: 'Lock this page' },
  'offline.lock.text': {
    id: 'Komputer ini dipakai bersama? Kunci sebelum Anda pergi. Yang belum terkirim tidak hilang: halaman terbuka lagi setelah Anda masuk saat tersambung. Saat itu jangan lupa keluar.',
    en: 'Is this computer shared? Lock the page before you leave. What is not sent is not lost: the page opens again after you sign in with a connection. Do not forget to sign out then.',
  },
} as const satisfies Record<string, Words>;
