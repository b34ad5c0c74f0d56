import { recordDocument } from '../documents/documents-store.ts';
import { Refusal } from '../errors.ts';
import { pagesFromOutside } from '../letters/compose-document.ts';
import { type FrozenContent, freeze } from '../letters/frozen-content.ts';
import { addVersion, type LetterVersion, storeState } from '../letters/letters-store.ts';
import { typesetPreview } from '../letters/previewing.ts';
import type { Recipient } from '../letters/recipients.ts';
import { addRecipients, copyRecipients } from '../letters/recipients-store.ts';
import type { OfficeBook } from '../letters/resolve-content.ts';
import type { HeldAppointment } from '../people/actor.ts';
import type { Transaction } from '../postgres/database.ts';
import { MOST_PAGES } from '../typesetting/letter-page.ts';
import { MOST_MARKED } from '../typesetting/marks-page.ts';
import { addDecision, addSteps } from './approvals-store.ts';
import { type Step, sameStage, stateOf, type Turn, whoseTurn } from './chain.ts';
import { addVersionChain } from './chain-templates-store.ts';
import type { ApprovalsDeps } from './deps.ts';
import type { Corrections } from './plan-chain.ts';

/** A version before it is stored: its bytes, and its pages as a file that no row names yet. */
export interface TypesetVersion {
  canonical: string;
  sha256: Buffer;
  pages: number;
  preview: { sha256: Buffer; length: number };
}

/**
 * Typesets outside any transaction, so that whoever writes meets every error. Without a transaction afterwards the file has
 * no row, and the sweep removes it.
 * @throws Refusal `letter-too-long`, and whatever typesetting refuses
 */
export async function typesetVersion(
  deps: ApprovalsDeps,
  book: OfficeBook,
  content: FrozenContent,
): Promise<TypesetVersion> {
  const frozen = freeze(content);
  const { pdf, pages } = await typesetPreview(deps, book, content);
  const most = pagesFromOutside(content) > 0 ? MOST_MARKED : MOST_PAGES;
  if (pages > most) throw tooManyPages(pages, most);
  return { ...frozen, pages, preview: await deps.documents.put(pdf) };
}

export interface NewVersion {
  letterId: number;
  typeset: TypesetVersion;
  /** To whom it goes, groups resolved; a corrected version goes to those of the version before it (`listRecipients`). */
  /** To whom it goes; after a correction to the same as the version before. */
  goesTo: { recipients: readonly Recipient[] } | { sameAs: LetterVersion };
  steps: readonly Omit<Step, 'id'>[];
  chain: { template: { id: number; version: number } | undefined; corrections: Corrections };
  outcome: 'submitted' | 'corrected';
  by: { personId: number; appointment: HeldAppointment };
  remark: string;
  at: Date;
  /** Where a correction finds the letter: who waits in the same stage has waited since it began. */
  turnBefore?: Turn;
}

/** Version, chain and first decision of a locked letter, within the caller's transaction; it is then with `turn`. */
export async function beginVersion(
  tx: Transaction,
  begun: NewVersion,
): Promise<{ id: number; version: number; turn: Turn }> {
  const { letterId, typeset, by, at, outcome, goesTo, turnBefore } = begun;
  const { preview, sha256 } = typeset;
  await recordDocument(tx, { sha256: preview.sha256, length: preview.length, mediaType: 'application/pdf', at });
  const version = await addVersion(tx, {
    letterId,
    content: typeset.canonical,
    sha256,
    pages: typeset.pages,
    previewSha256: preview.sha256,
    recipientPositions:
      'sameAs' in goesTo
        ? goesTo.sameAs.recipientPositions
        : goesTo.recipients.flatMap(({ positionId }) => positionId ?? []),
    submittedBy: by.appointment.id,
    submittedAt: at,
  });
  if ('sameAs' in goesTo) await copyRecipients(tx, goesTo.sameAs.id, version.id);
  else await addRecipients(tx, version.id, goesTo.recipients);
  await addSteps(tx, { letterId, versionId: version.id, steps: begun.steps });
  await addVersionChain(tx, { versionId: version.id, ...begun.chain });
  await addDecision(tx, {
    letterId,
    versionId: version.id,
    stepId: null,
    outcome,
    personId: by.personId,
    appointmentId: by.appointment.id,
    capacity: by.appointment.capacity,
    versionSha256: sha256,
    remark: begun.remark,
    at,
  });
  const turn = whoseTurn(
    begun.steps.map((step, id) => ({ ...step, id })),
    [{ stepId: null, outcome }],
  );
  if (turnBefore === undefined || !sameStage(turnBefore, turn)) await storeState(tx, letterId, stateOf(turn), at);
  return { ...version, turn };
}

/** Met by whoever writes: no symbols could be drawn for it once its signatory had taken a number. */
function tooManyPages(pages: number, most: number): Refusal {
  return new Refusal('invalid-input', 'letter-too-long', {
    id: `Surat ini menjadi ${pages} halaman; paling banyak ${most}. Singkatkan, atau jadikan sebagian sebagai surat lain.`,
    en: `This letter has ${pages} pages; at most ${most}. Shorten it, or make part of it another letter.`,
  });
}
