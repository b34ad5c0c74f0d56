import { readFile, stat } from 'node:fs/promises';
import type { Words } from '../errors.ts';

/** Larger files are refused instead of filling the memory. */
const LARGEST = 512 * 1024 * 1024;

/** The file's bytes, or a sentence why there are none. */
export async function readBounded(file: string, largest = LARGEST): Promise<Buffer | Words> {
  try {
    if ((await stat(file)).size > largest) return { id: `${file}: terlalu besar`, en: `${file}: too large` };
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? { id: `${file}: berkas tidak ditemukan`, en: `${file}: no such file` }
      : { id: `${file}: tidak dapat dibaca (${code})`, en: `${file}: cannot be read (${code})` };
  }
}
