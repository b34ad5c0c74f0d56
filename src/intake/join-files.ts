import type { DocumentStore } from '../documents/document-store.ts';
import type { ScanWork } from '../uploads/scan-work.ts';
import type { UploadProblem } from '../uploads/upload-words.ts';
import { type ArrangedPage, arrange, isAsItCame } from './arrangement.ts';
import type { PreparedFile } from './intake-files-store.ts';

export interface JoiningDeps {
  documents: Pick<DocumentStore, 'putFile' | 'locate'>;
  scans: Pick<ScanWork, 'join'>;
}

export interface Joined {
  sha256: Buffer;
  pages: number;
  /** Undefined for a document that is one already. */
  length: number | undefined;
}

/**
 * The pages of these files in their order as one document, on disk when this returns. A signed PDF that nobody rearranged
 * stays as it came, because its signatures speak of those bytes; unless something on it was left behind for the reader's sake.
 */
export async function joinFiles(
  { documents, scans }: JoiningDeps,
  files: readonly PreparedFile[],
  kept: readonly ArrangedPage[],
  scratch: () => Promise<string>,
): Promise<Joined | { problem: UploadProblem }> {
  const pages = arrange(files, kept);
  const [only] = files;
  const pictures = files.every(({ facts }) => facts.pictures);
  if (only !== undefined && files.length === 1 && !pictures && isAsItCame(files, pages)) {
    const { signed, mended, leftBehind } = only.facts;
    const whole = signed && !mended && leftBehind.length === 0;
    return { sha256: whole ? only.sha256 : only.preparedSha256, pages: only.pages, length: undefined };
  }
  const sources = [];
  for (const { preparedSha256 } of files) {
    sources.push({ path: await documents.locate(preparedSha256), sha256: preparedSha256.toString('hex') });
  }
  const order = pages.map(({ file, page, turn }) => ({ source: files.findIndex(({ id }) => id === file), page, turn }));
  const out = await scratch();
  const joined = await scans.join({ sources, pages: order, pictures }, out);
  return 'problem' in joined ? joined : { ...(await documents.putFile(out)), pages: joined.pages };
}
