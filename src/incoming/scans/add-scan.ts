import { Refusal } from '../../errors.ts';
import { type ItemForLine, listItemsFor, listLeft } from '../../intake/intake-store.ts';
import { refuseIntake } from '../../intake/intake-words.ts';
import { getOwnItem, sharesScan } from '../../intake/own-item.ts';
import { listPutAside, type PutAside } from '../../intake/put-aside-store.ts';
import { type Actor, loadActor } from '../../people/actor.ts';
import { may } from '../../people/permissions.ts';
import { getIncoming, type Incoming, lockIncoming, refuseUnknownIncoming } from '../incoming-store.ts';
import { incomingSubject } from '../incoming-subject.ts';
import { type IncomingLine, listLines } from '../lists/lines-store.ts';
import { MOST_ALARMS } from '../registering/desk-store.ts';
import { asClerk, demandReady, type RegisterDeps } from '../registering/register-letter.ts';
import { incomingSightOf } from '../sight-store.ts';
import { demandAdding } from './demand-adding.ts';
import { joinScan, tellHolders } from './join-scan.ts';
import { findScanOf } from './scans-store.ts';

/** What the line says to whoever may add to it: of a secret letter no subject. */
export type ScanTarget = Pick<Incoming, 'id' | 'agenda' | 'year' | 'senderName' | 'pages' | 'revision'>;

export interface DropScan {
  incomingId: number;
  /** Once only, however often the browser sends it. */
  submissionKey: string;
  files: readonly { path: string; name: string; size: number }[];
}

export interface AddScan {
  incomingId: number;
  intakeId: number;
  /** The letter itself, read from then on in place of what was read before; or one more attachment. */
  part: 'letter' | 'attachment';
  /** Of the line, as the page showed it. */
  revision: number;
}

/** What was scanned for a letter that stands in the agenda already: prepared as everything that comes in, then added to it. */
export function openAddingScans(deps: RegisterDeps) {
  const { db } = deps;
  return {
    /** Whether the actor may add a scan. */
    async may(actor: Actor, incomingId: number): Promise<boolean> {
      return may(actor, 'incoming.add-scan', await incomingSubject(db, await getIncoming(db, incomingId)));
    },

    /** The line to which a scan is added, for whoever may. @throws Refusal as for a letter that is not there, `not-allowed` */
    async target(actor: Actor, incomingId: number): Promise<ScanTarget> {
      const letter = await demandAdding(db, actor, incomingId, getIncoming);
      const { id, agenda, year, senderName, pages, revision } = letter;
      return { id, agenda, year, senderName, pages, revision };
    },

    /** What was scanned for the line and not added yet, as far as the actor may go on with it. */
    async prepared(actor: Actor, incomingId: number): Promise<ItemForLine[]> {
      return (await listItemsFor(db, incomingId)).filter((item) => sharesScan(actor, item));
    },

    /** What was scanned for the line and put aside, the last first, as far as the actor may bring it back. */
    async putAside(actor: Actor, incomingId: number): Promise<PutAside[]> {
      const items = (await listItemsFor(db, incomingId, 'put_aside')).filter((item) => sharesScan(actor, item));
      const ids = items.map(({ id }) => id);
      return ids.length === 0 ? [] : listPutAside(db, ids);
    },

    /** Letters of the actor's agendas whose scan did not reach them: it cannot be used, or nobody added it. */
    async left(actor: Actor): Promise<(IncomingLine & { intakeId: number; scan: ItemForLine['state'] })[]> {
      const sight = incomingSightOf(actor);
      if (sight.registryUnitIds.length === 0) return [];
      const whose = { unitIds: sight.registryUnitIds, personId: actor.personId };
      const items = (await listLeft(db, whose, MOST_ALARMS + 1)).filter((item) => sharesScan(actor, item));
      const ids = items.map(({ forIncomingId }) => forIncomingId);
      const lines = new Map((await listLines(db, sight, ids)).map((line) => [line.id, line]));
      return items.flatMap(({ id, forIncomingId, state }) => {
        const line = lines.get(forIncomingId);
        return line === undefined ? [] : [{ ...line, intakeId: id, scan: state }];
      });
    },

    /** Files for a line, taken in as one item that is prepared in the background. @throws Refusal also those of `takeIn` */
    async drop(actor: Actor, { incomingId, submissionKey, files }: DropScan): Promise<{ intakeId: number }> {
      const { unitId } = await demandAdding(db, actor, incomingId, getIncoming);
      if (files.length === 0) throw refuseIntake('intake-no-files');
      return deps.intakes.takeIn({
        ...{ origin: 'desk', unitId, personId: actor.personId, forIncomingId: incomingId },
        submissionKey: `scan:${incomingId}:${submissionKey}`,
        files: files.map((file) => ({ ...file, role: 'letter' as const })),
      });
    },

    add: (actor: Actor, input: AddScan) => addScan(deps, actor, input),
  };
}
export type AddingScans = ReturnType<typeof openAddingScans>;

/**
 * One transaction: what was read before is kept beside it, the timeline tells it, and whoever has the letter in hand hears of it.
 * Asked again for the same item it changes nothing; of two who add at once the second is told to look first.
 * @throws Refusal as for a letter that is not there; `not-allowed`; `line-void`, `scan-elsewhere`, `scan-the-same` (wrong-state);
 *   `line-changed` (conflict); those of `getOwnItem` and of an item that is not ready
 */
async function addScan(deps: RegisterDeps, actor: Actor, input: AddScan): Promise<{ again: boolean }> {
  const { incomingId, intakeId, part } = input;
  return deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const clerk = await loadActor({ sql: tx, now: at }, actor.personId, actor.acting?.id);
    if (clerk === undefined) refuseUnknownIncoming();
    const letter = await demandAdding(tx, clerk, incomingId, lockIncoming);
    const before = await findScanOf(tx, intakeId);
    if (before?.incomingId === incomingId) return { again: true };
    // What somebody else scanned of a secret letter is theirs to add.
    await getOwnItem(tx, clerk, intakeId);
    const intake = await deps.intakes.lockForRegistering(tx, intakeId);
    if (intake.forIncomingId !== incomingId) throw scanElsewhere();
    const { document, attachments, findings } = demandReady(intake);
    if (document === undefined) throw refuseIntake('intake-no-files');
    if (letter.revision !== input.revision) throw changedMeanwhile();
    if (letter.documentSha256?.equals(document.sha256) === true) throw theSame();

    const by = asClerk(clerk);
    await joinScan(tx, deps.intakes, letter, { intakeId, part, document, attachments, findings }, { by, at });
    await tellHolders(tx, deps.appOrigin, letter, at);
    return { again: false };
  });
}

function scanElsewhere(): Refusal {
  return new Refusal('wrong-state', 'scan-elsewhere', {
    id: 'Pindaian ini dibuat untuk surat lain. Buka dari halaman surat yang benar.',
    en: 'This was scanned for another letter. Open it from the page of that one.',
  });
}

function theSame(): Refusal {
  return new Refusal('wrong-state', 'scan-the-same', {
    id: 'Pindaian ini persis sama dengan yang sudah ada. Tidak ada yang ditambahkan.',
    en: 'This scan is exactly the one that is there. Nothing was added.',
  });
}

function changedMeanwhile(): Refusal {
  return new Refusal('conflict', 'line-changed', {
    id: 'Rekan Anda baru saja mengubah surat ini, mungkin dengan pindaian lain. Lihat dahulu yang baru, lalu simpan lagi jika masih perlu.',
    en: 'A colleague has just changed this letter, with another scan perhaps. Look at it first, and save again if it is still needed.',
  });
}
