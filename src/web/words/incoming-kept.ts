import type { Words } from '../../errors.ts';

/** What the open registration page says itself, by its script. */
export const incomingKeptWords = {
  'kept.found': {
    id: 'Isian yang belum terkirim ditemukan kembali di peramban ini.',
    en: 'What was typed and not sent was found again in this browser.',
  },
  'kept.found-without': {
    id: 'Isian yang belum terkirim ditemukan kembali di peramban ini, tetapi tanpa berkasnya. Pilih lagi berkasnya.',
    en: 'What was typed and not sent was found again in this browser, but without its files. Choose them again.',
  },
  'kept.discard': { id: 'Buang isian itu', en: 'Throw it away' },
  'kept.sending': { id: 'Mengirim…', en: 'Sending…' },
  'kept.queued': {
    id: 'Tidak ada sambungan: surat ini menunggu di peramban. Lanjutkan dengan surat berikutnya.',
    en: 'There is no connection: this letter waits in the browser. Go on with the next one.',
  },
  'kept.full': {
    id: 'Tidak ada sambungan, dan surat ini tidak dapat disimpan di peramban: tidak ada cukup ruang. Jangan tutup tab ini; simpan lagi setelah tersambung.',
    en: 'There is no connection, and this letter cannot be kept in the browser: there is not enough room. Do not close this tab; save again once there is a connection.',
  },
  'kept.queue': { id: 'Belum terkirim', en: 'Not sent yet' },
  'kept.waiting': { id: 'menunggu giliran dikirim', en: 'waits to be sent' },
  'kept.keeping': { id: 'sedang disimpan di peramban', en: 'is being kept in the browser' },
  'kept.leaving': { id: 'mengirim {percent} %', en: 'sending, {percent} %' },
  'kept.left': { id: 'terkirim, menunggu jawaban', en: 'sent, waiting for the answer' },
  'kept.later': {
    id: 'Menunggu sambungan. Yang ada di sini tersimpan terenkripsi di peramban ini paling lama tujuh hari, dan dikirim sendiri begitu tersambung, sekali saja. Setelah peramban ditutup, buka lagi halaman ini.',
    en: 'Waiting for a connection. What stands here is kept in this browser, encrypted, for seven days at most, and sent by itself once there is a connection, once only. After closing the browser, open this page again.',
  },
  'kept.elsewhere': { id: 'Sedang dikirim dari tab lain.', en: 'Being sent from another tab.' },
  'kept.tab': {
    id: 'Peramban ini tidak dapat menyimpan semua berkas: tidak ada cukup ruang, atau sambungan tidak aman (bukan https). Jangan tutup tab ini sampai semuanya terkirim.',
    en: 'This browser cannot keep all files: there is not enough room, or the connection is not secure (no https). Do not close this tab until all are sent.',
  },
  'kept.insecure': {
    id: 'Sambungan ini tidak aman (bukan https), sehingga tidak ada yang disimpan di peramban: yang belum terkirim hilang bila tab ditutup.',
    en: 'This connection is not secure (no https), so nothing is kept in the browser: what is not sent is lost when the tab is closed.',
  },
  'kept.together': { id: '{name} dan {count} berkas lain', en: '{name} and {count} more files' },
  'kept.refused': { id: 'perlu diperiksa: {why}', en: 'needs to be looked at: {why}' },
  'kept.sign-in': {
    id: 'Sesi Anda berakhir. Masuk kembali agar yang ada di sini terkirim.',
    en: 'Your session has ended. Sign in again to send what stands here.',
  },
  'kept.sign-in.link': { id: 'Masuk', en: 'Sign in' },
  'kept.again': { id: 'Coba lagi: {name}', en: 'Try again: {name}' },
  'kept.throw': { id: 'Buang: {name}', en: 'Throw away: {name}' },
  'kept.with-files': { id: '{sender} (dengan {count} berkas)', en: '{sender} (with {count} files)' },
  'kept.files-gone': {
    id: 'berkasnya tidak ada lagi di peramban ini; buka suratnya dan pilih lagi',
    en: 'its files are not in this browser any more; open the letter and choose them again',
  },
  'kept.files-here': {
    id: 'Berkas yang dipilih tidak dapat disimpan di peramban ini: tidak ada cukup ruang. Jangan tutup tab ini sebelum suratnya tersimpan; jika sambungan putus, simpan lagi setelah tersambung.',
    en: 'The chosen files cannot be kept in this browser: there is not enough room. Do not close this tab before the letter is saved; if the connection fails, save again once it is back.',
  },
  'kept.unreadable': { id: 'tidak dapat dibaca; pilih lagi berkasnya', en: 'cannot be read; choose the file again' },
  'kept.damaged': {
    id: 'rusak di peramban ini; pilih lagi berkasnya',
    en: 'damaged in this browser; choose the file again',
  },
  'kept.too-large': {
    id: 'lebih dari 200 MB sekaligus; kirim dalam beberapa bagian, atau pindai dengan 200 dpi',
    en: 'more than 200 MB at once; send it in several parts, or scan at 200 dpi',
  },
  'kept.letter-too-large': {
    id: 'Berkas surat ini lebih dari 200 MB. Pindai dengan 200 dpi, atau daftarkan tanpa berkas dulu dan tambahkan pindaiannya dari baris surat.',
    en: 'The files of this letter are more than 200 MB. Scan at 200 dpi, or register without files first and add the scan from the letter’s line.',
  },
  'kept.unknown': { id: 'ditolak oleh server', en: 'refused by the server' },
  'drop.arrived': { id: '{name}: sampai di loket', en: '{name}: at the desk' },
  'drop.pasted': { id: 'tempelan', en: 'pasted' },
  'kept.open': { id: 'Buka: {sender}', en: 'Open: {sender}' },
  'offline.who': { id: 'Surat didaftarkan atas nama: {name}', en: 'Letters are registered in the name of: {name}' },
  'offline.back': {
    id: 'Sambungan ke Layang kembali. Yang menunggu dikirim dari halaman ini.',
    en: 'The connection to Layang is back. What waits is sent from this page.',
  },
  'offline.back.locked': { id: 'Sambungan ke Layang kembali.', en: 'The connection to Layang is back.' },
  'offline.back.link': { id: 'Buka halaman pendaftaran yang lengkap', en: 'Open the complete registration page' },
  'kept.sent': { id: 'Terkirim dengan nomor agenda {agenda}: {sender}', en: 'Sent, agenda number {agenda}: {sender}' },
} as const satisfies Record<string, Words>;
export type KeptWord = keyof typeof incomingKeptWords;
