import type { Words } from '../../errors.ts';

/** What becomes of a letter in somebody’s hands: reported, judged, finished, opened again. */
export const incomingReportWords = {
  'report.title': { id: 'Laporkan hasil', en: 'Report' },
  'report.open': { id: 'Laporkan hasil', en: 'Report' },
  'report.open.more': { id: 'Tambah laporan', en: 'Add to the report' },
  'report.more': {
    id: 'Laporan sudah sampai pada pemberi disposisi dan menunggu diterima. Tulis di sini hanya bila ada tambahan.',
    en: 'Whoever disposed has a report and will look at it. Write here only what is to be added.',
  },
  'report.open.even': { id: 'Laporkan selesai sekarang', en: 'Report it done now' },
  'report.jump': { id: 'Tulis laporan', en: 'Write the report' },
  'report.text': { id: 'Apa yang sudah dikerjakan', en: 'What was done' },
  'report.text.hint': {
    id: 'Singkat saja: hasil, tanggal, hal yang masih tertunda.',
    en: 'In short: result, date, what is still open.',
  },
  'report.files': { id: 'Berkas pendukung (boleh kosong)', en: 'Files (optional)' },
  'report.files.hint': {
    id: 'PDF atau foto (JPG, PNG, TIFF), paling banyak {most}, masing-masing 20 MB.',
    en: 'PDF or photos (JPG, PNG, TIFF), at most {most}, 20 MB each.',
  },
  'report.files.again': {
    id: 'Pilih berkasnya sekali lagi: berkas tidak tersimpan selama laporan belum terkirim.',
    en: 'Choose the files once more: they are not kept until the report is sent.',
  },
  'report.reply': { id: 'Surat jawaban', en: 'The answering letter' },
  'report.reply.choose': { id: 'Surat jawaban yang dilaporkan (boleh kosong)', en: 'Answering letter (optional)' },
  'report.reply.none': { id: 'Tidak ada', en: 'None' },
  'report.even-open': {
    id: 'Selesai, walaupun yang di bawah saya belum melapor. Surat diambil dari tangan mereka.',
    en: 'It is done although those below me have not reported. They no longer have the letter.',
  },
  'report.button': { id: 'Kirim laporan', en: 'Send the report' },
  'report.consequence': {
    id: 'Laporan tidak dapat diubah setelah dikirim.',
    en: 'A report cannot be changed once it is sent.',
  },
  'report.file': { id: 'Unduh berkas ini (PDF)', en: 'Download this file (PDF)' },
  'report.returned': { id: 'Laporan dikembalikan', en: 'Report returned' },
  'report.by': { id: '{name}, {capacity}, {at}', en: '{name}, {capacity}, {at}' },
  'judge.title': { id: 'Laporan {position}', en: 'Report of {position}' },
  'judge.open': { id: 'Periksa laporan {position}', en: 'Look at the report of {position}' },
  'judge.jump': { id: 'Baca laporan', en: 'Read the report' },
  'judge.by-itself': {
    id: 'Semua penerima di bawahnya sudah selesai. Tidak ada laporan tertulis tersendiri.',
    en: 'Everybody below is done. There is no written report besides.',
  },
  'judge.outcome': { id: 'Keputusan Anda', en: 'Your decision' },
  'judge.accept': { id: 'Terima', en: 'Accept' },
  'judge.accept.hint': { id: 'Disposisi ini selesai.', en: 'This disposition is done.' },
  'judge.give-back': { id: 'Kembalikan', en: 'Return' },
  'judge.give-back.hint': {
    id: 'Surat ada pada {position} lagi, dengan catatan Anda.',
    en: '{position} has the letter again, with your remark.',
  },
  'judge.remark.hint': {
    id: 'Wajib diisi bila dikembalikan: tulis apa yang masih kurang.',
    en: 'Needed when returning it: write what is missing.',
  },
  'finish.title': { id: 'Selesaikan surat', en: 'Finish the letter' },
  'finish.open': { id: 'Selesaikan tanpa disposisi', en: 'Finish without a disposition' },
  'finish.open.even': { id: 'Selesaikan sekarang', en: 'Finish it now' },
  'finish.known': { id: 'Sudah saya ketahui', en: 'I know of it' },
  'finish.jump': { id: 'Selesaikan', en: 'Finish' },
  'finish.remark': { id: 'Mengapa selesai', en: 'Why it is finished' },
  'finish.remark.hint': { id: 'Misalnya: cukup diketahui dan diarsipkan.', en: 'For example: noted and filed.' },
  'finish.button': { id: 'Selesaikan surat', en: 'Finish the letter' },
  'finish.consequence': {
    id: 'Pejabat yang dituju dapat membukanya kembali.',
    en: 'The official it was addressed to can open it again.',
  },
  'reopen.title': { id: 'Buka kembali surat', en: 'Open the letter again' },
  'reopen.open': { id: 'Buka kembali', en: 'Open again' },
  'reopen.remark': { id: 'Mengapa dibuka kembali', en: 'Why it is opened again' },
  'reopen.button': { id: 'Buka kembali', en: 'Open again' },
  'reopen.consequence': {
    id: 'Surat ada pada Anda lagi dan menunggu tindakan.',
    en: 'The letter is with you again and waits to be dealt with.',
  },
} as const satisfies Record<string, Words>;
