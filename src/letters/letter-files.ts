import type { Actor } from '../people/actor.ts';
import type { Previewer } from '../typesetting/preview.ts';
import type { LettersDeps } from './deps.ts';
import { getEditable } from './drafting.ts';
import { demandReading } from './letter-subject.ts';
import { findIssued, findVersion, getLetter, refuseUnknown } from './letters-store.ts';
import { previewDraft } from './previewing.ts';
import { recentBytes } from './recent-bytes.ts';

export interface LetterFilesDeps extends LettersDeps {
  documents: { read(sha256: Uint8Array): Promise<Buffer> };
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
    const confidential = letter.security === 'R' || letter.security === 'SR';
    if (issued !== undefined) return { sha256: issued.documentSha256, signed: true, confidential };
    const version = letter.currentVersionId === null ? undefined : await findVersion(deps.db, letter.currentVersionId);
    return version === undefined ? refuseUnknown() : { sha256: version.previewSha256, signed: false, confidential };
  }

  async function draft(actor: Actor, letterId: number): Promise<{ key: string; pdf: Buffer }> {
    const letter = await getEditable(deps, actor, letterId);
    const key = `${letter.id}/${letter.draftRevision}`;
    return { key, pdf: await drafts(key, async () => (await previewDraft(deps, actor, letterId)).pdf) };
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
        return (await deps.previewer.preview(await deps.documents.read(sha256), page, DPI[size])).png;
      });
    },
    draftPdf: async (actor: Actor, letterId: number) => (await draft(actor, letterId)).pdf,
    async draftPicture(actor: Actor, letterId: number, page: number): Promise<Buffer> {
      const { key, pdf } = await draft(actor, letterId);
      return pictures(`draft/${key}/${page}`, async () => (await deps.previewer.preview(pdf, page, DPI.normal)).png);
    },
    /** How many pages the draft has now; typesets it, so that the drafter meets what cannot be printed. */
    async draftPages(actor: Actor, letterId: number): Promise<number> {
      const { pdf } = await draft(actor, letterId);
      return (await deps.previewer.preview(pdf, 1, 36)).pages;
    },
  };
}
export type LetterFiles = ReturnType<typeof openLetterFiles>;
