import type { DocumentStore } from '../documents/document-store.ts';
import { Refusal } from '../errors.ts';
import { findOffice } from '../people/office-store.ts';
import type { Sql } from '../postgres/database.ts';

/**
 * An empty database beside a folder that holds letters is not a new office: the database was lost, or another one was named.
 * Refused (`database-lost`) before keys or an office are made, since a second office would give the same numbers again.
 */
export async function demandSameDatabase(db: Sql, documents: Pick<DocumentStore, 'list'>): Promise<void> {
  if ((await findOffice(db)) !== undefined) return;
  for await (const _first of documents.list()) {
    throw new Refusal('unavailable', 'database-lost', {
      id: 'DATA_DIR berisi surat, tetapi basis datanya kosong. Periksa DATABASE_URL, atau pulihkan basis data dari cadangan. Untuk memulai instansi baru pakai DATA_DIR yang kosong.',
      en: 'DATA_DIR holds letters, but the database is empty. Check DATABASE_URL, or restore the database from its backup. To begin a new office use an empty DATA_DIR.',
    });
  }
}
