import type { DocumentStore } from '../documents/document-store.ts';
import type { Words } from '../errors.ts';
import { bytesInWords } from './amounts.ts';
import { readDisk } from './disk.ts';
import type { Health, HealthCheck } from './health-check.ts';

const GIB = 1024 ** 3;

/** Of a large disk a tenth is plenty, of a small one a few letters' files may be a tenth. */
export function judgeDisk({ free, size }: { free: number; size: number }): Health {
  const share = size === 0 ? 0 : Math.floor((free / size) * 100);
  const amount = bytesInWords(free);
  const words = {
    id: `Di DATA_DIR masih ada ${amount.id} (${share} persen).`,
    en: `Under DATA_DIR ${amount.en} are left (${share} per cent).`,
  };
  const full: Words = {
    id: 'Jika penuh, surat tidak dapat ditandatangani dan berkas tidak dapat diunggah; yang sudah ada tetap terbaca. Tambah ruang atau pindahkan yang lain.',
    en: 'When it is full, no letter can be signed and no file uploaded; what is there can still be read. Add space, or move other things away.',
  };
  if (free < GIB / 2 || share < 1) return { state: 'broken', words, todo: full };
  if (free < 2 * GIB || (share < 10 && free < 20 * GIB)) return { state: 'attention', words, todo: full };
  return { state: 'ok', words };
}

export function diskCheck(deps: { dataDir: string }): HealthCheck {
  return {
    name: 'disk',
    label: { id: 'Ruang disk', en: 'Disk space' },
    look: async () => judgeDisk(await readDisk(deps.dataDir)),
  };
}

/** Writing, reading and removing were tried; what fails says why itself. */
export function documentsCheck(deps: { documents: Pick<DocumentStore, 'probe'> }): HealthCheck {
  return {
    name: 'documents',
    label: { id: 'Penyimpanan berkas', en: 'Document store' },
    async look() {
      await deps.documents.probe();
      return {
        state: 'ok',
        words: { id: 'Berkas dapat ditulis dan dibaca.', en: 'Documents can be written and read.' },
      };
    },
  };
}
