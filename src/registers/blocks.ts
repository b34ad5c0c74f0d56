import { calendarDate } from '../clock.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { demand, may } from '../people/permissions.ts';
import { isSecret, type Security } from '../people/security-class.ts';
import { addBlock, addPaperLetter, findBlock, leaveBlock, listBlocks, type NumberBlock } from './block-store.ts';
import type { RegistersDeps } from './deps.ts';
import { officeZone } from './granting.ts';
import { badField, capacityOf, checkReason, getRegister } from './register-input.ts';
import { listBlockLines, type RegisterLine } from './register-lines-store.ts';
import {
  addNumber,
  countOn,
  findNumber,
  findSameText,
  type LetterNumber,
  lockNumber,
  type Register,
} from './register-store.ts';

/** What an office writes by hand until the application is back; more are another block with another reason. */
export const LARGEST_BLOCK = 100;

/**
 * Takes the next `size` numbers of this year's register at once, held for letters on paper; the counter goes on behind them.
 * @throws Refusal on `size`: `block-size`
 */
export async function issueBlock(
  deps: RegistersDeps,
  actor: Actor,
  input: { registerId: number; size: number; reason: string },
): Promise<number> {
  const { size } = input;
  const register = await getRegister(deps.db, input.registerId);
  demand(actor, 'number.block', register);
  const reason = checkReason(input.reason);
  if (!Number.isSafeInteger(size) || size < 1 || size > LARGEST_BLOCK) {
    throw badField('block-size', 'size', {
      id: `Antara 1 dan ${LARGEST_BLOCK} nomor sekaligus.`,
      en: `Between 1 and ${LARGEST_BLOCK} numbers at once.`,
    });
  }
  const timeZone = await officeZone(deps.db);
  return deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const { personId } = actor;
    const year = Number(calendarDate(at, timeZone).slice(0, 4));
    // One by one, because the counter only ever counts on by one; nobody else counts until the commit.
    const first = await countOn(tx, register.id, year);
    for (let n = 1; n < size; n++) await countOn(tx, register.id, year);
    const last = first + size - 1;
    const capacity = capacityOf(actor);
    const blockId = await addBlock(tx, { registerId: register.id, year, first, last, reason, personId, capacity, at });
    for (let number = first; number <= last; number++) {
      const text = String(number);
      await addNumber(tx, {
        registerId: register.id,
        year,
        number,
        text,
        letterId: null,
        blockId,
        state: 'held',
        by: personId,
        at,
      });
    }
    return blockId;
  });
}

export interface BlockPage {
  register: Register;
  block: NumberBlock;
  lines: RegisterLine[];
  mayAccount: boolean;
}

/** One block with all its numbers: the sheet to print, and the list of what is still to be accounted for. */
export async function readBlock(
  deps: RegistersDeps,
  actor: Actor,
  { registerId, blockId }: { registerId: number; blockId: number },
): Promise<BlockPage> {
  const register = await getRegister(deps.db, registerId);
  if (!may(actor, 'register.read', register)) demand(actor, 'number.block', register);
  const block = await findBlock(deps.db, blockId);
  if (block === undefined || block.registerId !== registerId) {
    throw new Refusal('not-found', 'block-unknown', { id: 'Blok nomor itu tidak ada.', en: 'There is no such block.' });
  }
  const mayRead = may(actor, 'register.read', register);
  const lines = (await listBlockLines(deps.db, blockId)).map((line) =>
    mayRead ? withoutSecrets(line, actor) : figureAlone(line),
  );
  return { register, block, lines, mayAccount: may(actor, 'number.account', register) };
}

/** For whoever may issue a block and not read the register: what became of each number, and nothing of its letter. */
function figureAlone(line: RegisterLine): RegisterLine {
  return {
    ...line,
    text: String(line.number),
    subject: '',
    addressee: null,
    signedBy: null,
    recordedBy: null,
    letterId: null,
    grantReason: null,
  };
}

/**
 * The subject of a rahasia or sangat rahasia letter is left empty: a register is read by the whole unit. So is to whom one on paper went, save
 * for whoever recorded it.
 */
export function withoutSecrets<T extends Pick<RegisterLine, 'security' | 'subject' | 'addressee' | 'recordedBy'>>(
  line: T,
  { personId }: Pick<Actor, 'personId'>,
): T {
  if (!isSecret(line.security)) return line;
  const told = line.addressee === null || line.recordedBy === personId;
  return { ...line, subject: '', addressee: told ? line.addressee : '' };
}

/** The blocks of a year, the newest first, for the unit and for whoever may issue one. */
export async function listBlocksOf(
  deps: RegistersDeps,
  actor: Actor,
  { registerId, year }: { registerId: number; year: number },
): Promise<{ register: Register; blocks: NumberBlock[]; mayIssue: boolean; mayRead: boolean }> {
  const register = await getRegister(deps.db, registerId);
  const mayRead = may(actor, 'register.read', register);
  if (!mayRead) demand(actor, 'number.block', register);
  const blocks = await listBlocks(deps.db, registerId, year);
  return { register, blocks, mayIssue: may(actor, 'number.block', register), mayRead };
}

/** A held number, for the page that asks what it was used for. @throws Refusal `number-not-held` */
export async function getHeld(
  deps: RegistersDeps,
  actor: Actor,
  { registerId, numberId }: { registerId: number; numberId: number },
): Promise<{ register: Register; number: LetterNumber }> {
  const register = await getRegister(deps.db, registerId);
  demand(actor, 'number.account', register);
  const number = await findNumber(deps.db, numberId);
  if (number === undefined || number.registerId !== registerId) {
    throw new Refusal('not-found', 'number-unknown', {
      id: 'Nomor itu tidak ada dalam buku ini.',
      en: 'There is no such number in this register.',
    });
  }
  if (number.state !== 'held') throw notHeld(number);
  return { register, number };
}

export interface PaperUse {
  registerId: number;
  numberId: number;
  /** As it was written on the paper. */
  text: string;
  addressee: string;
  /** Left empty for R and SR: the register keeps no subject of them. */
  subject: string;
  security: Security;
  /** `YYYY-MM-DD`, of the number's year. */
  date: string;
  signedBy: string;
}

/**
 * Records for what a held number was used on paper. The id of its block.
 * @throws Refusal `number-not-held`; on `text`: `paper-number`, `number-text-taken`; on `subject`: `paper-subject`; on `date`:
 *   `paper-date`
 */
export async function accountOnPaper(deps: RegistersDeps, actor: Actor, use: PaperUse): Promise<number> {
  const { number } = await getHeld(deps, actor, use);
  const secret = isSecret(use.security);
  if (!secret && use.subject === '') {
    throw badField('paper-subject', 'subject', { id: 'Tulis hal suratnya.', en: 'Write what the letter is about.' });
  }
  if (!showsFigure(use.text, number.number)) {
    throw badField('paper-number', 'text', {
      id: `Tulis nomor seperti di kertas, dengan ${number.number} di dalamnya.`,
      en: `Write the number as on paper, with ${number.number} in it.`,
    });
  }
  const timeZone = await officeZone(deps.db);
  return deps.db.transaction(async (tx) => {
    const at = deps.clock();
    if (use.date.slice(0, 4) !== String(number.year) || use.date > calendarDate(at, timeZone)) {
      throw badField('paper-date', 'date', {
        id: `Tanggal dalam tahun ${number.year}, tidak di masa depan.`,
        en: `A date in ${number.year}, not in the future.`,
      });
    }
    const now = await lockNumber(tx, number.id);
    if (now?.state !== 'held') throw notHeld(now ?? number);
    if ((await findSameText(tx, { ...number, text: use.text }, number.id)) !== undefined) {
      throw badField('number-text-taken', 'text', {
        id: 'Nomor dengan tulisan ini sudah ada dalam buku dan tahun ini.',
        en: 'A number that reads like this is in this register and year already.',
      });
    }
    const { personId } = actor;
    const { addressee, security, signedBy } = use;
    const subject = secret ? '' : use.subject;
    const letter = { numberId: number.id, addressee, subject, security, letterDate: use.date, signedBy };
    await addPaperLetter(tx, { ...letter, personId, capacity: capacityOf(actor), at });
    await leaveBlock(tx, number.id, { state: 'paper', text: use.text, by: personId, at });
    return now.blockId ?? 0;
  });
}

/** Whether the counter's figure stands in a number by itself, with or without zeros before it. */
export function showsFigure(text: string, figure: number): boolean {
  return new RegExp(`(?<![0-9])0*${figure}(?![0-9])`).test(text);
}

function notHeld({ text }: LetterNumber): Refusal {
  return new Refusal('wrong-state', 'number-not-held', {
    id: `Nomor ${text} bukan nomor cadangan yang masih kosong.`,
    en: `Number ${text} is not an open number of a block.`,
  });
}
