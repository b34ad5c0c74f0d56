import { Refusal } from '../errors.ts';
import type { Database, Sql } from '../postgres/database.ts';
import { listRecordedAfter } from './document-check-store.ts';
import { type DocumentHome, listHomes, noteHome } from './document-home-store.ts';
import type { DocumentStore } from './document-store.ts';

const sayEveryMs = 5 * 60_000;
/** Two words missed: whoever used it has stopped. */
export const leftAfterMs = 15 * 60_000;

/**
 * Refuses (`documents-elsewhere`) a start with settings that name a home to which the documents were never brought: every
 * letter would be missing. Documents that are lost where they should be do not keep an office from starting.
 */
export async function demandHome(db: Sql, store: Pick<DocumentStore, 'has'>, home: DocumentHome): Promise<void> {
  const sample = await listRecordedAfter(db, Buffer.alloc(0), 4);
  if (sample.length === 0) return;
  const homes = (await listHomes(db)).map((known) => known.home);
  if (homes.includes(home) || (home === 'disk' && homes.length === 0)) return;
  for (const { sha256 } of sample) if (await store.has(sha256)) return;
  throw new Refusal(
    'unavailable',
    'documents-elsewhere',
    home === 'bucket'
      ? {
          id: 'Berkas instansi ini masih ada di DATA_DIR, bukan di bucket. Pindahkan dahulu: npm run -s layang -- move-documents --to bucket. Atau kosongkan S3_BUCKET.',
          en: "This office's documents still lie in DATA_DIR, not in the bucket. Move them first: npm run -s layang -- move-documents --to bucket. Or leave S3_BUCKET empty.",
        }
      : {
          id: 'Berkas instansi ini ada di bucket, tetapi S3_BUCKET kosong. Isi lagi, atau pindahkan berkasnya dahulu: npm run -s layang -- move-documents --to disk.',
          en: "This office's documents lie in a bucket, but S3_BUCKET is empty. Set it again, or move them first: npm run -s layang -- move-documents --to disk.",
        },
  );
}

/** `demandHome`, and from then on says every few minutes that this process uses the home; returns what ends that. */
export async function settleAt(
  db: Database,
  store: Pick<DocumentStore, 'has'>,
  home: DocumentHome,
): Promise<() => Promise<void>> {
  await demandHome(db, store, home);
  await noteHome(db, home, new Date());
  const timer = setInterval(() => {
    // Without a database nothing is done with documents either.
    void noteHome(db, home, new Date()).catch(() => {});
  }, sayEveryMs);
  timer.unref();
  return async () => clearInterval(timer);
}
