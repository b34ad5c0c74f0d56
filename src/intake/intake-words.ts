import { Refusal, type Words } from '../errors.ts';
import { isUploadProblem, uploadWords } from '../uploads/upload-words.ts';

export const MOST_FILES = 30;
/** Of all files of one letter: what one process can join. */
export const MOST_BYTES_TOGETHER = 200 * 1024 * 1024;

const WORDS = {
  'intake-unknown': { id: 'Berkas masuk itu tidak ada.', en: 'There is no such item.' },
  'intake-file-unknown': { id: 'Berkas itu tidak ada di sini.', en: 'There is no such file here.' },
  'intake-no-files': { id: 'Pilih paling sedikit satu berkas.', en: 'Choose at least one file.' },
  'intake-too-many': {
    id: `Terlalu banyak: paling banyak ${MOST_FILES} berkas, dan 200 MiB untuk semua berkas satu surat. Pindai dengan 200 dpi, atau daftarkan lampiran besar sebagai berkas tersendiri.`,
    en: `Too much: at most ${MOST_FILES} files, and 200 MiB for all files of one letter. Scan at 200 dpi, or register large attachments on their own.`,
  },
  'intake-key-taken': {
    id: 'Kiriman ini sudah dipakai untuk surat lain. Muat ulang halaman, lalu unggah lagi.',
    en: 'This submission was used for another letter. Reload the page and upload again.',
  },
  'intake-registered': {
    id: 'Surat ini sudah didaftarkan. Buka dari daftar surat masuk.',
    en: 'This letter has been registered. Open it from the list of incoming letters.',
  },
  'intake-put-aside': {
    id: 'Berkas ini sudah disisihkan. Kembalikan dahulu jika akan dipakai.',
    en: 'This item was put aside. Bring it back first to use it.',
  },
  'intake-not-put-aside': { id: 'Berkas ini tidak sedang disisihkan.', en: 'This item is not put aside.' },
  'intake-not-ready': {
    id: 'Berkas ini masih disiapkan atau tidak dapat dipakai. Tunggu sebentar, atau hapus berkas yang bermasalah.',
    en: 'This item is still being prepared, or cannot be used. Wait a moment, or remove the file that is at fault.',
  },
  'intake-changed': {
    id: 'Halaman ini sudah diubah orang lain. Muat ulang, lalu ulangi perubahan Anda.',
    en: 'Somebody else changed this meanwhile. Reload and make your change again.',
  },
  'intake-not-all-pages': {
    id: 'Urutan halaman harus memuat setiap halaman tepat satu kali.',
    en: 'The order must name every page exactly once.',
  },
  'intake-last-file': {
    id: 'Ini berkas satu-satunya. Sisihkan saja jika tidak dipakai.',
    en: 'This is the only file. Put the item aside if it is not wanted.',
  },
  'intake-no-letter': {
    id: 'Harus ada satu berkas sebagai suratnya; yang lain boleh menjadi lampiran.',
    en: 'One file must be the letter; the others may be attachments.',
  },
  'intake-say-why': {
    id: 'Tulis alasannya, 3 sampai 500 huruf.',
    en: 'Say why, in 3 to 500 characters.',
  },
} satisfies Record<string, Words>;
type IntakeProblem = keyof typeof WORDS;

const KINDS: Partial<Record<IntakeProblem, Refusal['problem']>> = {
  'intake-unknown': 'not-found',
  'intake-file-unknown': 'not-found',
  'intake-no-files': 'invalid-input',
  'intake-too-many': 'invalid-input',
  'intake-not-all-pages': 'invalid-input',
  'intake-say-why': 'invalid-input',
  'intake-changed': 'conflict',
  'intake-key-taken': 'conflict',
  'intake-registered': 'conflict',
};
const FIELDS: Partial<Record<IntakeProblem, string>> = {
  'intake-no-files': 'file',
  'intake-too-many': 'file',
  'intake-not-all-pages': 'pages',
  'intake-say-why': 'reason',
};

export function refuseIntake(code: IntakeProblem): Refusal {
  const field = FIELDS[code];
  return new Refusal(
    KINDS[code] ?? 'wrong-state',
    code,
    WORDS[code],
    field === undefined ? {} : { [field]: WORDS[code] },
  );
}

/** Why a file or item cannot be used: a code of the upload words; what is no code is somebody's own words. */
export function problemWords(code: string, detail = ''): Words {
  return isUploadProblem(code) ? uploadWords(code, detail) : { id: code, en: code };
}
