import { createHash } from 'node:crypto';
import type { DocumentStore } from '../documents/document-store.ts';
import type { Actor } from '../people/actor.ts';
import { isSecret } from '../people/security-class.ts';
import type { Previewer, StoredPdf } from '../typesetting/preview.ts';
import type { LettersDeps } from './deps.ts';
import { getEditable } from './drafting.ts';
import { demandReading } from './letter-subject.ts';
import { findIssued, findVersion, getLetter, refuseUnknown } from './letters-store.ts';
import { previewDraft } from './previewing.ts';
import { recentBytes } from './recent-bytes.ts';

export interface LetterFilesDeps extends LettersDeps {
  documents: Pick<DocumentStore, 'read' | 'locate' | 'put' | 'has'>;
  previewer: Pick<Previewer, 'preview'>;
}

/** Dots per inch of a picture: to read on a phone, and to look closely. */
const DPI = { normal: 110, large: 200 } as const;
export type PictureSize = keyof typeof DPI;

export interface LetterDocument {
  sha256: Buffer;
  /** The issued document; otherwise the draft of the version submitted last. */
  signed: boolean;
  /** Rahasia or sangat rahasia: leaves no copy in a browser's cache. */
  confidential: boolean;
}

/** What one process keeps of pictures and of drafts typeset lately; losing it costs time, never a letter. */
const KEPT_BYTES = 48 * 1024 * 1024;
const SMALL_DRAFT = 2 * 1024 * 1024;
const HASH_LENGTH = 32;

/**
 * A letter as its reader sees it: the signed document once it is issued, before that the draft PDF of the version submitted
 * last. Every request asks the table of permissions; only bytes are remembered, by the hash of their document.
 */
export function openLetterFiles(deps: LetterFilesDeps) {
  const pictures = recentBytes(KEPT_BYTES);
  const drafts = recentBytes(KEPT_BYTES / 4);

  async function document(actor: Actor, letterId: number): Promise<LetterDocument> {
    const letter = await getLetter(deps.db, letterId);
    await demandReading(deps.db, actor, letter);
    const issued = letter.state === 'issued' ? await findIssued(deps.db, letterId) : undefined;
    const confidential = isSecret(letter.security);
    if (issued !== undefined) return { sha256: issued.documentSha256, signed: true, confidential };
    const version = letter.currentVersionId === null ? undefined : await findVersion(deps.db, letter.currentVersionId);
    return version === undefined ? refuseUnknown() : { sha256: version.previewSha256, signed: false, confidential };
  }

  /**
   * The draft as it stands. A large one lies in the document store, where the sweep takes what no row names, and is remembered
   * by its hash alone.
   */
  async function draft(actor: Actor, letterId: number): Promise<{ key: string; pdf: Buffer | StoredPdf }> {
    const letter = await getEditable(deps, actor, letterId);
    const key = `${letter.id}/${letter.draftRevision}/${letter.filesRevision}`;
    const make = async () => {
      const { pdf } = await previewDraft(deps, actor, letterId);
      return pdf.length <= SMALL_DRAFT ? pdf : (await deps.documents.put(pdf)).sha256;
    };
    const kept = await drafts(key, make);
    if (kept.length !== HASH_LENGTH) return { key, pdf: kept };
    return { key, pdf: await stored((await deps.documents.has(kept)) ? kept : await make()) };
  }

  /** A stored document for the process that draws it: no other one reads it. */
  async function stored(sha256: Buffer): Promise<StoredPdf> {
    return { path: await deps.documents.locate(sha256), sha256 };
  }

  return {
    document,
    async pdf(actor: Actor, letterId: number) {
      const { sha256, signed } = await document(actor, letterId);
      return { pdf: await deps.documents.read(sha256), sha256, signed };
    },
    async picture(actor: Actor, letterId: number, page: number, size: PictureSize): Promise<Buffer> {
      const { sha256 } = await document(actor, letterId);
      return pictures(`${sha256.toString('hex')}/${page}/${size}`, async () => {
        return (await deps.previewer.preview(await stored(sha256), page, DPI[size])).png;
      });
    },
    async draftPdf(actor: Actor, letterId: number): Promise<Buffer> {
      const { pdf } = await draft(actor, letterId);
      return Buffer.isBuffer(pdf) ? pdf : await deps.documents.read(pdf.sha256);
    },
    async draftPicture(actor: Actor, letterId: number, page: number): Promise<Buffer> {
      const { key, pdf } = await draft(actor, letterId);
      return pictures(`draft/${key}/${page}`, async () => (await deps.previewer.preview(pdf, page, DPI.normal)).png);
    },
    /** How many pages the draft has now, and by hash the pictures of those of `shown` that it has. */
    async draftPictures(
      actor: Actor,
      letterId: number,
      shown: readonly number[],
    ): Promise<{ revision: number; pages: number; pictures: Record<number, string> }> {
      const { key, pdf } = await draft(actor, letterId);
      const counted = await pictures(`draft/${key}/count`, async () =>
        Buffer.from(String((await deps.previewer.preview(pdf, 1, 36)).pages)),
      );
      const pages = Number(counted.toString());
      const hashes: Record<number, string> = {};
      for (const page of shown.filter((each) => each <= pages)) {
        const png = await pictures(
          `draft/${key}/${page}`,
          async () => (await deps.previewer.preview(pdf, page, DPI.normal)).png,
        );
        hashes[page] = createHash('sha256').update(png).digest('hex').slice(0, 16);
      }
      return { revision: Number(key.split('/')[1]), pages, pictures: hashes };
    },
    /** How many pages the draft has now; typesets it, so that the drafter meets what cannot be printed. */
    async draftPages(actor: Actor, letterId: number): Promise<number> {
      const { pdf } = await draft(actor, letterId);
      return (await deps.previewer.preview(pdf, 1, 36)).pages;
    },
  };
}
export type LetterFiles = ReturnType<typeof openLetterFiles>;
