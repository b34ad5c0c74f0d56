import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../documents/content.ts';
import { Refusal } from '../errors.ts';
import { DOCUMENT_LIST, FORM, KEYS, MANIFEST, Manifest, type Part } from './backup-form.ts';

/**
 * Reads every part of a copy but the documents, which are hashed when they are copied, and gives its manifest. `known` are
 * the migrations of this code.
 * @throws Refusal `backup-damaged` naming the part, `backup-form-unknown`, `backup-newer`
 */
export async function proveBackup(copy: string, known: readonly string[]): Promise<Manifest> {
  const manifest = await readManifest(copy);
  const parts: [string, Part][] = [
    ...manifest.tables.map((table): [string, Part] => [join('tables', `${table.name}.gz`), table]),
    ...manifest.keys.map((key): [string, Part] => [join(KEYS, key.name), key]),
    [DOCUMENT_LIST, manifest.documents],
  ];
  for (const [name, part] of parts) {
    const found = await hashFile(join(copy, name)).catch(() => undefined);
    if (found?.length !== part.length || found.sha256.toString('hex') !== part.sha256) throw damaged(copy, name);
  }
  if (manifest.migrations.some((name, index) => name !== known[index])) {
    throw new Refusal('unavailable', 'backup-newer', {
      id: `Cadangan ini dibuat oleh Layang ${manifest.layang}, yang lebih baru. Tidak ada yang diubah. Pakai versi itu.`,
      en: `This backup was made by Layang ${manifest.layang}, which is newer. Nothing was changed. Use that version.`,
    });
  }
  return manifest;
}

async function readManifest(copy: string): Promise<Manifest> {
  const text = await readFile(join(copy, MANIFEST), 'utf8').catch(() => {
    throw damaged(copy, MANIFEST);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged(copy, MANIFEST);
  }
  const { form } = json as { form?: unknown };
  if (typeof form === 'number' && form > FORM) {
    throw new Refusal('unavailable', 'backup-form-unknown', {
      id: 'Bentuk cadangan ini lebih baru dari yang dikenal Layang ini. Pakai versi yang membuatnya.',
      en: 'This backup is of a later form than this Layang knows. Use the version that made it.',
    });
  }
  const parsed = Manifest.safeParse(json);
  if (!parsed.success) throw damaged(copy, MANIFEST);
  return parsed.data;
}

function damaged(copy: string, part: string): Refusal {
  return new Refusal('invalid-input', 'backup-damaged', {
    id: `Cadangan ${copy} rusak: ${part} tidak seperti ketika ditulis. Tidak ada yang diubah. Pakai cadangan lain.`,
    en: `The backup ${copy} is damaged: ${part} is not as it was written. Nothing was changed. Use another backup.`,
  });
}
