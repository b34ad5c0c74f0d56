import type { Clock } from '../clock.ts';
import type { Custody } from '../custody/custody.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { Database } from '../postgres/database.ts';
import type { Instance } from '../postgres/instance.ts';
import type { Typesetter } from '../typesetting/typesetter.ts';
import type { UploadWork } from '../uploads/upload-work.ts';

/** What the signing act and its recovery need. */
export interface SigningDeps {
  db: Database;
  clock: Clock;
  custody: Custody;
  documents: DocumentStore;
  typesetter: Pick<Typesetter, 'typeset' | 'typesetMarks' | 'typesetLists'>;
  uploads: Pick<UploadWork, 'compose'>;
  instance: Pick<Instance, 'number'>;
  /** The authority of PUBLIC_ORIGIN, as the QR names it. */
  host: string;
}
