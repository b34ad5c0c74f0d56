import type { Actor } from '../people/actor.ts';
import { listUploads } from '../uploads/upload-store.ts';
import { NOBODY_YET } from './build-page.ts';
import { composeDocument } from './compose-document.ts';
import type { LettersDeps } from './deps.ts';
import type { FrozenContent } from './frozen-content.ts';
import { getKindVersion } from './letter-kind-store.ts';
import { demandReading } from './letter-subject.ts';
import { getLetter } from './letters-store.ts';
import { type OfficeBook, readOfficeBook, resolveContent } from './resolve-content.ts';
import { findPresentHolder } from './signing-person.ts';

/**
 * The draft as it would print now, with the watermark; gaps show as dots. Compiled outside any transaction.
 * @throws the refusals of the structured text and of typesetting (a glyph that no font has), so that the drafter meets them
 */
export async function previewDraft(
  deps: LettersDeps,
  actor: Actor,
  letterId: number,
): Promise<{ pdf: Buffer; pages: number }> {
  const letter = await getLetter(deps.db, letterId);
  await demandReading(deps.db, actor, letter);
  const [book, kind] = [await readOfficeBook(deps.db), await getKindVersion(deps.db, letter.kind, letter.kindVersion)];
  return typesetPreview(
    deps,
    book,
    resolveContent(book, kind, letter.draft, false, await listUploads(deps.db, letterId)),
  );
}

/** Frozen content as a draft page, with whoever holds the signatory's position today. */
export async function typesetPreview(
  deps: LettersDeps,
  book: OfficeBook,
  content: FrozenContent,
): Promise<{ pdf: Buffer; pages: number }> {
  const now = deps.clock();
  const { timeZone } = book.office;
  const holder = await findPresentHolder(deps.db, content.signatory.positionId, { now, timeZone });
  const { pdf, pages } = await composeDocument(deps, {
    content,
    person: holder ?? NOBODY_YET,
    host: deps.host,
    at: now,
  });
  return { pdf, pages };
}
