import type { Clock } from '../clock.ts';
import { type DocumentsStanding, documentsStanding } from '../documents/check-documents.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { Words } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import { type Backup, findLastBackup } from '../safekeeping/backups-store.ts';
import { bytesInWords, spanInWords } from './amounts.ts';
import { readDisk } from './disk.ts';
import type { Health, HealthCheck } from './health-check.ts';

const GIB = 1024 ** 3;
const DAY = 86_400_000;

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

/** What the store must let us do was tried; and what the nightly reading of every document found. */
export function documentsCheck(deps: { db: Sql; clock: Clock; documents: Pick<DocumentStore, 'probe'> }): HealthCheck {
  return {
    name: 'documents',
    label: { id: 'Penyimpanan berkas', en: 'Document store' },
    async look() {
      await deps.documents.probe();
      return judgeDocuments(await documentsStanding(deps.db), deps.clock());
    },
  };
}

/** A large archive takes some nights to read. */
const UNREAD_MS = 14 * DAY;

export function judgeDocuments(
  standing: Pick<DocumentsStanding, 'allReadSince' | 'missing' | 'damaged'>,
  now: Date,
): Health {
  const { allReadSince, missing, damaged } = standing;
  if (missing + damaged > 0) {
    return {
      state: 'broken',
      words: {
        id: `${missing} berkas hilang dan ${damaged} berkas rusak.`,
        en: `${missing} documents are missing and ${damaged} are damaged.`,
      },
      todo: {
        id: 'Kembalikan dari cadangan; surat mana: npm run -s layang -- check',
        en: 'Bring them back from a backup; whose they are: npm run -s layang -- check',
      },
    };
  }
  if (allReadSince === undefined) {
    return {
      state: 'ok',
      words: {
        id: 'Berkas dapat ditulis. Semuanya dibaca ulang setiap malam; yang pertama belum selesai.',
        en: 'Documents can be written. All are read again every night; the first time has not ended yet.',
      },
    };
  }
  const age = now.getTime() - allReadSince.getTime();
  const span = spanInWords(age);
  return {
    state: age > UNREAD_MS ? 'attention' : 'ok',
    words: {
      id: `Berkas dapat ditulis; semuanya dibaca ulang dan utuh ${span.id} yang lalu.`,
      en: `Documents can be written; all were read again and whole ${span.en} ago.`,
    },
    ...(age > UNREAD_MS
      ? {
          todo: {
            id: 'Pembacaan ulang berjalan malam hari: biarkan Layang menyala.',
            en: 'They are read at night: leave Layang running.',
          },
        }
      : {}),
  };
}

/** A copy a day is what is asked for; a day more, so that a long one is no alarm. */
const BACKUP_OLD_MS = 2 * DAY;
const BACKUP_LOST_MS = 14 * DAY;

export function backupCheck(deps: { db: Sql; clock: Clock }): HealthCheck {
  return {
    name: 'backup',
    label: { id: 'Cadangan', en: 'Backup' },
    look: async () => judgeBackup(await findLastBackup(deps.db), deps.clock()),
  };
}

export function judgeBackup(last: Pick<Backup, 'takenAt' | 'findings'> | undefined, now: Date): Health {
  const todo = {
    id: 'Salin seluruh instansi setiap hari ke disk atau mesin lain. Perintahnya, di mesin ini: npm run -s layang -- backup FOLDER',
    en: 'Copy the whole office every day to another disk or machine. The command, on this machine: npm run -s layang -- backup FOLDER',
  };
  if (last === undefined) {
    return {
      state: 'attention',
      words: {
        id: 'Belum ada cadangan sejak instansi ini dibuat atau dipulihkan.',
        en: 'There has been no backup since this office was made or brought back.',
      },
      todo,
    };
  }
  const age = now.getTime() - last.takenAt.getTime();
  const span = spanInWords(age);
  const words = { id: `Cadangan terakhir berumur ${span.id}.`, en: `The last backup is ${span.en} old.` };
  if (age > BACKUP_LOST_MS) return { state: 'broken', words, todo };
  if (age > BACKUP_OLD_MS) return { state: 'attention', words, todo };
  if (last.findings > 0) {
    return {
      state: 'attention',
      words: {
        id: `${words.id} Ada ${last.findings} hal yang tidak utuh di dalamnya.`,
        en: `${words.en} ${last.findings} things in it are not whole.`,
      },
      todo: { id: 'Lihat daftarnya: npm run -s layang -- check', en: 'See which: npm run -s layang -- check' },
    };
  }
  return { state: 'ok', words };
}
