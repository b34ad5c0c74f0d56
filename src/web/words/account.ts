import type { Words } from '../../errors.ts';

export const accountWords = {
  'account.title': { id: 'Akun', en: 'Account' },
  'account.position': { id: 'Jabatan aktif', en: 'Current position' },
  'account.position.why': {
    id: 'Anda membuat surat dari jabatan ini. Surat yang menunggu jabatan Anda yang lain tetap terlihat.',
    en: 'You write letters from this position. Letters that wait for another position of yours are shown all the same.',
  },
  'account.position.choose': { id: 'Bekerja sebagai', en: 'Work as' },
  'account.position.none': {
    id: 'Anda belum memegang jabatan. Administrator dapat menambahkannya.',
    en: 'You hold no position yet. The administrator can add one.',
  },
  'account.position.changed': { id: 'Jabatan aktif diganti.', en: 'Your current position was changed.' },
  'account.language': { id: 'Bahasa', en: 'Language' },
  'account.language.changed': { id: 'Bahasa diganti.', en: 'The language was changed.' },
  'account.email': { id: 'Alamat surel', en: 'E-mail address' },
  'account.email.why': {
    id: 'Ke sini dikirim pemberitahuan dan surat untuk Anda. Kosongkan jika tidak ingin menerima surel.',
    en: 'Notices and letters for you are sent here. Leave empty to receive no mail.',
  },
  'account.email.changed': { id: 'Alamat surel disimpan.', en: 'The e-mail address was saved.' },
  'account.password': { id: 'Ganti kata sandi', en: 'Change password' },
  'account.password.current': { id: 'Kata sandi saat ini', en: 'Current password' },
  'account.password.wrong': { id: 'Kata sandi saat ini tidak cocok.', en: 'The current password does not match.' },
  'account.password.changed': {
    id: 'Kata sandi diganti. Perangkat lain sudah dikeluarkan.',
    en: 'The password was changed. Other devices were signed out.',
  },
  'account.sessions': { id: 'Perangkat yang masuk', en: 'Signed-in devices' },
  'account.sessions.why': {
    id: 'Perangkat dikenali dari perambannya; jam terakhir dicatat tiap menit. Jika ada yang bukan milik Anda, akhiri lalu ganti kata sandi.',
    en: 'Devices are told apart by their browser; the last look is noted to the minute. If one is not yours, end it and change your password.',
  },
  'account.session.unknown': { id: 'Peramban tidak dikenal', en: 'Unknown browser' },
  'account.session.since': { id: 'Masuk {at}', en: 'Signed in {at}' },
  'account.session.seen': { id: 'Terakhir dipakai {at}', en: 'Last used {at}' },
  'account.session.this': { id: 'Perangkat ini', en: 'This device' },
  'account.session.end': { id: 'Akhiri', en: 'End' },
  'account.session.ended': { id: 'Perangkat itu sudah dikeluarkan.', en: 'That device was signed out.' },
  'account.sessions.end-others': { id: 'Akhiri semua yang lain', en: 'End all others' },
  'account.sessions.ended': { id: 'Semua perangkat lain sudah dikeluarkan.', en: 'All other devices were signed out.' },
  'account.sign-out': { id: 'Keluar dari perangkat ini', en: 'Sign out here' },
  'account.sign-out-everywhere': { id: 'Keluar dari semua perangkat', en: 'Sign out everywhere' },
} as const satisfies Record<string, Words>;
