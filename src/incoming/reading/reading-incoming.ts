import { calendarDate } from '../../clock.ts';
import { listItemsFor } from '../../intake/intake-store.ts';
import { listSenderStatuses, type SenderStatus } from '../../intake/sender-status-store.ts';
import { standingOf } from '../../letters/letter-status.ts';
import { listStatuses } from '../../letters/letter-status-store.ts';
import { listReadable } from '../../letters/reading.ts';
import { type Actor, disposingFor } from '../../people/actor.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import type { IncomingSubject } from '../../people/permissions.ts';
import type { Database, Sql } from '../../postgres/database.ts';
import { noteReading } from '../../sending/arrivals.ts';
import type { TreeDeps } from '../deps.ts';
import { addIncomingEvent } from '../events-store.ts';
import { getIncoming, type Incoming, lockIncoming } from '../incoming-store.ts';
import { demandIncomingReading } from '../incoming-subject.ts';
import { listScans } from '../scans/scans-store.ts';
import { listSheets } from '../sheet/sheets-store.ts';
import { type Holding, listHoldings, storeHoldingState } from '../tree/holdings-store.ts';
import { mayChangeSheet, mayWith, placesToReopen, postOf } from '../tree/may-do.ts';
import { listPostsById } from '../tree/posts-store.ts';
import { listReportFiles, listReports } from '../tree/reports-store.ts';
import { read } from '../tree/tree.ts';
import type { Tree } from '../tree/tree-states.ts';
import { listAttachments, listEvents, listReadings, type ReadingRow, recordIncomingReading } from './course-store.ts';
import type { HoldingRead, IncomingRead } from './read-types.ts';

/**
 * An incoming letter for somebody who may read it. Whoever acts for a post that has it unread has read it from now on; of
 * anything but biasa the reading is recorded.
 * @throws Refusal as for an unknown letter
 */
export async function readIncoming(deps: TreeDeps, actor: Actor, incomingId: number): Promise<IncomingRead> {
  const { db, clock } = deps;
  const found = await getIncoming(db, incomingId);
  await noteIncomingReading(deps, actor, found, await demandIncomingReading(db, actor, found), 'page');
  const marked = await markRead(deps, actor, found);
  // A letter of our own: its sender sees that it was read. Of a paper with its QR nobody knows what stands on it.
  if (found.letterId !== null && found.deliveryId !== null) await noteReading(deps, actor, found.letterId);
  const incoming = marked ? await getIncoming(db, incomingId) : found;
  const holdings = await listHoldings(db, incomingId);
  const tree = { state: incoming.state, holdings };
  const sheets = await listSheets(db, incomingId);
  const timeZone = await officeTimeZone(db);
  const reports = await readReports(db, incomingId);
  const today = calendarDate(clock(), timeZone);
  const posts = await listPostsById(db, [...new Set(holdings.map(({ positionId }) => positionId))], today);
  const held = new Set(posts.filter(({ holderName }) => holderName !== null).map(({ id }) => id));
  const senderStatuses = await statusesSince(db, found);
  const places = incoming.state === 'closed' ? placesToReopen(incoming, holdings) : [];
  return {
    incoming,
    letterStanding: standingOf(senderStatuses.at(-1)?.code),
    ownLetterId: await readableOwn(db, actor, incoming),
    senderStatuses,
    attachments: (await listAttachments(db, incomingId)).map(({ ordinal, name, pages }) => ({ ordinal, name, pages })),
    holdings: inTreeOrder(tree).map(
      ({ holding, depth }): HoldingRead => ({
        ...holding,
        depth,
        vacant: !held.has(holding.positionId),
        reports: reports.filter(({ holdingId }) => holdingId === holding.id),
        may: mayWith(actor, incoming, tree, holding),
        asCapacity: postOf(actor, incoming, holding)?.capacity,
      }),
    ),
    sheets: sheets.map((sheet) => ({
      ...sheet,
      recipients: holdings.filter(({ sheetId }) => sheetId === sheet.id),
      mayChange: mayChangeSheet(actor, incoming, holdings, sheet),
    })),
    timeline: await listEvents(db, incomingId),
    scans: await listScans(db, incomingId),
    scanComing: incoming.documentSha256 === null ? await scanComing(db, incomingId) : undefined,
    readings: await readingsFor(db, actor, incoming, holdings),
    reopens: places.find((place) => postOf(actor, incoming, place) !== undefined)?.id,
  };
}

/** The letter of ours that it is, for whoever may read that one too. */
export async function readableOwn(
  db: Database,
  actor: Actor,
  { letterId }: Pick<Incoming, 'letterId'>,
): Promise<number | undefined> {
  if (letterId === null) return undefined;
  return (await listReadable({ db }, actor, [letterId])).has(letterId) ? letterId : undefined;
}

/** What was scanned for it and is on its way; `refused`: somebody has to mend it first. */
async function scanComing(db: Sql, incomingId: number): Promise<IncomingRead['scanComing']> {
  const items = await listItemsFor(db, incomingId);
  if (items.length === 0) return undefined;
  return items.every(({ state }) => state === 'refused') ? 'refused' : 'waiting';
}

/** A letter of ours says it here, a partner's by what its office told. */
async function statusesSince(
  db: Sql,
  { letterId, intakeId }: Pick<Incoming, 'letterId' | 'intakeId'>,
): Promise<SenderStatus[]> {
  if (letterId === null) return intakeId === null ? [] : listSenderStatuses(db, intakeId);
  return (await listStatuses(db, letterId)).map(({ code, at, otherNumber, otherSecurity }, index) => ({
    ...{ n: index + 1, code, changedAt: at, toldAt: at },
    successor: otherSecurity === 'B' ? (otherNumber ?? '') : '',
  }));
}

/** Records that a part of a T, R or SR letter was read, and in which capacity. */
export async function noteIncomingReading(
  { db, clock }: Pick<TreeDeps, 'db' | 'clock'>,
  actor: Actor,
  incoming: Pick<Incoming, 'id' | 'security'>,
  subject: IncomingSubject,
  what: ReadingRow['what'],
): Promise<void> {
  if (incoming.security === 'B') return;
  const reading = { incomingId: incoming.id, personId: actor.personId, what, at: clock() };
  await recordIncomingReading(db, { ...reading, capacity: sightCapacity(actor, subject) });
}

/** As what they see it: for a post that has it, else one that had it or is addressed; a clerk as such. */
function sightCapacity(actor: Actor, subject: IncomingSubject): string {
  const { currentPositionIds, treePositionIds, addresseePositionId, security } = subject;
  for (const positionId of [...currentPositionIds, ...treePositionIds, addresseePositionId]) {
    const held = disposingFor(actor, positionId, security);
    if (held !== undefined) return held.capacity;
  }
  return 'Petugas registrasi';
}

/** True when something was unread for the actor. A delegate's reading counts: they may act on what they saw. */
async function markRead(deps: TreeDeps, actor: Actor, incoming: Incoming): Promise<boolean> {
  const unread = ({ state, positionId }: Holding) =>
    state === 'unread' && disposingFor(actor, positionId, incoming.security) !== undefined;
  if (incoming.state !== 'open' || !(await listHoldings(deps.db, incoming.id)).some(unread)) return false;
  return deps.db.transaction(async (tx) => {
    const { state, security } = await lockIncoming(tx, incoming.id);
    const holdings = await listHoldings(tx, incoming.id);
    const at = deps.clock();
    for (const { id: holdingId, positionId } of holdings.filter(unread)) {
      for (const change of read({ state, holdings }, holdingId).changes) {
        await storeHoldingState(tx, holdingId, change.state, at);
        const held = disposingFor(actor, positionId, security);
        const by = held && {
          ...{ personId: actor.personId, appointmentId: held.id, mandateId: held.mandateId, capacity: held.capacity },
        };
        await addIncomingEvent(tx, { incomingId: incoming.id, holdingId, kind: 'read', ...(by && { by }), at });
      }
    }
    return true;
  });
}

async function readReports(db: Sql, incomingId: number): Promise<HoldingRead['reports']> {
  const files = await listReportFiles(db, incomingId);
  return (await listReports(db, incomingId)).map((report) => ({
    ...report,
    files: files
      .filter(({ reportId }) => reportId === report.id)
      .map(({ reportId, ordinal, name, pages }) => ({ reportId, ordinal, name, pages })),
  }));
}

/** Who read it is for those who answer for its secrecy: the post addressed and the one that had it first. */
async function readingsFor(
  db: Sql,
  actor: Actor,
  incoming: Incoming,
  holdings: readonly Holding[],
): Promise<ReadingRow[] | undefined> {
  if (incoming.security === 'B') return undefined;
  const root = holdings.find(({ parentId }) => parentId === null);
  const answering = [incoming.addresseePositionId, root?.positionId];
  const answers = actor.appointments.some(({ positionId }) => answering.includes(positionId));
  return answers ? listReadings(db, incoming.id) : undefined;
}

/** Depth first, children in the order in which they came. */
function inTreeOrder({ holdings }: Tree<Holding>): { holding: Holding; depth: number }[] {
  const below = (parentId: number | null, depth: number): { holding: Holding; depth: number }[] =>
    holdings
      .filter((each) => each.parentId === parentId)
      .flatMap((holding) => [{ holding, depth }, ...below(holding.id, depth + 1)]);
  return below(null, 0);
}
