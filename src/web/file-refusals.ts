import { Refusal, type Words } from '../errors.ts';
import { fileSize } from './dates.ts';

type FileProblem = 'file-missing' | 'file-too-large' | 'too-many-files' | 'files-busy' | 'disk-full';

/** What a form says whose file did not come in as it should, on the file's field. */
export function fileRefusal(code: FileProblem, field: string, bounds?: { most: number; bytes: number }): Refusal {
  const words = wordsOf(code, bounds ?? { most: 1, bytes: 0 });
  const problem = code === 'files-busy' || code === 'disk-full' ? 'unavailable' : 'invalid-input';
  return new Refusal(problem, code, words, { [field]: words });
}

function wordsOf(code: FileProblem, { most, bytes }: { most: number; bytes: number }): Words {
  const sentences: Record<FileProblem, Words> = {
    'file-missing': {
      id: 'Pilih berkasnya. Berkas yang kosong tidak dapat dipakai.',
      en: 'Choose the file. An empty file cannot be used.',
    },
    'file-too-large': {
      id: `Berkas ini terlalu besar. Paling besar ${fileSize(bytes, 'id')}.`,
      en: `This file is too large. The largest is ${fileSize(bytes, 'en')}.`,
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
