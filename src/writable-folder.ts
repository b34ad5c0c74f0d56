import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal, type Words } from './errors.ts';

/** A full disk still takes an empty folder. */
const TRIED_BYTES = 256 * 1024;

/**
 * Refuses (`folder-not-writable`) when nothing can be written in the folder, or where it would have to be made, before
 * anything is begun that would end there. Tried by writing: rights, mounts and full disks all have their say. Leaves nothing.
 */
export async function demandWritableFolder(folder: string): Promise<void> {
  try {
    const tried = await mkdtemp(join(await nearestExisting(folder), '.layang-'));
    try {
      await writeFile(join(tried, 'tried'), Buffer.alloc(TRIED_BYTES), { flush: true });
    } finally {
      await rm(tried, { recursive: true, force: true });
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const [id, en] = reasons[code] ?? [code, code];
    const todo = code === 'ENOSPC' || code === 'EDQUOT' ? makeRoom : mend;
    throw new Refusal('unavailable', 'folder-not-writable', {
      id: `Folder ${folder} tidak dapat dipakai: ${id}. ${todo.id}`,
      en: `The folder ${folder} cannot be used: ${en}. ${todo.en}`,
    });
  }
}

const mend: Words = {
  id: 'Pilih folder lain, atau perbaiki izinnya.',
  en: 'Choose another, or mend its permissions.',
};
/** Never another folder: where an office lies already, that would begin a second one. */
const makeRoom: Words = {
  id: 'Kosongkan ruang di disk itu, lalu coba lagi.',
  en: 'Make room on its disk, then try again.',
};

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  EROFS: ['hanya dapat dibaca', 'it is read-only'],
  EACCES: ['akun ini tidak boleh menulis di sana', 'this account may not write there'],
  EPERM: ['akun ini tidak boleh menulis di sana', 'this account may not write there'],
  ENOTDIR: ['jalurnya melewati berkas, bukan folder', 'its path leads through a file'],
  ENOSPC: ['ruang penyimpanan habis', 'there is no room left'],
  EDQUOT: ['ruang penyimpanan habis', 'there is no room left'],
  ENOENT: ['di sana tidak dapat dibuat folder', 'no folder can be made there'],
};

async function nearestExisting(folder: string): Promise<string> {
  const there = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error;
  });
  return there === undefined ? await nearestExisting(dirname(folder)) : folder;
}
