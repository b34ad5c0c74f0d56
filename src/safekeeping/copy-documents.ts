import { createInterface } from 'node:readline';
import type { DocumentStore } from '../documents/document-store.ts';
import { isRefusal } from '../errors.ts';
import { type Finding, finding } from './finding.ts';
import { sideBySide } from './walk.ts';
import { readPart } from './write-part.ts';

const BATCH = 64;
const AT_ONCE = 4;

/** One line of a list of documents. */
export interface ListedDocument {
  sha256: Buffer;
  length: number;
}

/** The list in batches, never held whole. */
export async function* readDocumentList(path: string): AsyncGenerator<ListedDocument[]> {
  let batch: ListedDocument[] = [];
  for await (const line of createInterface({ input: readPart(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const match = /^([0-9a-f]{64}) (\d{1,15})$/.exec(line);
    if (!match) throw new Error('a line of the list of documents cannot be read');
    batch.push({ sha256: Buffer.from(match[1] ?? '', 'hex'), length: Number(match[2]) });
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

/**
 * Copies what the list names and the target does not have. What lies there already is read through: a copy that has gone
 * bad on its own disk is written again. A document that cannot be copied whole is a finding, and the rest goes on.
 */
export async function copyDocuments(
  list: string,
  from: DocumentStore,
  to: DocumentStore,
  told: (count: number) => void = () => {},
): Promise<{ copied: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  let copied = 0;
  for await (const batch of readDocumentList(list)) {
    const results = await sideBySide(batch, AT_ONCE, (document) => copyDocument(document, from, to));
    for (const result of results) {
      if (result === 'copied') copied += 1;
      else if (result !== 'there') findings.push(result);
    }
    told(batch.length);
  }
  return { copied, findings };
}

async function copyDocument(
  { sha256, length }: ListedDocument,
  from: DocumentStore,
  to: DocumentStore,
): Promise<'copied' | 'there' | Finding> {
  const there = await to.examine(sha256);
  if (there?.sha256.equals(sha256) && there.length === length) return 'there';
  let bytes: Buffer;
  try {
    bytes = await from.read(sha256);
  } catch (error) {
    // A store that does not answer says nothing about its documents.
    if (isRefusal(error)) throw error;
    const hex = sha256.toString('hex');
    return (await from.has(sha256))
      ? finding(
          'document-damaged',
          `document ${hex}`,
          `Berkas ${hex} rusak dan tidak tersalin.`,
          `Document ${hex} is damaged and was not copied.`,
        )
      : finding(
          'document-missing',
          `document ${hex}`,
          `Berkas ${hex} tidak ada dan tidak tersalin.`,
          `Document ${hex} is missing and was not copied.`,
        );
  }
  if (there) await to.remove(sha256, new Date(8.64e15));
  await to.put(bytes);
  return 'copied';
}
