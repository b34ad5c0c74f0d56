import type { DocumentStore } from '../documents/document-store.ts';
import { isRefusal } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import type { Verifier } from '../verification/verifier.ts';
import { type Finding, finding } from './finding.ts';
import { listRecordedDocuments, type RecordedDocument } from './record-store.ts';
import { sideBySide, walk } from './walk.ts';

export interface DocumentsDeps {
  db: Sql;
  documents: Pick<DocumentStore, 'read' | 'has'>;
  /** Undefined: the signatures are not verified again. */
  verifyPdf: Verifier['verify'] | undefined;
  anchors: Buffer[];
}

const BATCH = 200;
const AT_ONCE = 4;

/**
 * Reads every recorded document, which hashes it, and lets our verifier judge those that are issued letters, against this
 * office's own root and at the moment of signing. `told` learns how many were read.
 */
export async function* checkDocuments(deps: DocumentsDeps, told: (count: number) => void): AsyncGenerator<Finding> {
  const batches = walk(
    Buffer.alloc(0),
    ({ sha256 }: RecordedDocument) => sha256,
    (after) => listRecordedDocuments(deps.db, after, BATCH),
  );
  for await (const batch of batches) {
    for (const found of await sideBySide(batch, AT_ONCE, (document) => checkDocument(deps, document))) yield* found;
    told(batch.length);
  }
}

async function checkDocument(deps: DocumentsDeps, document: RecordedDocument): Promise<Finding[]> {
  const hex = document.sha256.toString('hex');
  const about = document.letterId === null ? `document ${hex}` : `letter ${document.letterId} document ${hex}`;
  const [id, en] =
    document.number === null
      ? [`Berkas ${hex}`, `Document ${hex}`]
      : [`Surat nomor ${document.number} (berkas ${hex})`, `Letter number ${document.number} (document ${hex})`];
  const bytes = await readOrWhy(deps.documents, document.sha256);
  if (bytes === 'missing') {
    return [
      finding('document-missing', about, `${id}: berkasnya tidak ada di penyimpanan.`, `${en}: its file is missing.`),
    ];
  }
  if (bytes === 'damaged' || bytes.length !== document.length) {
    return [finding('document-damaged', about, `${id}: berkasnya rusak.`, `${en}: its file is damaged.`)];
  }
  const { sealedAt } = document;
  if (sealedAt === null || !deps.verifyPdf) return [];
  const summary = await deps.verifyPdf(bytes, { anchors: deps.anchors, at: sealedAt });
  if (summary?.intactAndTrusted) {
    const signers = summary.signatures.map(({ signerSha256 }) => signerSha256 ?? '').sort();
    if (signers.join() === document.certificates.join()) return [];
    return [
      finding(
        'signature-of-another',
        about,
        `${id}: berkasnya ditandatangani pejabat lain dari yang tercatat.`,
        `${en}: its file is signed by another official than the record says.`,
      ),
    ];
  }
  const why = summary?.words ?? { id: 'terlalu berat untuk diperiksa', en: 'too heavy to be checked' };
  return [
    finding(
      'signature-not-valid',
      about,
      `${id}: tanda tangan tidak sah: ${why.id}`,
      `${en}: signature not valid: ${why.en}`,
    ),
  ];
}

async function readOrWhy(
  documents: DocumentsDeps['documents'],
  sha256: Buffer,
): Promise<Buffer | 'missing' | 'damaged'> {
  try {
    return await documents.read(sha256);
  } catch (error) {
    // A store that does not answer says nothing about its documents.
    if (isRefusal(error)) throw error;
    return (await documents.has(sha256)) ? 'damaged' : 'missing';
  }
}
