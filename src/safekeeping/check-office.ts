import { trustAnchors } from '../authority/current-certificate.ts';
import type { Clock } from '../clock.ts';
import type { ServiceKeys } from '../custody/service-keys.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { Sql } from '../postgres/database.ts';
import type { Verifier } from '../verification/verifier.ts';
import { checkDocuments } from './check-documents.ts';
import { checkHandovers } from './check-handovers.ts';
import { checkIncoming } from './check-incoming.ts';
import { checkKeys } from './check-keys.ts';
import { checkLetters, checkVersions } from './check-letters.ts';
import { checkNotes } from './check-notes.ts';
import { checkActs, checkRegisters } from './check-registers.ts';
import { checkTraces } from './check-traces.ts';
import type { Finding } from './finding.ts';
import { countRecord } from './record-store.ts';

export interface CheckDeps {
  db: Sql;
  clock: Clock;
  documents: Pick<DocumentStore, 'read' | 'has'>;
  keys: ServiceKeys;
  /** Undefined: every file is read and hashed, but no signature is verified again. */
  verifyPdf: Verifier['verify'] | undefined;
  /** How far it is; `of` is what there was to look at in the beginning. */
  onProgress?: (done: { what: 'letters' | 'documents'; count: number; of: number }) => void;
}

/**
 * Looks at everything that the office must never lose and gives what is not as it must be; nothing is changed. It may run
 * while the office works: every question is one statement, which sees one moment; rows are written once; a document is on
 * disk before its row is there. What cannot be reached throws: then nothing is said about the office.
 */
export async function* checkOffice(deps: CheckDeps): AsyncGenerator<Finding> {
  const counts = await countRecord(deps.db);
  const progress = (what: 'letters' | 'documents') => {
    let done = 0;
    return (count: number) => {
      done += count;
      deps.onProgress?.({ what, count: done, of: counts[what] });
    };
  };
  const trust = yield* checkNotes(deps);
  yield* checkKeys({ ...deps, trust: trust?.trust });
  yield* checkRegisters(deps);
  yield* checkActs(deps);
  yield* checkIncoming(deps);
  yield* checkHandovers(deps);
  yield* checkVersions(deps);
  yield* checkLetters(deps, progress('letters'));
  yield* checkTraces(deps);
  yield* checkDocuments({ ...deps, anchors: await trustAnchors(deps.db) }, progress('documents'));
}
