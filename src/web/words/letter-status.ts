import type { Words } from '../../errors.ts';

/** What happens to a letter after it was issued, and its file copy. */
export const letterStatusWords = {
  'letter.standing.withdrawn': { id: 'dicabut', en: 'withdrawn' },
  'letter.standing.recalled': { id: 'ditarik', en: 'recalled' },
  'letter.standing.superseded': { id: 'digantikan', en: 'superseded' },
  'letter.standing.corrected': { id: 'diralat', en: 'corrected' },
  'letter.standing.filter': { id: 'Terbit, {standing}', en: 'Issued, {standing}' },
  'letter.standing.since.withdrawn': { id: 'Dicabut sejak {date}', en: 'Withdrawn since {date}' },
  'letter.standing.since.recalled': { id: 'Ditarik sejak {date}', en: 'Recalled since {date}' },
  'letter.standing.since.superseded': { id: 'Digantikan sejak {date}', en: 'Superseded since {date}' },
  'letter.standing.since.corrected': { id: 'Diralat sejak {date}', en: 'Corrected since {date}' },
  'letter.status.done.withdrawn': { id: 'Surat dicabut', en: 'The letter was withdrawn' },
  'letter.status.done.recalled': { id: 'Surat ditarik', en: 'The letter was recalled' },
  'letter.status.done.superseded': { id: 'Surat digantikan', en: 'The letter was superseded' },
  'letter.status.done.corrected': { id: 'Surat diralat', en: 'The letter was corrected' },
  'letter.status.done.restored': { id: 'Surat dipulihkan', en: 'The letter was restored' },
  'letter.status.reason': { id: 'Alasan: {reason}', en: 'Reason: {reason}' },

  'status.open': { id: 'Cabut, gantikan, atau ralat', en: 'Withdraw, supersede or correct' },
  'status.open.again': { id: 'Ubah atau pulihkan keadaan', en: 'Change or restore the status' },
  'status.title': { id: 'Ubah keadaan surat terbit', en: 'Change the status of an issued letter' },
  'status.lead': {
    id: 'Nomor {number} tetap terbit dan surat yang ditandatangani tidak berubah. Siapa pun yang memeriksa kodenya langsung melihat keadaan ini, dan penerima internal diberi tahu.',
    en: 'Number {number} stays issued and the signed letter does not change. Whoever checks its code sees this status at once, and recipients in this office are told.',
  },
  'status.now': { id: 'Keadaan sekarang: {standing}.', en: 'As it stands now: {standing}.' },
  'status.now.in-force': { id: 'terbit dan berlaku', en: 'issued and in force' },
  'status.vacant': {
    id: 'Jabatan penanda tangan ({post}) sedang kosong. Anda bertindak sebagai yang menggantikan tanggung jawabnya, dan itu dicatat bersama perubahan ini.',
    en: 'The signing post ({post}) is vacant. You act as the one who answers for it meanwhile, and that is recorded with this change.',
  },
  'status.code': { id: 'Apa yang terjadi pada surat ini?', en: 'What happens to this letter?' },
  'status.code.withdrawn': { id: 'Cabut', en: 'Withdraw' },
  'status.code.withdrawn.hint': {
    id: 'Surat tidak berlaku lagi sejak saat ini. Gambarnya tidak ditampilkan lagi di halaman pemeriksaan.',
    en: 'The letter has no effect from now on. Its picture is no longer shown on the check page.',
  },
  'status.code.recalled': { id: 'Tarik', en: 'Recall' },
  'status.code.recalled.hint': {
    id: 'Surat diminta kembali dari penerimanya, misalnya karena keliru kirim. Jangan dipakai sampai ada keputusan berikutnya.',
    en: 'The letter is asked back from its recipients, for example because it was sent by mistake. It is not to be used until more is decided.',
  },
  'status.code.superseded': { id: 'Gantikan', en: 'Supersede' },
  'status.code.superseded.hint': {
    id: 'Surat lain yang terbit kemudian berlaku sebagai gantinya.',
    en: 'Another letter, issued later, applies in its place.',
  },
  'status.code.corrected': { id: 'Ralat', en: 'Correct' },
  'status.code.corrected.hint': {
    id: 'Surat tetap berlaku, dibaca bersama surat ralatnya yang terbit kemudian.',
    en: 'The letter stays in force and is read together with its correction, issued later.',
  },
  'status.code.restored': { id: 'Pulihkan', en: 'Restore' },
  'status.code.restored.hint': {
    id: 'Surat berlaku kembali seperti saat terbit. Riwayatnya tetap tercatat.',
    en: 'The letter is in force again as issued. What happened stays on record.',
  },
  'status.successor': { id: 'Nomor surat pengganti atau ralat', en: 'Number of the superseding or correcting letter' },
  'status.successor.hint': {
    id: 'Hanya untuk Gantikan dan Ralat. Seperti tercetak, atau kode periksanya; surat itu harus sudah terbit.',
    en: 'Only to supersede or correct. As printed, or its check code; that letter must be issued.',
  },
  'status.reason': { id: 'Alasan', en: 'Reason' },
  'status.reason.hint': {
    id: 'Tampil di halaman pemeriksaan, kecuali untuk surat rahasia.',
    en: 'Shown on the check page, except for secret letters.',
  },
  'status.remark': { id: 'Keterangan untuk instansi', en: 'Note for the office' },
  'status.remark.hint': {
    id: 'Tercatat bersama surat dan tidak tampil di halaman pemeriksaan.',
    en: 'Kept with the letter and not shown on the check page.',
  },
  'status.consequence': {
    id: 'Tercatat atas nama Anda dan tidak dapat dihapus; yang keliru hanya dapat dipulihkan.',
    en: 'It is recorded in your name and cannot be erased; a mistake can only be restored.',
  },
  'status.button': { id: 'Catat dan umumkan keadaan ini', en: 'Record and announce this status' },

  'news.title': { id: 'Kabar surat', en: 'News of letters' },
  'news.line.withdrawn': { id: 'Surat {number} dicabut', en: 'Letter {number} was withdrawn' },
  'news.line.recalled': { id: 'Surat {number} ditarik', en: 'Letter {number} was recalled' },
  'news.line.superseded': { id: 'Surat {number} digantikan', en: 'Letter {number} was superseded' },
  'news.line.corrected': { id: 'Surat {number} diralat', en: 'Letter {number} was corrected' },
  'news.line.restored': { id: 'Surat {number} dipulihkan', en: 'Letter {number} was restored' },

  'file-copy.open': { id: 'Unduh pertinggal (PDF)', en: 'Download the file copy (PDF)' },
} as const satisfies Record<string, Words>;
