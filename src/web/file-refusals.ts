import { isRefusal, Refusal, type Words } from '../errors.ts';
import { fileSize } from './dates.ts';

type FileProblem =
  | 'files-left'
  | 'file-missing'
  | 'file-empty'
  | 'file-too-large'
  | 'too-many-files'
  | 'files-busy'
  | 'disk-full';

interface Bounds {
  most: number;
  bytes: number;
  /** Of the file at fault, where there may be others beside it. */
  name?: string;
}

/** What a form says whose file did not come in as it should, on the file's field. */
export function fileRefusal(code: FileProblem, field: string, bounds: Bounds = { most: 1, bytes: 0 }): Refusal {
  const words = wordsOf(code, bounds);
  const problem = code === 'files-busy' || code === 'disk-full' ? 'unavailable' : 'invalid-input';
  return new Refusal(problem, code, words, { [field]: words });
}

/** What an act says about a file, on the field by which its form brought it. */
export async function onField<T>(field: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!isRefusal(error) || error.fields.file === undefined) throw error;
    const { file, ...others } = error.fields;
    throw new Refusal(error.problem, error.code, error.words, { ...others, [field]: file });
  });
}

function wordsOf(code: FileProblem, { most, bytes, name }: Bounds): Words {
  // Of several nothing was taken: whoever chose them has to know which one to leave out.
  const [which, rest] =
    most === 1 || name === undefined
      ? [
          { id: 'Berkas ini', en: 'This file' },
          { id: '', en: '' },
        ]
      : [
          { id: name, en: name },
          {
            id: ' Jika ada berkas lain yang dipilih bersamanya, itu juga belum diterima: pilih lagi tanpa berkas ini.',
            en: ' If others were chosen with it, they were not taken either: choose them again without this one.',
          },
        ];
  const sentences: Record<FileProblem, Words> = {
    'files-left': {
      id: 'Sesi Anda berakhir sebelum berkasnya diterima. Pilih lagi berkasnya, atau kirim tanpa berkas.',
      en: 'Your session ended before the files were taken. Choose them again, or send it without.',
    },
    'file-missing': {
      id: 'Pilih berkasnya. Berkas yang kosong tidak dapat dipakai.',
      en: 'Choose the file. An empty file cannot be used.',
    },
    'file-too-large': {
      id: `${which.id} terlalu besar. Paling besar ${limit(bytes, 'id')}: kecilkan (pindai dengan 200 dpi) atau bagi.${rest.id}`,
      en: `${which.en} is too large. The largest is ${limit(bytes, 'en')}: make it smaller (scan at 200 dpi) or split it.${rest.en}`,
    },
    'file-empty': {
      id: `${which.id} kosong (0 byte). Pindai atau simpan ulang.${rest.id}`,
      en: `${which.en} is empty (0 bytes). Scan or save it again.${rest.en}`,
    },
    'too-many-files': {
      id: `Terlalu banyak berkas sekaligus. Paling banyak ${most}.`,
      en: `Too many files at once. The most is ${most}.`,
    },
    'files-busy': {
      id: 'Terlalu banyak berkas sedang dikirim. Coba lagi sebentar lagi.',
      en: 'Too many files are being sent. Try again in a moment.',
    },
    'disk-full': {
      id: 'Ruang penyimpanan penuh; berkas tidak disimpan dan tidak ada yang berubah. Hubungi administrator, lalu ulangi.',
      en: 'The storage is full; the file was not stored and nothing has changed. Tell the administrator, then try again.',
    },
  };
  return sentences[code];
}

/** As the fields tell it beforehand, in whole MiB: rounded otherwise, a file between the two would be refused for nothing. */
function limit(bytes: number, language: 'id' | 'en'): string {
  const mib = Math.floor(bytes / (1024 * 1024));
  return mib === 0 ? fileSize(bytes, language) : `${mib} MB`;
}
