import { calendarDate } from '../clock.ts';
import type { Actor } from '../people/actor.ts';
import { officeTimeZone } from '../people/office-store.ts';
import { demand, may } from '../people/permissions.ts';
import { readAnswersOf, readStuckAnswers } from './answers/answers-on-lists.ts';
import { listUnsentMails, type UnsentMail } from './deadlines/unsent-mails-store.ts';
import { listAgendaUnits } from './lists/filter-store.ts';
import { type LinesAsk, searchLines } from './lists/search-lines.ts';
import { countToday, desksOf, readAgenda, readAlarms, readLine } from './registering/desk.ts';
import { type Duplicates, findDuplicates } from './registering/duplicates.ts';
import { openFirstHolders } from './registering/first-holders.ts';
import { type Correction, correctLine, linkOwnLetter, strikeLine } from './registering/mend-line.ts';
import { findAddressee, findOwnLetter } from './registering/own-letter.ts';
import { hashesOf, type RegisterDeps, registerLetter } from './registering/register-letter.ts';
import type { RegistrationInput } from './registering/registration-input.ts';
import { listSenders, type Sender } from './registering/senders-store.ts';
import { openAddingScans } from './scans/add-scan.ts';
import type { ScanFile } from './scans/lay-beside.ts';
import { moveLetter } from './tree/move-letter.ts';
import { findPosts, type Post } from './tree/posts-store.ts';

export type { IncomingLine } from './lists/lines-store.ts';

const LONGEST_SEARCH = 80;

/** The agenda of incoming letters: what the front desk does, and the lists of everybody who may see a line. */
export function openIncoming(deps: RegisterDeps) {
  const { db } = deps;
  return {
    desks: (actor: Actor) => desksOf(db, actor),
    register: (actor: Actor, input: RegistrationInput, scan: readonly ScanFile[] = []) =>
      registerLetter(deps, actor, input, scan),

    /** Who wrote before; for clerks alone, and never of a secret letter. */
    async suggestSenders(actor: Actor, typed: string): Promise<Sender[]> {
      return keepsAnyAgenda(actor) ? listSenders(db, typed.slice(0, LONGEST_SEARCH)) : [];
    },

    /** Posts that a letter may be addressed to, by every word of name, unit or holder. */
    async findPosts(actor: Actor, typed: string): Promise<Post[]> {
      if (!keepsAnyAgenda(actor) && !actor.vacancies.some((each) => each.as === 'superior')) return [];
      const words = typed
        .slice(0, LONGEST_SEARCH)
        .split(/\s+/u)
        .filter((word) => word !== '')
        .slice(0, 6);
      const timeZone = await officeTimeZone(db);
      return words.length === 0 ? [] : findPosts(db, words, calendarDate(deps.clock(), timeZone));
    },

    /** Before saving: lines of the actor's own agendas with the same sender and number, or the same file. */
    async findDuplicates(
      actor: Actor,
      {
        senderName,
        number,
        intakeId,
        sha256: chosen = [],
      }: { senderName: string; number: string; intakeId?: number | undefined; sha256?: readonly Buffer[] },
    ): Promise<Duplicates> {
      if (!keepsAnyAgenda(actor)) return { lines: [], intakeIds: [] };
      return db.transaction(async (tx) => {
        const intake = intakeId === undefined ? undefined : await deps.intakes.lockForRegistering(tx, intakeId);
        if (intake !== undefined) demand(actor, 'incoming.register', intake);
        const sha256 = intake === undefined ? chosen : hashesOf(intake);
        const letterId = intake === undefined ? undefined : await findOwnLetter(tx, intake.findings);
        return findDuplicates(tx, actor, { senderName, number, sha256, intakeId, letterId });
      });
    },

    /**
     * Whether the QR on an item's scan is that of a letter of ours, and to which post of this agenda that was addressed; undefined
     * where it is not.
     */
    async recognise(actor: Actor, intakeId: number): Promise<{ addresseePositionId: number | undefined } | undefined> {
      if (!keepsAnyAgenda(actor)) return undefined;
      return db.transaction(async (tx) => {
        const intake = await deps.intakes.lockForRegistering(tx, intakeId);
        demand(actor, 'incoming.register', intake);
        const letterId = await findOwnLetter(tx, intake.findings);
        if (letterId === undefined) return undefined;
        return { addresseePositionId: await findAddressee(tx, letterId, intake.unitId) };
      });
    },

    list: (actor: Actor, ask: LinesAsk) => searchLines(deps, actor, ask),
    /** Whose agendas a list can be narrowed to. */
    agendaUnits: () => listAgendaUnits(db),
    countToday: (actor: Actor) => countToday(deps, actor),
    alarms: (actor: Actor) => readAlarms(deps, actor),
    stuckAnswers: (actor: Actor) => readStuckAnswers(db, actor),
    /** How far the answers of these lines are that were issued and are not there yet. */
    answersOf: (lines: Parameters<typeof readAnswersOf>[1]) => readAnswersOf(db, lines),
    /** Mails about letters of the actor's agendas that did not leave. */
    async unsentMails(actor: Actor): Promise<UnsentMail[]> {
      const units = await desksOf(db, actor);
      return units.length === 0
        ? []
        : listUnsentMails(
            db,
            units.map(({ id }) => id),
          );
    },
    agenda: (actor: Actor, ask: Parameters<typeof readAgenda>[2]) => readAgenda(deps, actor, ask),
    line: (actor: Actor, incomingId: number) => readLine(deps, actor, incomingId),
    correct: (actor: Actor, input: Correction) => correctLine(deps, actor, input),
    scans: openAddingScans(deps),
    link: (actor: Actor, input: { incomingId: number; linked: boolean }) => linkOwnLetter(deps, actor, input),
    strike: (actor: Actor, input: { incomingId: number; reason: string }) => strikeLine(deps, actor, input),
    move: (actor: Actor, input: Parameters<typeof moveLetter>[2]) => moveLetter(deps, actor, input),
    firstHolders: openFirstHolders(deps),
  };
}
export type IncomingDesk = ReturnType<typeof openIncoming>;

function keepsAnyAgenda(actor: Actor): boolean {
  return actor.duties.some(({ unitId }) => may(actor, 'incoming.register', { unitId }));
}
