import type { Words } from '../../errors.ts';

export const accountHistoryWords = {
  'history.title': { id: 'Riwayat akun', en: 'Account history' },
  'history.why': {
    id: 'Apa yang pernah dilakukan terhadap akun Anda dan oleh siapa. Tidak seorang pun dapat mengubah atau menghapusnya di Layang.',
    en: 'What was done to your account, and by whom. Nobody can change or remove it in Layang.',
  },
  'history.why.other': {
    id: 'Apa yang pernah dilakukan terhadap akun ini dan oleh siapa. Pemiliknya melihat daftar yang sama.',
    en: 'What was done to this account, and by whom. Its owner sees the same list.',
  },
  'history.earlier': { id: 'Lebih lama ({count})', en: 'Earlier ({count})' },
  'history.none': { id: 'Belum ada catatan.', en: 'Nothing yet.' },
  'history.account-made': { id: 'Akun dibuat', en: 'Account made' },
  'history.account-closed': { id: 'Akun ditutup', en: 'Account closed' },
  'history.link-made': { id: 'Tautan masuk dibuat', en: 'Link to come in made' },
  'history.password-set': { id: 'Kata sandi dibuat melalui tautan masuk', en: 'Password set by the link' },
  'history.password-changed': { id: 'Kata sandi diganti', en: 'Password changed' },
  'history.passphrase-set': {
    id: 'Frasa sandi tanda tangan dibuat, dengan kunci baru',
    en: 'Signing passphrase set, with new keys',
  },
  'history.passphrase-changed': { id: 'Frasa sandi tanda tangan diganti', en: 'Signing passphrase changed' },
  'history.keys-ended': {
    id: 'Kunci tanda tangan dimusnahkan untuk dimulai ulang',
    en: 'Signing keys destroyed, to be started over',
  },
  'history.appointed': { id: 'Penunjukan dicatat', en: 'Appointment recorded' },
  'history.appointment-ended': { id: 'Penunjukan diakhiri', en: 'Appointment ended' },
  'history.name-changed': { id: 'Nama atau gelar diubah', en: 'Name or titles changed' },
  'history.details-changed': { id: 'Pangkat, NIP, atau surel diubah', en: 'Rank, NIP or e-mail changed' },
  'history.day.appointed': { id: '{subject}, mulai {day}', en: '{subject}, from {day}' },
  'history.day.appointment-ended': { id: '{subject}, hari terakhir {day}', en: '{subject}, last day {day}' },
  'history.mandate-given': { id: 'Mandat jabatan diberikan', en: 'Mandate of the post given' },
  'history.mandate-received': { id: 'Mandat diterima', en: 'Mandate received' },
  'history.mandate-ended': { id: 'Mandat diakhiri', en: 'Mandate ended' },
  'history.absence-recorded': { id: 'Tidak di tempat dicatat', en: 'Absence recorded' },
  'history.sessions-ended': { id: 'Semua perangkat dikeluarkan', en: 'All devices signed out' },
  'history.absence-ended': { id: 'Tidak di tempat diakhiri', en: 'Absence ended' },
  'history.day.mandate-given': { id: '{subject}, mulai {day}', en: '{subject}, from {day}' },
  'history.day.mandate-received': { id: '{subject}, mulai {day}', en: '{subject}, from {day}' },
  'history.day.mandate-ended': { id: '{subject}, pada {day}', en: '{subject}, on {day}' },
  'history.day.absence-recorded': { id: 'mulai {day}', en: 'from {day}' },
  'history.day.absence-ended': { id: 'pada {day}', en: 'on {day}' },
  'history.by.other': { id: 'oleh {name}', en: 'by {name}' },
  'history.by.owner': { id: 'oleh Anda sendiri', en: 'by yourself' },
  'history.by.owner.other': { id: 'oleh pemilik akun', en: 'by the owner' },
  'history.by.link': { id: 'oleh pemegang tautan masuk', en: 'by whoever held the link' },
  'history.read': { id: 'Dibaca {at}', en: 'Read {at}' },
  'history.unread': { id: 'Belum dibaca', en: 'Not read yet' },

  'notice.title': { id: 'Akun Anda diubah', en: 'Your account was changed' },
  'notice.link-made': {
    id: 'Tautan masuk ke akun Anda dibuat {by} pada {at}.',
    en: 'A link to come in as you was made {by} on {at}.',
  },
  'notice.sessions-ended': {
    id: 'Anda dikeluarkan dari semua perangkat {by} pada {at}.',
    en: 'You were signed out of all devices {by} on {at}.',
  },
  'notice.password-set': {
    id: 'Kata sandi Anda dibuat ulang melalui tautan masuk pada {at}.',
    en: 'Your password was set anew by a link on {at}.',
  },
  'notice.keys-ended': {
    id: 'Kunci tanda tangan Anda dimulai ulang {by} pada {at}.',
    en: 'Your signing keys were started over {by} on {at}.',
  },
  'notice.appointed': {
    id: 'Penunjukan Anda dicatat {by} pada {at}.',
    en: 'Your appointment was recorded {by} on {at}.',
  },
  'notice.appointment-ended': {
    id: 'Penunjukan Anda diakhiri {by} pada {at}.',
    en: 'Your appointment was ended {by} on {at}.',
  },
  'notice.name-changed': {
    id: 'Nama atau gelar Anda diubah {by} pada {at}.',
    en: 'Your name or titles were changed {by} on {at}.',
  },
  'notice.details-changed': {
    id: 'Pangkat, NIP, atau alamat surel Anda diubah {by} pada {at}.',
    en: 'Your rank, NIP or e-mail address was changed {by} on {at}.',
  },
  'notice.mandate-given': {
    id: 'Mandat untuk jabatan Anda diberikan {by} pada {at}.',
    en: 'A mandate of your post was given {by} on {at}.',
  },
  'notice.mandate-received': {
    id: 'Anda menerima mandat untuk bertindak bagi jabatan lain, {by}, pada {at}.',
    en: 'You received a mandate to act for another post, {by}, on {at}.',
  },
  'notice.mandate-ended': {
    id: 'Mandat yang menyangkut Anda diakhiri {by} pada {at}.',
    en: 'A mandate that concerns you was ended {by} on {at}.',
  },
  'notice.absence-recorded': {
    id: 'Anda dicatat tidak di tempat {by} pada {at}.',
    en: 'You were recorded as away {by} on {at}.',
  },
  'notice.absence-ended': {
    id: 'Catatan tidak di tempat Anda diakhiri {by} pada {at}.',
    en: 'Your absence was ended {by} on {at}.',
  },
  'notice.ask': {
    id: 'Bukan Anda yang meminta, atau ada yang tidak benar? Hubungi {contacts} atau atasan Anda sebelum menandatangani apa pun.',
    en: 'Did you not ask for this, or is something wrong? Contact {contacts} or your superior before you sign anything.',
  },
  'notice.ask.superior': {
    id: 'Bukan Anda yang meminta, atau ada yang tidak benar? Hubungi atasan Anda sebelum menandatangani apa pun.',
    en: 'Did you not ask for this, or is something wrong? Contact your superior before you sign anything.',
  },
  'notice.history': { id: 'Lihat riwayat akun', en: 'See the account history' },
  'notice.done': { id: 'Sudah saya baca', en: 'I have read this' },
} as const satisfies Record<string, Words>;
