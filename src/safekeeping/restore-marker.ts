import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeDirectory, syncDirectory } from '../documents/written-file.ts';
import { Refusal } from '../errors.ts';
import { writeWhole } from './write-whole.ts';

const Marker = z.object({ office: z.string(), takenAt: z.coerce.date() });
/** Which copy is being restored. */
export type Marker = z.infer<typeof Marker>;

const fileOf = (dataDir: string) => join(dataDir, 'restoring.json');

/** What an interrupted restoration left in a data folder. */
export async function findMarker(dataDir: string): Promise<Marker | undefined> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return text === undefined ? undefined : Marker.parse(JSON.parse(text));
}

/** From here on the office does not start until the restoration has come to its end. */
export async function writeMarker(dataDir: string, marker: Marker): Promise<void> {
  await makeDirectory(dataDir);
  await writeWhole(fileOf(dataDir), marker);
}

export async function removeMarker(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
  await syncDirectory(dirname(fileOf(dataDir)));
}

/** Refuses (`restore-unfinished`) to open an office that is half restored. */
export async function demandNotRestoring(dataDir: string): Promise<void> {
  const marker = await findMarker(dataDir);
  if (marker === undefined) return;
  throw new Refusal('unavailable', 'restore-unfinished', {
    id: `Pemulihan cadangan ${marker.takenAt.toISOString()} belum selesai. Jalankan lagi perintah restore yang sama.`,
    en: `The restoration of the backup of ${marker.takenAt.toISOString()} is not finished. Run the same restore again.`,
  });
}
