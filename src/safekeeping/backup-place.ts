import { readdir, readFile, realpath, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { diskFull, isDiskFull } from '../documents/store-refusals.ts';
import { makeDirectory } from '../documents/written-file.ts';
import { Refusal } from '../errors.ts';
import { DOCUMENTS, FOLDER_NAME, FORM, MANIFEST, PLACE_FILE, Place } from './backup-form.ts';
import { BEING_WRITTEN, writeWhole } from './write-whole.ts';

/** Of a file system of its own, and of ourselves when the power failed. */
const NOT_OURS_TO_MIND = ['lost+found', `${PLACE_FILE}${BEING_WRITTEN}`];
const UNFINISHED = /^unfinished-[0-9a-f]{16}$/;

/**
 * Makes a folder a place for this office's copies, or finds that it is one. Clears what an interrupted copy left; the caller
 * holds the lock that keeps a second copy from running.
 * @throws Refusal `backup-inside-data`, `backup-place-foreign`, `backup-of-another-office`
 */
export async function openBackupPlace(folder: string, dataDir: string, office: string): Promise<void> {
  if (await liesWithin(folder, dataDir)) {
    throw new Refusal('invalid-input', 'backup-inside-data', {
      id: `Cadangan tidak boleh berada di dalam ${dataDir}, atau sebaliknya: keduanya akan hilang bersama. Pilih folder di disk atau mesin lain.`,
      en: `A backup must not lie inside ${dataDir}, nor the other way round: both would be lost together. Choose a folder on another disk or machine.`,
    });
  }
  await makeDirectory(folder);
  const names = (await readdir(folder)).filter((name) => !NOT_OURS_TO_MIND.includes(name));
  if (!names.includes(PLACE_FILE)) {
    if (names.length > 0) {
      throw new Refusal('invalid-input', 'backup-place-foreign', {
        id: `Folder ${folder} berisi hal lain (${names.slice(0, 3).join(', ')}). Pakai folder kosong, atau folder cadangan Layang yang sudah ada.`,
        en: `The folder ${folder} holds something else (${names.slice(0, 3).join(', ')}). Use an empty folder, or one that already holds backups of Layang.`,
      });
    }
    await writeWhole(join(folder, PLACE_FILE), { form: FORM, office });
    return;
  }
  if ((await readPlace(folder)).office !== office) {
    throw new Refusal('invalid-input', 'backup-of-another-office', {
      id: `Folder ${folder} berisi cadangan instansi lain. Pakai folder tersendiri.`,
      en: `The folder ${folder} holds backups of another office. Use a folder of its own.`,
    });
  }
  for (const name of names.filter((found) => UNFINISHED.test(found))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function readPlace(folder: string): Promise<{ office: string }> {
  try {
    return Place.parse(JSON.parse(await readFile(join(folder, PLACE_FILE), 'utf8')));
  } catch {
    throw new Refusal('invalid-input', 'backup-place-damaged', {
      id: `Berkas ${PLACE_FILE} di ${folder} tidak terbaca. Pakai folder kosong.`,
      en: `The file ${PLACE_FILE} in ${folder} cannot be read. Use an empty folder.`,
    });
  }
}

/** Whether either of the two lies in the other, by the paths that the file system really takes. */
async function liesWithin(a: string, b: string): Promise<boolean> {
  const [first, second] = [await realPath(a), await realPath(b)];
  const within = (inner: string, outer: string) => !relative(outer, inner).startsWith('..');
  return within(first, second) || within(second, first);
}

/** Of a folder that may not be there yet. */
async function realPath(path: string): Promise<string> {
  const whole = resolve(path);
  const parent = dirname(whole);
  return await realpath(whole).catch(async () =>
    parent === whole ? whole : join(await realPath(parent), relative(parent, whole)),
  );
}

/**
 * The copy that was meant: the folder itself, or the newest in a place.
 * @throws Refusal `backup-unknown`
 */
export async function findCopy(folder: string): Promise<{ copy: string; documents: string }> {
  const names: string[] = await readdir(folder).catch(() => []);
  if (names.includes(MANIFEST)) return { copy: folder, documents: join(dirname(resolve(folder)), DOCUMENTS) };
  const newest = names
    .filter((name) => FOLDER_NAME.test(name))
    .sort()
    .at(-1);
  if (newest !== undefined) return { copy: join(folder, newest), documents: join(folder, DOCUMENTS) };
  throw new Refusal('not-found', 'backup-unknown', {
    id: `Tidak ada cadangan yang utuh di ${folder}.`,
    en: `There is no finished backup in ${folder}.`,
  });
}

/** A full disk in words; anything else as it came. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isDiskFull(error) ? diskFull() : error;
  }
}
