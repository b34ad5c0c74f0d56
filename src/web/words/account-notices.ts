import type { Words } from '../../errors.ts';

export const accountNoticeWords = {
  'account.notices': { id: 'Pemberitahuan', en: 'Notices' },
  'account.notices.why': {
    id: 'Yang menunggu Anda selalu ada di kotak masuk. Di sini Anda memilih bagaimana Anda diberi tahu di luar itu.',
    en: 'What waits for you always stands in your inbox. Here you choose how else you are told.',
  },
  'account.mails': { id: 'Surel', en: 'E-mail' },
  'account.mails.each': { id: 'Satu surel untuk setiap pemberitahuan', en: 'A mail for each notice' },
  'account.mails.daily': {
    id: 'Satu ringkasan setiap hari kerja, saat kantor buka',
    en: 'One summary each working day, when the office opens',
  },
  'account.mails.none': {
    id: 'Anda belum mengisi alamat surel: tidak ada surel yang dikirim.',
    en: 'You have given no e-mail address: no mail is sent.',
  },
  'account.mails.changed': { id: 'Pilihan pemberitahuan disimpan.', en: 'Your choice was saved.' },
  'account.push': { id: 'Langsung di peramban', en: 'At once in the browser' },
  'account.push.why': {
    id: 'Perangkat menampilkan satu baris begitu ada yang menunggu Anda, juga saat halaman ini tertutup dan setelah Anda keluar, sampai dimatikan atau Anda keluar dari semua perangkat. Jangan nyalakan di komputer yang dipakai bersama.',
    en: 'The device shows one line as soon as something waits for you, also when this page is closed and after you sign out, until it is switched off or you sign out everywhere. Do not switch it on where others use the computer.',
  },
  'account.push.since': { id: 'Menyala sejak {at}', en: 'On since {at}' },
  'account.push.on': { id: 'Nyalakan di peramban ini', en: 'Switch on in this browser' },
  'account.push.end': { id: 'Matikan', en: 'Switch off' },
  'account.push.made': {
    id: 'Pemberitahuan menyala di peramban ini.',
    en: 'Notices are on in this browser.',
  },
  'account.push.ended': { id: 'Pemberitahuan dimatikan di perangkat itu.', en: 'Notices are off on that device.' },
  'account.push.script': {
    id: 'Untuk menyalakannya, JavaScript harus diizinkan di peramban ini.',
    en: 'To switch it on, this browser must allow JavaScript.',
  },
  'account.push.cannot': {
    id: 'Peramban ini tidak dapat menampilkan pemberitahuan. Pakai peramban lain yang lebih baru.',
    en: 'This browser cannot show notices. Use another, newer one.',
  },
  'account.push.home': {
    id: 'Di iPhone dan iPad pemberitahuan hanya dapat menyala setelah Layang ditambahkan ke Layar Utama: ketuk Bagikan, lalu Tambah ke Layar Utama. Buka Layang dari ikon itu, masuk, lalu nyalakan di halaman ini.',
    en: 'On iPhone and iPad notices can be switched on only after Layang was added to the Home Screen: tap Share, then Add to Home Screen. Open Layang by that icon, sign in, and switch them on on this page.',
  },
  'account.push.denied': {
    id: 'Peramban ini tidak mengizinkan pemberitahuan dari Layang. Izinkan di pengaturan situs pada peramban, lalu coba lagi.',
    en: 'This browser does not allow notices from Layang. Allow them in the browser’s settings for this site, then try again.',
  },
  'account.push.failed': {
    id: 'Layanan pemberitahuan peramban tidak menjawab. Periksa sambungan internet, lalu coba lagi.',
    en: 'The browser’s notification service did not answer. Check the connection, then try again.',
  },
} as const satisfies Record<string, Words>;
