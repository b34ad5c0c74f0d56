import type { Words } from '../../errors.ts';

export const problemWords = {
  'problem.bad-request': { id: 'Permintaan tidak dapat dibaca', en: 'The request could not be read' },
  'problem.bad-request.text': {
    id: 'Yang dikirim tidak lengkap atau rusak di jalan. Kembali ke halaman sebelumnya dan coba sekali lagi.',
    en: 'What was sent is incomplete or was damaged on the way. Go back and try once more.',
  },
  'problem.not-allowed': { id: 'Tidak diizinkan', en: 'Not allowed' },
  'problem.not-found': { id: 'Tidak ditemukan', en: 'Not found' },
  'problem.wrong-state': { id: 'Belum atau tidak lagi dapat dilakukan', en: 'Not possible now' },
  'problem.too-large': { id: 'Terlalu besar', en: 'Too large' },
  'problem.invalid-input': { id: 'Ada yang perlu diperbaiki', en: 'Something needs correcting' },
  'problem.too-many': { id: 'Terlalu sering', en: 'Too often' },
  'problem.unavailable': { id: 'Sedang tidak tersedia', en: 'Not available at the moment' },
  'problem.fault': { id: 'Maaf, ada gangguan di pihak kami', en: 'Sorry, something went wrong on our side' },
  'problem.fault.text': {
    id: 'Yang Anda kerjakan belum tersimpan. Coba sekali lagi beberapa saat lagi. Jika tetap terjadi, sampaikan nomor ini kepada administrator:',
    en: 'What you did was not stored. Try again in a while. If it keeps happening, give this number to the administrator:',
  },
  'problem.away': {
    id: 'Layang sedang terputus dari basis datanya',
    en: 'Layang cannot reach its database at the moment',
  },
  'problem.away.text': {
    id: 'Yang sudah tersimpan tetap aman. Layang akan tersambung lagi dengan sendirinya; tunggu sebentar, lalu coba lagi.',
    en: 'What was stored is safe. Layang will be connected again by itself; wait a moment, then try again.',
  },
  'problem.away.form': {
    id: 'Yang baru Anda kirim mungkin belum tersimpan. Ketikan Anda masih ada di halaman ini: kirim lagi dari sini sebentar lagi.',
    en: 'What you have just sent may not be stored yet. What you typed is kept on this page: send it again from here in a moment.',
  },
  'problem.away.back': {
    id: 'Yang baru Anda kirim mungkin belum tersimpan. Sebentar lagi buka kembali halaman sebelumnya, periksa apakah sudah tercatat, dan bila belum, kirim sekali lagi.',
    en: 'What you have just sent may not be stored yet. In a moment open the page before this one again, look whether it was recorded, and if not, send it once more.',
  },
  'problem.away.check': {
    id: 'Surat ini belum diperiksa. Itu tidak berarti suratnya palsu.',
    en: 'This letter has not been checked yet. That does not mean that it is forged.',
  },
  'problem.away.again': { id: 'Coba lagi', en: 'Try again' },
  'problem.full': { id: 'Penyimpanan basis data penuh', en: 'The storage of the database is full' },
  'problem.full.text': {
    id: 'Permintaan ini tidak disimpan dan tidak ada yang berubah. Yang sudah tersimpan tetap aman dan dapat dibaca. Beri tahu administrator; setelah ada ruang, semuanya berjalan lagi.',
    en: 'This request was not stored and nothing has changed. What was stored is safe and can be read. Tell the administrator; when there is room again, everything goes on.',
  },
  'problem.full.form': {
    id: 'Ketikan Anda masih ada di halaman ini; kirim lagi dari sini setelah ada ruang.',
    en: 'What you typed is kept on this page; send it again from here when there is room.',
  },
} as const satisfies Record<string, Words>;
