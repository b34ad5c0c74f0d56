import { Fault } from '../../errors.ts';
import type { Actor } from '../../people/actor.ts';
import { findOffice, type Office, officeTimeZone } from '../../people/office-store.ts';
import { demand, may } from '../../people/permissions.ts';
import type { Unit } from '../../people/units-store.ts';
import type { Sql } from '../../postgres/database.ts';
import { A_MONTH, type Days, daysOf, spanOf } from '../../sending/book-days.ts';
import { bookSheet } from '../../sending/book-sheet.ts';
import { type ProofDeps, printProofs } from '../../sending/proof-pictures.ts';
import type { Typesetter } from '../../typesetting/typesetter.ts';
import { getIncoming, refuseUnknownIncoming } from '../incoming-store.ts';
import { demandIncomingReading, incomingSubject } from '../incoming-subject.ts';
import { correctHandover, handOverOriginals, moveOriginal, type OriginalDeps } from './hand-over-originals.ts';
import { originalColumns, printedOriginals } from './original-book.ts';
import { courseOf, type Move, movesFrom, type Whereabouts } from './original-course.ts';
import { demandDesk, endReminder, readAtDesk, readLongOut, readOut } from './original-lists.ts';
import {
  type HandoverBookRow,
  type HandoverLine,
  listHandoverBook,
  listHandovers,
  readOriginal,
} from './originals-store.ts';
import type { DeskAsk, OutAsk } from './search-originals.ts';

export interface OriginalsDeps extends OriginalDeps, ProofDeps {
  typesetter: Pick<Typesetter, 'typesetRecord'>;
}

/** Where an original is: its line that holds, undefined before there is one. */
export interface OriginalPlace {
  where: Whereabouts;
  last: HandoverLine | undefined;
  /** The front desk from which it set out. */
  unitName: string;
}

export interface OriginalRead {
  place: OriginalPlace | undefined;
  /** Everything that was written, newest first; those that hold may be corrected. */
  lines: (HandoverLine & { holds: boolean })[];
  mayKeep: boolean;
  moves: Move[];
}

export interface HandoverBookRead extends Days {
  unit: Unit;
  words: string;
  rows: HandoverBookRow[];
  /** There are more than these. */
  more: boolean;
}

export type OriginalBookAsk = { unitId: number } & Partial<Days & { words: string }>;

const MOST_ROWS = 1_000;
const LONGEST_WORDS = 100;

/** The paper originals of incoming letters: which lie at the desk, into whose hands each went, and the book of it. */
export function openOriginals(deps: OriginalsDeps) {
  const { db, clock } = deps;

  async function book(actor: Actor, ask: OriginalBookAsk): Promise<HandoverBookRead> {
    const unit = await demandDesk(db, actor, ask.unitId);
    const timeZone = await officeTimeZone(db);
    const days = daysOf(ask, clock(), timeZone, A_MONTH);
    const words = (ask.words ?? '').trim().slice(0, LONGEST_WORDS);
    const stretch = { unitId: unit.id, ...spanOf(days, timeZone), words, most: MOST_ROWS + 1 };
    const rows = await listHandoverBook(db, stretch);
    return { unit, ...days, words, rows: rows.slice(0, MOST_ROWS), more: rows.length > MOST_ROWS };
  }

  return {
    handOver: (actor: Actor, input: Parameters<typeof handOverOriginals>[2]) => handOverOriginals(deps, actor, input),
    move: (actor: Actor, input: Parameters<typeof moveOriginal>[2]) => moveOriginal(deps, actor, input),
    correct: (actor: Actor, input: Parameters<typeof correctHandover>[2]) => correctHandover(deps, actor, input),
    book,

    /** Refuses whoever does not keep the desk, or this original, before anything is done for them. */
    async demandDesk(actor: Actor, unitId: number): Promise<void> {
      await demandDesk(db, actor, unitId);
    },
    async demandKeeping(actor: Actor, incomingId: number): Promise<void> {
      const subject = await incomingSubject(db, await getIncoming(db, incomingId));
      if (!may(actor, 'incoming.see-line', subject)) refuseUnknownIncoming();
      demand(actor, 'incoming.keep-original', subject);
    },

    atDesk: (actor: Actor, ask: DeskAsk) => readAtDesk(deps, actor, ask),
    out: (actor: Actor, ask: OutAsk) => readOut(deps, actor, ask),
    longOut: (actor: Actor) => readLongOut(deps, actor),
    endReminder: (actor: Actor, input: Parameters<typeof endReminder>[2]) => endReminder(deps, actor, input),

    /** An original with its whole course, for everybody who may see the line of its letter. Refuses as for an unknown letter. */
    async read(actor: Actor, incomingId: number): Promise<OriginalRead> {
      const letter = await getIncoming(db, incomingId);
      const subject = await incomingSubject(db, letter);
      if (!may(actor, 'incoming.see-line', subject)) refuseUnknownIncoming();
      const mayKeep = may(actor, 'incoming.keep-original', subject);
      const lines = await listHandovers(db, incomingId);
      const course = new Set(courseOf(lines));
      const place = await placeOfOriginal(db, incomingId, letter.unitName, lines);
      return {
        place,
        lines: lines.map((line) => ({ ...line, holds: course.has(line) })).toReversed(),
        mayKeep: mayKeep && place !== undefined,
        moves: place === undefined ? [] : movesFrom(place.where),
      };
    },

    /** Where it is, for everybody who may read the letter; undefined: it came without paper, or nobody followed it. */
    async where(actor: Actor, incomingId: number): Promise<OriginalPlace | undefined> {
      const letter = await getIncoming(db, incomingId);
      await demandIncomingReading(db, actor, letter);
      const place = await placeOfOriginal(db, incomingId, letter.unitName, await listHandovers(db, incomingId));
      return place?.where === 'unknown' ? undefined : place;
    },

    /** The receiver's signature or the photo of the slip. Refuses as for an unknown letter. */
    async proof(actor: Actor, incomingId: number, lineId: number): Promise<Buffer> {
      const { mayKeep, lines } = await this.read(actor, incomingId);
      const sha256 = mayKeep ? lines.find(({ id }) => id === lineId)?.proofSha256 : undefined;
      return sha256 === undefined || sha256 === null ? refuseUnknownIncoming() : deps.documents.read(sha256);
    },

    /** The book of these days on paper, PDF/A, in Indonesian. */
    async print(actor: Actor, ask: OriginalBookAsk): Promise<Buffer> {
      const { unit, from, to, words, rows } = await book(actor, ask);
      const office = await officeOf(db);
      const proofs = await printProofs(
        deps,
        rows.map(({ proofSha256 }) => proofSha256),
      );
      const title = 'Buku ekspedisi naskah asli';
      const print = {
        ...{
          title,
          unit: unit.name,
          days: { from, to },
          chosen: words,
          heading: 'Serah terima naskah asli surat masuk',
        },
        columns: originalColumns.map(({ name, share }) => ({ name: name.id, share })),
        rows: printedOriginals(rows, office.timeZone, proofs),
        pictures: proofs.pictures,
      };
      return (await deps.typesetter.typesetRecord(bookSheet(print, office, clock()))).pdf;
    },
  };
}
export type Originals = ReturnType<typeof openOriginals>;

async function placeOfOriginal(
  db: Sql,
  incomingId: number,
  unitName: string,
  lines: readonly HandoverLine[],
): Promise<OriginalPlace | undefined> {
  const { original, onPaper } = await readOriginal(db, incomingId);
  if (lines.length === 0 && !onPaper) return undefined;
  return { where: original, last: courseOf(lines).at(-1), unitName };
}

async function officeOf(db: Sql): Promise<Office> {
  const office = await findOffice(db);
  if (office === undefined) throw new Fault('a book without an office');
  return office;
}
