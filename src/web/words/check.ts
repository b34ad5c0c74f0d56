import type { Words } from '../../errors.ts';

/** The check pages. Head lines are those of seal-and-log 7; a page says "kode" or "QR", never "surat asli". */
export const checkWords = {
  'check.title': { id: 'Periksa surat', en: 'Check a letter' },
  'check.language': { id: 'English', en: 'Bahasa Indonesia' },
  'check.of': { id: 'Pemeriksaan surat · {office}', en: 'Letter check · {office}' },
  'check.no-sign-in': {
    id: 'Tidak ada login di alamat ini. Jangan memasukkan kata sandi atau frasa sandi di sini.',
    en: 'There is no sign-in at this address. Never enter a password or passphrase here.',
  },
  'check.another': { id: 'Periksa kode lain', en: 'Check another code' },

  'check.form.lead': {
    id: 'Ketik kode yang tercetak di samping QR atau di kaki setiap halaman. Isi QR dari pemindai juga dapat ditempel di sini.',
    en: 'Type the code printed beside the QR or at the foot of every page. You may also paste the content of the QR here.',
  },
  'check.form.code': { id: 'Kode', en: 'Code' },
  'check.form.hint': {
    id: 'Contoh: 008J-4CT4-ANK7-F246. Huruf kecil, spasi, dan tanda hubung tidak masalah.',
    en: 'For example 008J-4CT4-ANK7-F246. Lower case, spaces and hyphens do not matter.',
  },
  'check.form.button': { id: 'Periksa', en: 'Check' },

  'check.head.other-host': { id: 'QR menunjuk ke alamat lain: {host}', en: 'The QR points to another address: {host}' },
  'check.head.not-a-layang-qr': { id: 'Bukan QR Layang', en: 'Not a Layang QR' },
  'check.head.damaged-qr': { id: 'QR rusak atau tidak lengkap', en: 'The QR is damaged or incomplete' },
  'check.head.typo': { id: 'Kode salah ketik, periksa lagi', en: 'The code is mistyped, check it again' },
  'check.head.page-missing': {
    id: 'Halaman ini tidak ada pada surat tersebut',
    en: 'That letter does not have this page',
  },
  'check.head.not-registered': {
    id: 'Kode ini tidak terdaftar; periksa ketikan sekali lagi',
    en: 'This code is not registered; check your typing once more',
  },
  'check.head.forged-seal': {
    id: 'Tanda tangan QR tidak sah. Jangan percaya surat ini.',
    en: 'The signature in the QR is not valid. Do not trust this letter.',
  },
  'check.head.unknown-key': { id: 'Kunci tidak terdaftar', en: 'The key is not registered' },
  'check.head.key-out-of-term': { id: 'Kunci di luar masa jabatan', en: 'The key is outside its term of office' },
  'check.head.code-registered': {
    id: 'Kode ini terdaftar untuk surat berikut (dicek oleh server)',
    en: 'This code is registered for the following letter (checked by the server)',
  },
  'check.head.withdrawn': { id: 'Dicabut sejak {date}', en: 'Withdrawn since {date}' },
  'check.head.recalled': { id: 'Ditarik sejak {date}', en: 'Recalled since {date}' },
  'check.head.superseded': { id: 'Digantikan oleh {number}', en: 'Superseded by {number}' },
  'check.head.corrected': { id: 'Diralat oleh {number}', en: 'Corrected by {number}' },
  'check.text.other-host': {
    id: 'Alamat itu tidak dibuka dan bukan milik {office}. Laporkan surat ini kepada {office} bila mengatasnamakan kami.',
    en: 'That address was not opened and does not belong to {office}. Report the letter to {office} if it is in our name.',
  },
  'check.text.not-a-layang-qr': {
    id: 'Isi QR ini tidak mengikuti bentuk tanda QR kami. Pindai QR di samping tanda tangan, atau ketik kodenya.',
    en: 'The content does not have the form of our QR. Scan the QR beside the signature, or type its code.',
  },
  'check.text.damaged-qr': {
    id: 'Pindai sekali lagi dengan cahaya yang cukup, atau ketik kode yang tercetak di sampingnya.',
    en: 'Scan it once more in good light, or type the code printed beside it.',
  },
  'check.text.typo': {
    id: 'Kode terdiri dari 16 huruf dan angka, dan satu tanda di antaranya menjaga dari salah ketik.',
    en: 'A code has 16 letters and digits, one of which guards against slips.',
  },
  'check.text.page-missing': {
    id: 'Lembar ini mungkin berasal dari surat lain. Jangan dipakai sebelum dikonfirmasi.',
    en: 'This sheet may come from another letter. Do not use it before you have asked.',
  },
  'check.text.not-registered': {
    id: 'Bila ketikan sudah benar, jangan pakai surat ini dan laporkan kepada {office}.',
    en: 'If the typing is right, do not use the letter and report it to {office}.',
  },
  'check.text.forged-seal': {
    id: 'Tidak ada kunci pejabat yang membenarkan tanda tangan di dalam QR ini. Laporkan kepada {office}.',
    en: "No official's key confirms the signature in this QR. Report it to {office}.",
  },
  'check.text.unknown-key': {
    id: 'Kunci di dalam QR ini tidak ada dalam daftar kunci {office}. Jangan andalkan surat ini.',
    en: 'The key in this QR is not in the key directory of {office}. Do not rely on the letter.',
  },
  'check.text.key-out-of-term': {
    id: 'Kunci ini tidak berlaku pada waktu yang tertulis di QR. Jangan andalkan surat ini.',
    en: 'This key was not valid at the time written in the QR. Do not rely on the letter.',
  },
  'check.text.code-registered': {
    id: 'Kode dapat disalin ke kertas lain. Cocokkan isi di bawah ini dengan surat di tangan Anda.',
    en: 'A code can be copied onto other paper. Compare what follows with the letter in your hand.',
  },
  'check.text.withdrawn': {
    id: 'Kode ini terdaftar, tetapi suratnya tidak berlaku lagi (dicek oleh server).',
    en: 'This code is registered, but its letter has no effect any more (checked by the server).',
  },
  'check.text.recalled': {
    id: 'Kode ini terdaftar, tetapi suratnya diminta kembali oleh penerbitnya. Jangan dipakai sampai ada keputusan berikutnya (dicek oleh server).',
    en: 'This code is registered, but its letter was asked back by its office. Do not use it until more is decided (checked by the server).',
  },
  'check.text.superseded': {
    id: 'Kode ini terdaftar, tetapi yang berlaku sekarang adalah surat penggantinya (dicek oleh server).',
    en: 'This code is registered, but the letter that supersedes it applies now (checked by the server).',
  },
  'check.text.corrected': {
    id: 'Surat ini tetap berlaku, dibaca bersama surat ralatnya (dicek oleh server).',
    en: 'This letter stays in force and is read together with its correction (checked by the server).',
  },
  'check.standing.since': { id: 'Dinyatakan pada {time}.', en: 'Declared on {time}.' },
  'check.standing.reason': { id: 'Alasan: {reason}.', en: 'Reason: {reason}.' },
  'check.standing.other-letter': { id: 'surat lain', en: 'another letter' },
  'check.standing.successor': { id: 'Periksa {number}', en: 'Check {number}' },
  'check.word.mind': { id: 'Perhatikan', en: 'Take note' },
  'check.word.good': { id: 'Terdaftar', en: 'Registered' },
  'check.word.retry': { id: 'Ulangi', en: 'Try again' },
  'check.word.bad': { id: 'Jangan dipakai', en: 'Do not use' },

  'check.page-of': {
    id: 'Anda memindai QR halaman {page} dari {pages}.',
    en: 'You scanned the QR of page {page} of {pages}.',
  },
  'check.page-scanned': { id: 'Anda memindai QR halaman {page}.', en: 'You scanned the QR of page {page}.' },
  'check.two-dates': {
    id: 'Tanggal surat {date}; ditandatangani {signed}.',
    en: 'The letter is dated {date}; it was signed on {signed}.',
  },
  'check.far-date': {
    id: 'Tanggal surat berjarak lebih dari 7 hari dari waktu penandatanganan yang tercatat.',
    en: 'The date of the letter is more than 7 days away from the recorded time of signing.',
  },
  'check.classified': { id: 'Surat berklasifikasi rahasia dari {office}.', en: 'A classified letter of {office}.' },
  'check.certificate': {
    id: 'Ditandatangani dengan sertifikat elektronik internal {office}.',
    en: 'Signed with an internal electronic certificate of {office}.',
  },
  'check.field.kind': { id: 'Jenis', en: 'Kind' },
  'check.field.number': { id: 'Nomor', en: 'Number' },
  'check.field.date': { id: 'Tanggal', en: 'Date' },
  'check.field.subject': { id: 'Hal', en: 'Subject' },
  'check.field.addressee': { id: 'Kepada', en: 'To' },
  'check.field.signer': { id: 'Penanda tangan', en: 'Signatory' },
  'check.field.position': { id: 'Jabatan', en: 'Position' },
  'check.field.unit': { id: 'Unit', en: 'Unit' },
  'check.field.pages': { id: 'Jumlah halaman', en: 'Pages' },
  'check.field.signed-at': { id: 'Ditandatangani pada', en: 'Signed at' },
  'check.field.body': { id: 'Isi setiap halaman', en: 'The text of every page' },
  'check.not-given': { id: '(tidak disebut)', en: '(not stated)' },

  'check.picture': { id: 'Gambar halaman 1', en: 'Picture of page 1' },
  'check.picture.large': { id: 'Perbesar gambar', en: 'Enlarge the picture' },
  'check.picture.show': { id: 'Lihat gambar halaman 1', en: 'Show the picture of page 1' },

  'check.compare.heading': { id: 'Cocokkan dengan surat di tangan Anda', en: 'Compare with the letter in your hand' },
  'check.compare.lead': {
    id: 'Untuk setiap baris, pilih apakah surat Anda sama atau beda. Jawaban Anda tidak disimpan.',
    en: 'For every row, say whether your letter is the same or different. Your answers are not stored.',
  },
  'check.compare.same': { id: 'Sama', en: 'Same' },
  'check.compare.different': { id: 'Beda', en: 'Different' },
  'check.compare.body': {
    id: 'Isi setiap halaman sama dengan gambar',
    en: 'The text of every page is that of the picture',
  },
  'check.compare.no-picture': { id: 'Tidak ada gambar', en: 'There is no picture' },
  'check.compare.button': { id: 'Lihat hasil pencocokan', en: 'Show the result' },
  'check.compare.matches': { id: 'Bagian yang Anda bandingkan cocok', en: 'The parts you compared match' },
  'check.compare.not-compared': { id: 'Belum dibandingkan: {rows}.', en: 'Not compared: {rows}.' },
  'check.compare.mismatch': {
    id: 'Tidak cocok dengan yang kami terbitkan. Jangan dipakai sebelum dikonfirmasi ke {unit}.',
    en: 'It does not match what we issued. Do not use it before you have asked {unit}.',
  },
  'check.compare.mismatch-rows': { id: 'Yang beda: {rows}.', en: 'Different: {rows}.' },
  'check.compare.nothing': { id: 'Belum ada yang dibandingkan', en: 'Nothing was compared yet' },

  'check.file.given-up': { id: 'Berkas ini tidak selesai diperiksa', en: 'This file could not be checked to the end' },
  'check.file.given-up.text': {
    id: 'Pemeriksaannya terlalu lama atau terlalu berat, jadi dihentikan. Ini tidak berarti berkasnya benar atau salah. Berkas tidak disimpan. Periksa kodenya, atau mintalah berkas itu sekali lagi kepada pengirim.',
    en: 'Checking it took too long or too much, so it was stopped. This does not mean that the file is right or wrong. Nothing was kept. Check its code, or ask the sender for the file itself.',
  },
  'check.file.heading': { id: 'Periksa berkas PDF', en: 'Check a PDF file' },
  'check.file.lead': {
    id: 'Berkas dibandingkan dengan yang terbit dan tanda tangannya diperiksa. Berkas tidak disimpan. Paling besar 32 MB.',
    en: 'The file is compared with what was issued and its signatures are checked. It is not kept. At most 32 MB.',
  },
  'check.file.field': { id: 'Berkas PDF', en: 'PDF file' },
  'check.file.code': { id: 'Kode (boleh dikosongkan)', en: 'Code (may be left empty)' },
  'check.file.button': { id: 'Periksa berkas', en: 'Check the file' },
  'check.file.none': { id: 'Pilih satu berkas PDF', en: 'Choose one PDF file' },
  'check.file.too-large': { id: 'Berkas lebih besar dari 32 MB', en: 'The file is larger than 32 MB' },
  'check.file.busy': {
    id: 'Sedang banyak pemeriksaan berkas. Coba lagi sebentar lagi.',
    en: 'Many files are being checked. Try again in a moment.',
  },
  'check.file.identical': { id: 'Berkas identik dengan yang terbit', en: 'The file is identical to what was issued' },
  'check.file.extended': { id: 'Berkas ditambahi sesudah terbit', en: 'The file was added to after it was issued' },
  'check.file.extended.text': {
    id: 'Awal berkas sama dengan yang terbit, tetapi ada tambahan di belakangnya yang tidak kami kenal.',
    en: 'It begins with what was issued, but something that we do not know was added behind it.',
  },
  'check.file.different': { id: 'Berkas berbeda dari yang terbit', en: 'The file differs from what was issued' },
  'check.file.different.text': {
    id: 'Berkas ini bukan berkas yang terbit untuk kode itu. Hasil pindai atau simpan-ulang juga menghasilkan berkas yang berbeda.',
    en: 'It is not the file issued for that code. A scan or a re-saved copy is a different file too.',
  },
  'check.file.unknown': { id: 'Berkas ini tidak kami kenal', en: 'We do not know this file' },
  'check.file.unknown.text': {
    id: 'Tidak ada surat terbit yang berkasnya persis sama. Isi kodenya agar dapat dibandingkan dengan surat yang bersangkutan.',
    en: 'No issued letter has exactly this file. Enter its code to compare it with the letter in question.',
  },
  'check.file.save': { id: 'Simpan bagian yang terbit', en: 'Save the part that was issued' },
  'check.file.save.lead': {
    id: 'Pilih berkas itu sekali lagi untuk mendapatkan bagian yang terbit saja.',
    en: 'Choose the file once more to get only the part that was issued.',
  },
  'check.file.letter': { id: 'Surat yang bersangkutan', en: 'The letter in question' },

  'check.signatures.heading': { id: 'Tanda tangan di dalam berkas', en: 'Signatures in the file' },
  'check.signatures.nobody': { id: 'Penanda tangan tidak dikenal', en: 'Unknown signer' },
  'check.signatures.claimed': { id: 'Waktu menurut berkas: {time}', en: 'Time according to the file: {time}' },
  'check.signatures.proved': { id: 'Waktu terbukti: {time}', en: 'Proved time: {time}' },

  'check.too-many': { id: 'Terlalu banyak kode yang tidak terdaftar', en: 'Too many codes that are not registered' },
  'check.too-many.text': {
    id: 'Dari alamat Anda baru saja ditanyakan banyak kode yang tidak terdaftar. Coba lagi nanti; kode yang terdaftar tetap dijawab.',
    en: 'Many unregistered codes were asked for from your address. Try again later; registered codes are still answered.',
  },
} as const satisfies Record<string, Words>;
