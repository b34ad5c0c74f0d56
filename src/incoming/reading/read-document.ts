import type { DocumentStore } from '../../documents/document-store.ts';
import { Refusal } from '../../errors.ts';
import type { Actor } from '../../people/actor.ts';
import { isSecret } from '../../people/security-class.ts';
import type { Sql } from '../../postgres/database.ts';
import type { TreeDeps } from '../deps.ts';
import { getIncoming, type Incoming } from '../incoming-store.ts';
import { demandIncomingReading } from '../incoming-subject.ts';
import { listScans } from '../scans/scans-store.ts';
import { listReportFiles } from '../tree/reports-store.ts';
import { listAttachments } from './course-store.ts';
import { noteIncomingReading } from './reading-incoming.ts';

export interface ReadDocumentDeps extends Pick<TreeDeps, 'db' | 'clock'> {
  documents: Pick<DocumentStore, 'read'>;
}

/** A PDF that belongs to an incoming letter. */
export type IncomingPart =
  | { part: 'letter' }
  | { part: 'attachment'; ordinal: number }
  /** What was read until this scan was added. */
  | { part: 'earlier'; scanId: number }
  | { part: 'report'; reportId: number; ordinal: number };

export interface IncomingDocument {
  pdf: Buffer;
  /** For a download: tells the agenda number and nothing of what it is about. */
  name: string;
  /** Rahasia or sangat rahasia: leaves no copy in a browser's cache. */
  confidential: boolean;
}

/**
 * A document of a letter for whoever may read it; of T, R and SR that is recorded.
 * @throws Refusal as for an unknown letter, `incoming-without-document`
 */
export async function readIncomingDocument(
  deps: ReadDocumentDeps,
  actor: Actor,
  incomingId: number,
  which: IncomingPart,
): Promise<IncomingDocument> {
  const { db } = deps;
  const incoming = await getIncoming(db, incomingId);
  const subject = await demandIncomingReading(db, actor, incoming);
  const sha256 = await findPart(db, incoming, which);
  if (sha256 === undefined) throw withoutDocument();
  await noteIncomingReading(
    deps,
    actor,
    incoming,
    subject,
    which.part === 'letter' || which.part === 'earlier' ? 'document' : 'attachment',
  );
  const { year, agenda, security } = incoming;
  return {
    pdf: await deps.documents.read(sha256),
    name: `surat-masuk-${year}-${agenda}${suffix(which)}.pdf`,
    confidential: isSecret(security),
  };
}

/** Only what belongs to this very letter: an id of another one finds nothing. */
export async function findPart(
  db: Sql,
  { id, documentSha256 }: Pick<Incoming, 'id' | 'documentSha256'>,
  which: IncomingPart,
): Promise<Buffer | undefined> {
  if (which.part === 'letter') return documentSha256 ?? undefined;
  if (which.part === 'attachment') {
    return (await listAttachments(db, id)).find(({ ordinal }) => ordinal === which.ordinal)?.sha256;
  }
  if (which.part === 'earlier') {
    return (await listScans(db, id)).find((scan) => scan.id === which.scanId)?.beforeSha256 ?? undefined;
  }
  const files = await listReportFiles(db, id);
  return files.find(({ reportId, ordinal }) => reportId === which.reportId && ordinal === which.ordinal)?.sha256;
}

function suffix(which: IncomingPart): string {
  if (which.part === 'letter') return '';
  if (which.part === 'earlier') return `-sebelumnya-${which.scanId}`;
  return which.part === 'attachment' ? `-lampiran-${which.ordinal}` : `-laporan-${which.reportId}-${which.ordinal}`;
}

function withoutDocument(): Refusal {
  return new Refusal('not-found', 'incoming-without-document', {
    id: 'Berkas itu tidak ada di sini. Surat yang hanya dicatat amplopnya dibaca pada naskah kertasnya.',
    en: 'There is no such file here. A letter of which only the envelope was registered is read on paper.',
  });
}
