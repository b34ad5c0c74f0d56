import type { Words } from '../../errors.ts';

/** The form by which anybody writes to the office, and what its sender may know of the letter. */
export const publicLetterWords = {
  'public.title': { id: 'Kirim surat kepada kami', en: 'Send us a letter' },
  'public.lead': {
    id: 'Untuk warga dan instansi lain. Anda tidak memerlukan akun. Foto surat yang jelas pun dapat dikirim.',
    en: 'For citizens and other institutions. You need no account. A clear photo of the letter will do.',
  },
  'public.who': { id: 'Nama Anda atau instansi Anda', en: 'Your name or institution' },
  'public.address': { id: 'Alamat (boleh kosong)', en: 'Address (optional)' },
  'public.email': { id: 'Alamat surel untuk jawaban (boleh kosong)', en: 'E-mail address for the answer (optional)' },
  'public.desk': { id: 'Kepada', en: 'To' },
  'public.subject': { id: 'Hal', en: 'Subject' },
  'public.subject.hint': {
    id: 'Satu kalimat, misalnya: permohonan surat keterangan pindah sekolah.',
    en: 'One sentence, for example: request for a school transfer certificate.',
  },
  'public.number': { id: 'Nomor surat (bila ada)', en: 'Letter number (if any)' },
  'public.date': { id: 'Tanggal surat (bila ada)', en: 'Letter date (if any)' },
  'public.files': { id: 'Surat dan lampirannya', en: 'The letter and its attachments' },
  'public.files.hint': {
    id: 'PDF, JPEG, PNG, atau TIFF; paling banyak {most} berkas, masing-masing paling besar {size} MB. Pilih dalam urutan halaman.',
    en: 'PDF, JPEG, PNG or TIFF; at most {most} files of at most {size} MB each. Choose them in the order of the pages.',
  },
  'public.files.again': {
    id: 'Pilih berkas suratnya, juga bila tadi sudah dipilih: berkas belum tersimpan.',
    en: 'Choose the files of the letter, also if you had chosen them: they are not kept yet.',
  },
  'public.website': { id: 'Biarkan kosong', en: 'Leave empty' },
  'public.send': { id: 'Kirim surat', en: 'Send the letter' },
  'public.privacy': {
    id: 'Surat Anda dibaca petugas unit yang dituju. Halaman ini tidak memakai pelacak maupun kuki.',
    en: 'Your letter is read by the clerks of the unit you choose. This page uses neither trackers nor cookies.',
  },
  'public.problem': { id: 'Surat belum terkirim', en: 'The letter was not sent' },
  'public.too-late': {
    id: 'Halaman ini terbuka terlalu lama. Isian Anda masih ada; pilih berkasnya sekali lagi, lalu kirim.',
    en: 'This page was open for too long. What you typed is still here; choose the files once more, then send.',
  },
  'public.too-soon': {
    id: 'Terlalu cepat. Periksa isian Anda, pilih berkasnya sekali lagi, lalu kirim.',
    en: 'That was too fast. Look at what you typed, choose the files once more, then send.',
  },
  'public.over-limit': {
    id: 'Dari jaringan Anda sudah banyak surat dikirim hari ini. Coba lagi besok, atau bawa surat Anda ke loket.',
    en: 'Many letters were sent from your network today. Try again tomorrow, or bring the letter to the front desk.',
  },
  'public.closed': {
    id: 'Kami belum menerima surat lewat halaman ini. Bawa surat Anda ke loket, atau kirim lewat pos.',
    en: 'We do not take letters on this page yet. Bring your letter to the front desk, or send it by post.',
  },

  'public.sent.title': { id: 'Surat Anda sudah kami terima', en: 'We have received your letter' },
  'public.sent.word': { id: 'Diterima', en: 'Received' },
  'public.sent.code': { id: 'Kode tanda terima', en: 'Receipt code' },
  'public.sent.keep': {
    id: 'Catat atau foto kode ini sekarang. Dengan kode ini Anda dapat melihat sampai di mana surat Anda; kode ini tidak dikirim lagi dan tidak dapat dicari kembali.',
    en: 'Write down or photograph this code now. It shows you where your letter stands; it is not sent to you and cannot be found again.',
  },
  'public.sent.look': {
    id: 'Berkas Anda masih diperiksa. Lihat lagi beberapa menit lagi: bila ada yang tidak dapat kami buka, di sana tertulis sebabnya.',
    en: 'Your files are still being looked at. Look again in some minutes: if one cannot be opened, it says why.',
  },
  'public.sent.to': { id: 'Kepada {unit}, {when}', en: 'To {unit}, {when}' },
  'public.sent.before': {
    id: 'Surat ini sudah kami terima sebelumnya. Kodenya ada pada tanda terima yang pertama.',
    en: 'We had received this letter before. Its code is on the first receipt.',
  },

  'public.follow.title': { id: 'Sampai di mana surat saya?', en: 'Where does my letter stand?' },
  'public.follow.lead': { id: 'Ketik kode pada tanda terima Anda.', en: 'Type the code of your receipt.' },
  'public.follow.button': { id: 'Lihat', en: 'Look' },
  'public.follow.unknown': {
    id: 'Kode itu tidak kami kenal. Periksa ketikannya sekali lagi.',
    en: 'We do not know that code. Check your typing once more.',
  },
  'public.follow.over-limit': {
    id: 'Terlalu banyak kode yang salah dari jaringan Anda. Coba lagi dalam satu jam.',
    en: 'Too many wrong codes from your network. Try again in an hour.',
  },
  'public.state.at-the-desk': { id: 'Di loket, belum diagendakan', en: 'At the desk, not registered yet' },
  'public.state.at-the-desk.next': {
    id: 'Petugas akan mencatat surat Anda, lalu meneruskannya kepada pejabat yang dituju. Lihat lagi besok dengan kode yang sama.',
    en: 'A clerk will register your letter and pass it on to the official. Look again tomorrow with the same code.',
  },
  'public.state.unusable': {
    id: 'Berkas Anda tidak dapat kami pakai',
    en: 'We cannot use your file',
  },
  'public.state.unusable.next': {
    id: 'Kirim lagi berkas yang sudah diperbaiki lewat formulir, atau hubungi loket.',
    en: 'Mend it and send it again by the form, or ask at the desk.',
  },
  'public.state.registered': {
    id: 'Diagendakan dengan nomor {agenda} tahun {year}, sedang ditangani',
    en: 'Registered as number {agenda} of {year}, being dealt with',
  },
  'public.state.registered.next': {
    id: 'Surat Anda sudah ada pada pejabat yang menanganinya. Sebutkan nomor itu bila menghubungi loket.',
    en: 'Your letter is with the officials who deal with it. Name that number when you ask at the desk.',
  },
  'public.state.registered-secret': {
    id: 'Sudah diagendakan, sedang ditangani',
    en: 'Registered, being dealt with',
  },
  'public.state.registered-secret.next': {
    id: 'Surat Anda sudah ada pada pejabat yang menanganinya. Sebutkan nama pengirim dan tanggal surat dikirim bila menghubungi loket.',
    en: 'Your letter is with the officials who deal with it. Name its sender and the date when it was sent when you ask at the desk.',
  },
  'public.state.answered': { id: 'Selesai: jawaban sudah dikirim', en: 'Closed: an answer was sent' },
  'public.state.done': { id: 'Selesai ditangani', en: 'Closed' },
  'public.state.not-taken': {
    id: 'Tidak dapat diproses. Hubungi loket untuk keterangannya.',
    en: 'It could not be dealt with. Ask at the desk why.',
  },
  'public.state.since': { id: 'Sejak {when}', en: 'Since {when}' },
  'public.state.contact': { id: 'Loket: {contact}', en: 'Desk: {contact}' },
  'public.again': { id: 'Kirim surat lain', en: 'Send another letter' },
  'public.offer': { id: 'Kirim surat kepada kami', en: 'Send us a letter' },

  'public-desk.title': { id: 'Formulir surat untuk umum', en: 'Letter form for everybody' },
  'public-desk.lead': {
    id: 'Unit yang dipilih menerima surat dari warga dan instansi lain lewat {address}. Suratnya masuk ke loket unit itu untuk diagendakan. Tanpa satu pun unit, formulirnya tidak ada.',
    en: 'The chosen units take letters from citizens and other institutions at {address}. They arrive at the desk of that unit to be registered. With no unit chosen there is no such form.',
  },
  'public-desk.text': {
    id: 'Unit mana yang menerima surat warga dan instansi lain lewat web.',
    en: 'Which units take letters from citizens and institutions on the web.',
  },
  'public-desk.units': { id: 'Unit yang menerima', en: 'Units that take letters' },
  'public-desk.save': { id: 'Simpan', en: 'Save' },
  'public-desk.saved': { id: 'Pilihan unit tersimpan.', en: 'The units were saved.' },
  'public-desk.no-clerk': { id: 'belum ada petugas buku nomor', en: 'no registry clerk yet' },
} as const satisfies Record<string, Words>;
