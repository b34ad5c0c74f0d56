import { findItem } from '../../intake/intake-store.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import type { Transaction } from '../../postgres/database.ts';
import { addIncomingEvent, type EventBy, findRegistrant } from '../events-store.ts';
import { type Incoming, lockIncoming } from '../incoming-store.ts';
import type { IntakeToRegister, RegisterDeps } from '../registering/register-letter.ts';
import { type AttachedPdf, insertAttachments } from '../registering/register-store.ts';
import { type Holding, listHoldings } from '../tree/holdings-store.ts';
import { tellHolder } from '../tree/tell-holder.ts';
import { isInHand } from '../tree/tree-states.ts';
import { countRevision, insertScan, type Scan, storeDocument } from './scans-store.ts';

/** What was scanned for a letter, prepared. */
export interface PreparedScan {
  intakeId: number;
  part: Scan['part'];
  document: { sha256: Buffer; pages: number };
  attachments: readonly AttachedPdf[];
  findings: unknown;
}

/**
 * Makes it part of the letter, whose row is locked: what was read before is kept beside it, the timeline tells it, and its item is
 * done with.
 */
export async function joinScan(
  tx: Transaction,
  intakes: Pick<RegisterDeps['intakes'], 'markRegistered'>,
  letter: Incoming,
  scan: PreparedScan,
  { by, at }: { by: EventBy; at: Date },
): Promise<void> {
  const { id: incomingId } = letter;
  const { intakeId, part, document, attachments, findings } = scan;
  const before = part === 'letter' ? readBefore(letter) : undefined;
  await insertScan(tx, { incomingId, intakeId, part, document, before, by }, at);
  if (part === 'letter') await storeDocument(tx, incomingId, { document, findings });
  const own = part === 'letter' ? [] : [{ name: nameOf(attachments.length), ...document }];
  await insertAttachments(tx, incomingId, [...own, ...attachments]);
  await countRevision(tx, incomingId);
  const note = part === 'attachment' ? 'Lampiran tambahan' : '';
  await addIncomingEvent(tx, { incomingId, kind: 'scan_added', by, note, at });
  await intakes.markRegistered(tx, intakeId, at);
}

/**
 * The files that came with a letter's registration, once they are prepared: its scan from then on, without another act of the clerk.
 * Those who have opened the letter meanwhile hear of it; whoever has not finds it there. Where the letter was struck, or got another
 * scan, the item is left to the clerk. Called again it changes nothing.
 */
export async function joinRegistered(
  { db, clock, appOrigin, intakes }: Pick<RegisterDeps, 'db' | 'clock' | 'appOrigin' | 'intakes'>,
  intakeId: number,
): Promise<void> {
  await db.transaction(async (tx) => {
    const item = await findItem(tx, intakeId);
    if (item === undefined || item.forIncomingId === null || item.state !== 'ready') return;
    // The letter before its item, as everywhere: who strikes it, or adds another scan, comes before or after.
    const letter = await lockIncoming(tx, item.forIncomingId);
    if (letter.intakeId !== intakeId || letter.documentSha256 !== null || letter.state === 'void') return;
    const intake = await intakes.lockForRegistering(tx, intakeId);
    if (!isFor(intake, letter.id)) return;
    const by = await findRegistrant(tx, letter.id);
    if (by === undefined) return;
    const { document, attachments, findings } = intake;
    const at = clock();
    await joinScan(tx, intakes, letter, { intakeId, part: 'letter', document, attachments, findings }, { by, at });
    await tellHolders(tx, appOrigin, letter, at, (held) => isInHand(held) && held.state !== 'unread');
  });
}

type Ready = IntakeToRegister & Required<Pick<IntakeToRegister, 'document'>>;

/** As it is now that nobody changes it: not put aside, freed or changed meanwhile. */
function isFor(intake: IntakeToRegister, incomingId: number): intake is Ready {
  return intake.state === 'ready' && intake.forIncomingId === incomingId && intake.document !== undefined;
}

/** Tells whoever has the open letter in hand that there is a scan. */
export async function tellHolders(
  tx: Transaction,
  appOrigin: string,
  letter: Incoming,
  at: Date,
  which: (holding: Holding) => boolean = isInHand,
): Promise<void> {
  if (letter.state !== 'open') return;
  const timeZone = await officeTimeZone(tx);
  for (const { positionId, positionName } of (await listHoldings(tx, letter.id)).filter(which)) {
    await tellHolder(tx, { appOrigin, timeZone }, { letter, positionId, positionName, news: 'scan' }, at);
  }
}

function readBefore({ documentSha256, pages, findings }: Incoming) {
  return documentSha256 === null || pages === null ? undefined : { sha256: documentSha256, pages, findings };
}

function nameOf(others: number): string {
  return others === 0 ? 'Lampiran susulan.pdf' : 'Lampiran susulan 1.pdf';
}
