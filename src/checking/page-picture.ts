import type { DocumentStore } from '../documents/document-store.ts';
import type { Sql } from '../postgres/database.ts';
import { parseContent } from '../seal/content.ts';
import { findIssuedByToken } from './checking-store.ts';
import { publicLetter } from './letter-fields.ts';

export interface PictureDeps {
  db: Sql;
  documents: Pick<DocumentStore, 'read'>;
  /** Page 1 of a PDF as PNG. */
  drawFirstPage: (pdf: Buffer) => Promise<Buffer>;
}

const KEPT = 32;

/**
 * Pictures of page 1 for the check page, where class and kind allow one. Drawn one at a time and the last few kept, so that
 * strangers cannot make the server draw without end.
 */
export function firstPagePictures(deps: PictureDeps): (token: string) => Promise<Buffer | undefined> {
  const kept = new Map<string, Promise<Buffer>>();
  let last: Promise<unknown> = Promise.resolve();
  return async (token) => {
    const letter = await findIssuedByToken(deps.db, token);
    // Asked before any kept picture: a letter withdrawn a moment ago shows none any more.
    if (!letter || letter.standing === 'withdrawn') return undefined;
    const shown = publicLetter(letter, parseContent(letter.content));
    if (shown.security !== 'biasa' || !shown.picture) return undefined;
    const known = kept.get(token);
    if (known) return known;
    const drawing = last.then(async () => {
      const pdf = await deps.documents.read(letter.documentSha256);
      return deps.drawFirstPage(pdf);
    });
    last = drawing.catch(() => {});
    kept.set(token, drawing);
    drawing.catch(() => kept.delete(token));
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return drawing;
  };
}
