import type { DocumentStore } from '../documents/document-store.ts';
import type { Previewer } from '../typesetting/preview.ts';
import type { SheetCell } from '../typesetting/record-sheet.ts';

export interface ProofDeps {
  documents: Pick<DocumentStore, 'read'>;
  previewer: Pick<Previewer, 'content'>;
}

/** Enough to know a signature by on paper; the photo itself is opened on the page. */
const DPI = 40;
/** Of different proofs on one sheet, and their bytes: beyond it is said that there is one. */
const MOST = 150;
const MOST_BYTES = 16 * 1024 * 1024;

/** The proofs of a book's lines as pictures on its sheet, each once although twenty papers were signed for together. */
export async function printProofs({ documents, previewer }: ProofDeps, proofs: readonly (Buffer | null)[]) {
  const places = new Map<string, number>();
  const pictures: Buffer[] = [];
  let bytes = 0;
  for (const sha256 of proofs) {
    if (sha256 === null || places.has(sha256.toString('hex'))) continue;
    if (pictures.length >= MOST || bytes >= MOST_BYTES) break;
    const { png } = await previewer.content(await documents.read(sha256), DPI);
    places.set(sha256.toString('hex'), pictures.length);
    pictures.push(png);
    bytes += png.length;
  }
  return {
    pictures,
    /** Who signed, over what they signed. */
    cell(receiver: string, sha256: Buffer | null): SheetCell {
      if (sha256 === null) return receiver;
      const picture = places.get(sha256.toString('hex'));
      return picture === undefined ? `${receiver}\n(bukti tersimpan)` : { text: receiver, picture };
    },
  };
}
export type PrintedProofs = Awaited<ReturnType<typeof printProofs>>;
