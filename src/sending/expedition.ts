import { type Clock, calendarDate } from '../clock.ts';
import { Fault, type Words } from '../errors.ts';
import { withoutPosition } from '../letters/drafting.ts';
import { sightOf } from '../letters/letter-subject.ts';
import { lockLetter } from '../letters/letters-store.ts';
import { type Actor, loadActor } from '../people/actor.ts';
import { findOffice, type Office } from '../people/office-store.ts';
import { demand } from '../people/permissions.ts';
import { findUnit, listUnits, type Unit } from '../people/units-store.ts';
import type { Database, Sql, Transaction } from '../postgres/database.ts';
import type { Typesetter } from '../typesetting/typesetter.ts';
import { type Days, daysOf, spanOf } from './book-days.ts';
import { bookSheet } from './book-sheet.ts';
import { findDelivery, moveDelivery } from './delivery-store.ts';
import { expeditionSheet } from './expedition-sheet.ts';
import {
  addLine,
  type ExpeditionLine,
  findLine,
  listLines,
  listPending,
  type PendingPaper,
  storeOutcome,
} from './expedition-store.ts';
import { handoverText, readHandover, type TypedHandover, wrongHandover } from './handover.ts';
import { type ProofDeps, printProofs } from './proof-pictures.ts';
import { changedMeanwhile, unknownDelivery } from './refusals.ts';

export interface ExpeditionDeps extends ProofDeps {
  db: Database;
  clock: Clock;
  typesetter: Pick<Typesetter, 'typesetRecord'>;
}

/** `words`: part of a number, an addressee or a receiver. */
export type BookAsk = Partial<Days & { words: string }>;

export interface HandoverBook extends Days {
  unit: Unit;
  words: string;
  pending: PendingPaper[];
  lines: ExpeditionLine[];
}

const MOST_LINES = 1_000;
const MOST_AT_ONCE = 300;
const LONGEST_WORDS = 100;

/** The handover book of each unit: what left the house on paper, with whom it arrived. */
export function openExpedition(deps: ExpeditionDeps) {
  const { db, clock } = deps;

  /** The units whose book the actor keeps. */
  async function units(actor: Actor): Promise<Unit[]> {
    const kept = new Set(actor.duties.filter(({ duty }) => duty === 'registry').map(({ unitId }) => unitId));
    return (await listUnits(db)).filter(({ id }) => kept.has(id));
  }

  async function read(actor: Actor, unitId: number, ask: BookAsk = {}): Promise<HandoverBook> {
    const unit = await demandUnit(db, actor, unitId);
    const { timeZone } = await officeOf(db);
    const days = daysOf(ask, clock(), timeZone);
    const words = (ask.words ?? '').trim().slice(0, LONGEST_WORDS);
    const lines = await listLines(db, sightOf(actor), { unitId, ...spanOf(days, timeZone), words, limit: MOST_LINES });
    return { unit, ...days, words, lines, pending: await listPending(db, unitId) };
  }

  return {
    units,
    read,

    /**
     * Papers leave the house: each gets the next line of the book. All or none.
     * @throws Refusal `delivery-changed` (conflict) where one has left or is void, `handover-invalid` on `papers` or `sheets`
     */
    async sendOut(actor: Actor, unitId: number, papers: readonly number[], sheets: number): Promise<void> {
      if (papers.length === 0 || papers.length > MOST_AT_ONCE) throw wrongHandover('papers', CHOOSE_PAPERS);
      if (!Number.isInteger(sheets) || sheets < 1 || sheets > 10_000) throw wrongHandover('sheets', HOW_MANY);
      await db.transaction(async (tx) => {
        const at = clock();
        const personId = await keeper(tx, actor, unitId, at);
        const year = Number(calendarDate(at, (await officeOf(tx)).timeZone).slice(0, 4));
        const chosen = new Set(papers);
        const waiting = (await listPending(tx, unitId)).filter(({ deliveryId }) => chosen.has(deliveryId));
        if (waiting.length !== chosen.size) throw changedMeanwhile();
        // In one order, as every act that locks several letters.
        for (const letterId of [...new Set(waiting.map((one) => one.letterId))].sort((a, b) => a - b))
          await lockLetter(tx, letterId);
        for (const { deliveryId } of waiting) {
          const delivery = await findDelivery(tx, deliveryId);
          if (delivery?.channel !== 'expedition' || delivery.state !== 'queued') throw changedMeanwhile();
          const { number } = await addLine(tx, { unitId, year, deliveryId, sheets, personId, at });
          const note = `Buku ekspedisi ${year} nomor ${number}`;
          await moveDelivery(tx, { deliveryId, channel: 'expedition', state: 'sent', personId, note }, at);
        }
      });
    },

    /** A line that is still on its way, for whoever keeps its book. */
    async getOpen(actor: Actor, lineId: number): Promise<ExpeditionLine> {
      const line = await findLine(db, sightOf(actor), lineId);
      if (line === undefined) throw unknownDelivery();
      demand(actor, 'expedition.keep', { unitId: line.unitId });
      return line;
    },

    /**
     * What became of a line: delivered to whom and when, or returned and why.
     * @throws Refusal `delivery-changed` (conflict), `handover-invalid` on `receiver`, `receivedAt`, `note`
     */
    async record(
      actor: Actor,
      lineId: number,
      input: Outcome & { proofSha256: Buffer | null },
    ): Promise<{ unitId: number }> {
      return db.transaction(async (tx) => {
        const at = clock();
        const line = await findLine(tx, sightOf(actor), lineId);
        if (line === undefined) throw unknownDelivery();
        const personId = await keeper(tx, actor, line.unitId, at);
        const { timeZone } = await officeOf(tx);
        const end = checkOutcome(input, line, { timeZone, at });
        await lockLetter(tx, line.letterId);
        // What came back has no receiver who could have signed.
        const proofSha256 = input.outcome === 'delivered' ? input.proofSha256 : null;
        if (!(await storeOutcome(tx, { lineId, outcome: input.outcome, ...end, proofSha256, personId, at })))
          throw changedMeanwhile();
        const delivered = input.outcome === 'delivered';
        const note = delivered ? `Diterima oleh ${end.receiver}` : `Kembali: ${end.note}`;
        const state = delivered ? 'handed_over' : 'failed';
        await moveDelivery(tx, { deliveryId: line.deliveryId, channel: 'expedition', state, personId, note }, at);
        return { unitId: line.unitId };
      });
    },

    /** What shows that the paper was handed over. @throws Refusal `delivery-unknown` where nothing was kept, or the line names nobody */
    async proof(actor: Actor, lineId: number): Promise<Buffer> {
      const line = await findLine(db, sightOf(actor), lineId);
      if (line === undefined) throw unknownDelivery();
      demand(actor, 'expedition.keep', { unitId: line.unitId });
      if (line.proofSha256 === null) throw unknownDelivery();
      return deps.documents.read(line.proofSha256);
    },

    /** The book of these days to print: the courier's slip, with room for a name and a signature where nothing is recorded yet. */
    async sheet(actor: Actor, unitId: number, ask: BookAsk): Promise<Buffer> {
      const book = await read(actor, unitId, ask);
      const office = await officeOf(db);
      const proofs = await printProofs(
        deps,
        book.lines.map(({ proofSha256 }) => proofSha256),
      );
      const print = expeditionSheet(book, office.timeZone, proofs);
      return (await deps.typesetter.typesetRecord(bookSheet(print, office, clock()))).pdf;
    },
  };
}

async function demandUnit(db: Sql, actor: Actor, unitId: number): Promise<Unit> {
  const unit = await findUnit(db, unitId);
  if (unit === undefined) throw unknownDelivery();
  demand(actor, 'expedition.keep', { unitId });
  return unit;
}

async function keeper(tx: Transaction, actor: Actor, unitId: number, at: Date): Promise<number> {
  const present = await loadActor({ sql: tx, now: at }, actor.personId, actor.acting?.id);
  if (present === undefined) throw withoutPosition();
  demand(present, 'expedition.keep', { unitId });
  return present.personId;
}

async function officeOf(db: Sql): Promise<Office> {
  const office = await findOffice(db);
  if (office === undefined) throw new Fault('a handover book without an office');
  return office;
}

interface Outcome extends TypedHandover {
  outcome: 'delivered' | 'returned';
  note: string;
}

function checkOutcome(
  input: Outcome,
  line: ExpeditionLine,
  { timeZone, at }: { timeZone: string; at: Date },
): { receiver: string; receivedAt: Date | null; note: string } {
  const note = handoverText('note', input.note, 300);
  if (input.outcome === 'returned') {
    if (note === '') throw wrongHandover('note', { id: 'Tulis mengapa kembali.', en: 'Write why it came back.' });
    return { receiver: '', receivedAt: null, note };
  }
  const taken = readHandover(input, { after: line.sentAt, now: at, timeZone });
  return { receiver: taken.receiver, receivedAt: taken.at, note };
}

const CHOOSE_PAPERS: Words = { id: 'Pilih surat yang dibawa kurir.', en: 'Choose what the courier takes.' };
const HOW_MANY: Words = { id: 'Isi jumlah berkas, paling sedikit 1.', en: 'Write how many, at least 1.' };
