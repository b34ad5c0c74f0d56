import { recordDocument } from '../documents/documents-store.ts';
import { Refusal, type Words } from '../errors.ts';
import { changedSinceRead, getEditable, withoutPosition } from '../letters/drafting.ts';
import { freeze } from '../letters/frozen-content.ts';
import { getKindVersion } from '../letters/letter-kind-store.ts';
import { letterSubject } from '../letters/letter-subject.ts';
import { addVersion, lockLetter, storeState } from '../letters/letters-store.ts';
import { typesetPreview } from '../letters/previewing.ts';
import { type OfficeBook, readOfficeBook, resolveContent } from '../letters/resolve-content.ts';
import { findPresentHolder } from '../letters/signing-person.ts';
import { type Actor, type HeldAppointment, loadActor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { MOST_PAGES } from '../typesetting/letter-page.ts';
import { addDecision, addSteps } from './approvals-store.ts';
import { stateOf, whoseTurn } from './chain.ts';
import type { ApprovalsDeps } from './deps.ts';
import { asStages, type PlannedStage, planSteps, proposedInitials, stagesProblem } from './plan-chain.ts';

export interface ProposedChain {
  revision: number;
  /** Positions that initial, in order. */
  initials: { id: number; name: string; holder: string | undefined }[];
  signatory: { id: number; name: string; holder: string | undefined } | undefined;
}

/** The chain that the drafter is offered before submitting, with who holds each post today. */
export async function proposeChain(deps: ApprovalsDeps, actor: Actor, letterId: number): Promise<ProposedChain> {
  const letter = await getEditable(deps, actor, letterId);
  const book = await readOfficeBook(deps.db);
  const { signatoryId } = letter.draft;
  const named = async (id: number) => ({
    id,
    name: book.positions.find((position) => position.id === id)?.name ?? '…',
    holder: (await presentHolder(deps, book, id))?.name,
  });
  const initials = signatoryId === null ? [] : proposedInitials(book.positions, letter.drafterPositionId, signatoryId);
  return {
    revision: letter.draftRevision,
    initials: await Promise.all(initials.map(named)),
    signatory: signatoryId === null ? undefined : await named(signatoryId),
  };
}

/**
 * Sends a draft round. It is typeset first, outside any transaction, so that the drafter meets every error; then version,
 * chain, decision and state are one transaction. If the power fails before that, the draft is as it was and the preview is
 * a file without a row, which the sweep removes.
 * @throws Refusal `letter-incomplete`, `chain-invalid` with fields, `letter-changed`, `letter-too-long`, and whatever typesetting refuses
 */
export async function submitLetter(
  deps: ApprovalsDeps,
  actor: Actor,
  input: {
    letterId: number;
    revision: number;
    /** Stages of initials in order; a bare id is one post of the own line alone. */
    initials: readonly (number | PlannedStage)[];
  },
): Promise<{ version: number }> {
  const { db } = deps;
  const letter = await getEditable(deps, actor, input.letterId);
  if (letter.draftRevision !== input.revision) throw changedSinceRead();
  const [book, kind] = [await readOfficeBook(db), await getKindVersion(db, letter.kind, letter.kindVersion)];
  const content = resolveContent(book, kind, letter.draft, true);
  const stages = asStages(input.initials);
  const { positionId: signatoryId } = content.signatory;
  const problem = stagesProblem(stages, signatoryId, (id) => nameOf(book, id));
  if (problem !== undefined) throw chainInvalid({ initials: problem });
  const steps = planSteps(stages, signatoryId);
  await demandHolders(deps, book, steps);
  const { canonical, sha256 } = freeze(content);
  const { pdf, pages } = await typesetPreview(deps, book, content);
  if (pages > MOST_PAGES) throw tooManyPages(pages);
  const preview = await deps.documents.put(pdf);

  return db.transaction(async (tx) => {
    const now = deps.clock();
    const locked = await lockLetter(tx, letter.id);
    const present = await loadActor({ sql: tx, now }, actor.personId, actor.acting?.id);
    if (present === undefined) throw withoutPosition();
    demand(present, 'letter.submit', await letterSubject(tx, locked));
    if (locked.draftRevision !== input.revision) throw changedSinceRead();
    const appointment = appointmentOfDrafter(present, letter.drafterId);
    await recordDocument(tx, { sha256: preview.sha256, length: preview.length, mediaType: 'application/pdf', at: now });
    const version = await addVersion(tx, {
      letterId: letter.id,
      content: canonical,
      sha256,
      pages,
      previewSha256: preview.sha256,
      recipientPositions: [...letter.draft.recipients, ...letter.draft.copies].flatMap((party) =>
        party.type === 'position' ? [party.positionId] : [],
      ),
      submittedBy: appointment.id,
      submittedAt: now,
    });
    await addSteps(tx, { letterId: letter.id, versionId: version.id, steps });
    await addDecision(tx, {
      letterId: letter.id,
      versionId: version.id,
      stepId: null,
      outcome: 'submitted',
      personId: actor.personId,
      appointmentId: appointment.id,
      capacity: appointment.capacity,
      versionSha256: sha256,
      remark: '',
      at: now,
    });
    const turn = whoseTurn(
      steps.map((step) => ({ ...step, id: step.ordinal })),
      [{ stepId: null, outcome: 'submitted' }],
    );
    await storeState(tx, letter.id, stateOf(turn), now);
    return { version: version.version };
  });
}

/** Met by the drafter: no symbols could be drawn for it once its signatory had taken a number. */
function tooManyPages(pages: number): Refusal {
  return new Refusal('invalid-input', 'letter-too-long', {
    id: `Surat ini menjadi ${pages} halaman; paling banyak ${MOST_PAGES}. Singkatkan, atau jadikan sebagian sebagai surat lain.`,
    en: `This letter has ${pages} pages; at most ${MOST_PAGES}. Shorten it, or make part of it another letter.`,
  });
}

/** The drafter acts from the appointment in which the letter was begun; when that has ended, from what they hold now. */
export function appointmentOfDrafter(actor: Actor, drafterId: number): HeldAppointment {
  const held = actor.appointments.find(({ id }) => id === drafterId) ?? actor.acting;
  if (held === undefined) throw withoutPosition();
  return held;
}

/** A letter does not set out for a post that is closed or that nobody holds today: it would lie there unseen. */
async function demandHolders(
  deps: ApprovalsDeps,
  book: OfficeBook,
  steps: readonly { positionId: number; task: 'initial' | 'sign' }[],
): Promise<void> {
  const fields: Record<string, Words> = {};
  for (const { positionId, task } of steps) {
    const position = book.positions.find(({ id, closedAt }) => id === positionId && closedAt === null);
    const holder = position && (await presentHolder(deps, book, positionId));
    if (holder !== undefined) continue;
    const name = position?.name;
    fields[task === 'sign' ? 'signatoryId' : 'initials'] ??=
      name === undefined
        ? { id: 'Salah satu jabatan tidak ada.', en: 'One of the positions does not exist.' }
        : { id: `${name} sedang tidak ada pejabatnya.`, en: `Nobody holds the position ${name} today.` };
  }
  if (Object.keys(fields).length > 0) throw chainInvalid(fields);
}

function chainInvalid(fields: Record<string, Words>): Refusal {
  return new Refusal(
    'invalid-input',
    'chain-invalid',
    { id: 'Urutan persetujuan belum benar.', en: 'The chain of approval is not right yet.' },
    fields,
  );
}

function nameOf(book: OfficeBook, positionId: number): string {
  return book.positions.find(({ id }) => id === positionId)?.name ?? '…';
}

function presentHolder(deps: ApprovalsDeps, book: OfficeBook, positionId: number) {
  return findPresentHolder(deps.db, positionId, { now: deps.clock(), timeZone: book.office.timeZone });
}
