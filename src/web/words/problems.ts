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
} as const satisfies Record<string, Words>;
