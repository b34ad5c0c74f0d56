import type { AuthoritySigner } from '../authority/issue-certificate.ts';
import type { Clock } from '../clock.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { Refusal } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import { readSchemaState } from '../postgres/schema-state.ts';
import type { Need } from './readiness.ts';
import { tryToSign } from './trial-signature.ts';

export interface NeedsDeps {
  db: Sql;
  clock: Clock;
  documents: Pick<DocumentStore, 'probe'>;
  issuing: AuthoritySigner;
  /** The migrations of this code. */
  migrations: readonly string[];
}

/** What a process must have before requests are sent to it. */
export function needsOf(deps: NeedsDeps): Need[] {
  return [
    { code: 'database-unreachable', look: () => demandSchema(deps.db, deps.migrations) },
    { code: 'documents-unreachable', look: () => deps.documents.probe() },
    { code: 'signing-impossible', look: () => tryToSign(deps) },
  ];
}

/**
 * A database that knows more than this code is no hindrance here: while the processes are replaced one by one, the older ones
 * go on serving. One that knows less was put back to an older day under a running process.
 */
async function demandSchema(db: Sql, migrations: readonly string[]): Promise<void> {
  const { missing } = await readSchemaState(db, migrations);
  if (missing.length === 0) return;
  throw new Refusal('unavailable', 'database-schema', {
    id: `Skema basis data tertinggal dari Layang ini (${missing.join(', ')}). Jalankan: npm run -s layang -- migrate`,
    en: `The schema of the database is behind this Layang (${missing.join(', ')}). Run: npm run -s layang -- migrate`,
  });
}
