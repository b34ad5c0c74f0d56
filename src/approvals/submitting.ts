import { changedSinceRead, getEditable, withoutPosition } from '../letters/drafting.ts';
import { getKindVersion } from '../letters/letter-kind-store.ts';
import { letterSubject } from '../letters/letter-subject.ts';
import { lockLetter } from '../letters/letters-store.ts';
import { resolveRecipients } from '../letters/recipients.ts';
import { readOfficeBook, resolveContent } from '../letters/resolve-content.ts';
import { type Actor, type HeldAppointment, loadActor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { listUploads } from '../uploads/upload-store.ts';
import { beginVersion, typesetVersion } from './begin-version.ts';
import { NO_TEMPLATE_CORRECTIONS, templateMark } from './chain-template.ts';
import { chainChanged, demandChain } from './demand-chain.ts';
import type { ApprovalsDeps } from './deps.ts';
import { asStages, type PlannedStage, planSteps } from './plan-chain.ts';
import { planProposal } from './proposing.ts';
import { demandAuthority } from './signing-authority.ts';

/**
 * Sends a draft round. It is typeset first, outside any transaction, so that the drafter meets every error; then version,
 * chain, decision and state are one transaction. If the power fails before that, the draft is as it was and the preview is
 * a file without a row, which the sweep removes.
 * @throws Refusal `letter-incomplete`, `chain-invalid` with fields, `authority-without-mandate`, `chain-changed`,
 *   `letter-changed`, and those of `typesetVersion`
 */
export async function submitLetter(
  deps: ApprovalsDeps,
  actor: Actor,
  input: {
    letterId: number;
    revision: number;
    /** Stages of initials in order; a bare id is one post of the own line alone. */
    initials: readonly (number | PlannedStage)[];
    /** `mark` of the chain that the drafter was offered; without it nobody was. */
    mark?: string;
  },
): Promise<{ version: number }> {
  const { db } = deps;
  const letter = await getEditable(deps, actor, input.letterId);
  if (letter.draftRevision !== input.revision) throw changedSinceRead();
  const [book, kind] = [await readOfficeBook(db), await getKindVersion(db, letter.kind, letter.kindVersion)];
  const content = resolveContent(book, kind, letter.draft, true, await listUploads(db, letter.id));
  const { recipients } = resolveRecipients(book, letter.draft);
  const stages = asStages(input.initials);
  const { positionId: signatoryId, authority } = content.signatory;
  await demandAuthority(db, { positionId: signatoryId, authority, kind: letter.kind }, deps.clock());
  const { template, stages: proposed } = await planProposal(db, book, letter, signatoryId);
  const mark = templateMark(template);
  if (input.mark !== undefined && input.mark !== mark) throw chainChanged();
  await demandChain(deps, book, letter, { stages, proposed, signatoryId });
  const typeset = await typesetVersion(deps, book, content);

  return db.transaction(async (tx) => {
    const now = deps.clock();
    const locked = await lockLetter(tx, letter.id);
    const present = await loadActor({ sql: tx, now }, actor.personId, actor.acting?.id);
    if (present === undefined) throw withoutPosition();
    demand(present, 'letter.submit', await letterSubject(tx, locked));
    if (locked.draftRevision !== input.revision || locked.filesRevision !== letter.filesRevision)
      throw changedSinceRead();
    const appointment = appointmentOfDrafter(present, letter.drafterId);
    // What was typeset and judged above was judged by this template.
    if (templateMark((await planProposal(tx, book, letter, signatoryId)).template) !== mark) throw chainChanged();
    const { version } = await beginVersion(tx, {
      letterId: letter.id,
      typeset,
      goesTo: { recipients },
      steps: planSteps(stages, signatoryId),
      chain: { template, corrections: template?.corrections ?? NO_TEMPLATE_CORRECTIONS },
      outcome: 'submitted',
      by: { personId: actor.personId, appointment },
      remark: '',
      at: now,
    });
    return { version };
  });
}

/** The drafter acts from the appointment in which the letter was begun; when that has ended, from what they hold now. */
export function appointmentOfDrafter(actor: Actor, drafterId: number): HeldAppointment {
  const held = actor.appointments.find(({ id }) => id === drafterId) ?? actor.acting;
  if (held === undefined) throw withoutPosition();
  return held;
}
