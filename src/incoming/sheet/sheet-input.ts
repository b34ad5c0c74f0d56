import { dueBy } from '../../approvals/due.ts';
import { checkRemark } from '../../approvals/remark.ts';
import type { WaitingRules } from '../../approvals/waiting-rules.ts';
import { calendarDate, offsetAt, startOfDay } from '../../clock.ts';
import { Refusal, type Words } from '../../errors.ts';
import type { Incoming } from '../incoming-store.ts';
import type { Instruction } from './instructions-store.ts';
import type { Sheet } from './sheets-store.ts';

/**
 * What a disposition asks: ticked instructions in the words of today, a remark, or both.
 * @throws Refusal `instruction-unknown`, `nothing-asked`, `remark-invalid`
 */
export function checkAsked(
  list: readonly Instruction[],
  { instructions, remark }: { instructions: readonly string[]; remark: string },
): Pick<Sheet, 'instructions' | 'remark' | 'forInformation'> {
  const wanted = new Set(instructions);
  const open = list.filter(({ code, closedAt }) => closedAt === null && wanted.has(code));
  if (open.length < wanted.size) throw instructionUnknown();
  const text = checkRemark(remark, undefined);
  if (open.length === 0 && text.trim() === '') throw nothingAsked();
  return {
    instructions: open.map(({ code, name }) => ({ code, name })),
    remark: text,
    forInformation: open.length > 0 && open.every(({ forInformation }) => forInformation),
  };
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
/** Nobody waits longer; a year typed wrongly does not pass. */
const MOST_DAYS = 366;

/**
 * When it should be done: on the day set by hand at closing time, or by the office's table for the letter's urgency. Of
 * today the whole day, when the office has closed already.
 * @throws Refusal `due-invalid`, `due-past`, `due-far`, each on `dueOn`
 */
export function checkDue(
  rules: WaitingRules,
  { urgency }: Pick<Incoming, 'urgency'>,
  dueOn: string | undefined,
  now: Date,
): Date {
  if (dueOn === undefined || dueOn === '') return dueBy(rules, urgency, now);
  const { timeZone, closes } = rules.calendar;
  if (!DAY.test(dueOn) || Number.isNaN(Date.parse(`${dueOn}T00:00:00Z`))) throw onDue('due-invalid', DUE_INVALID);
  const today = calendarDate(now, timeZone);
  if (dueOn < today) throw onDue('due-past', DUE_PAST);
  const start = startOfDay(dueOn, timeZone);
  if (start.getTime() - now.getTime() > MOST_DAYS * 86_400_000) throw onDue('due-far', DUE_FAR);
  const closing = new Date(Date.parse(`${dueOn}T${closes}:00Z`) - offsetAt(start.getTime(), timeZone));
  return closing > now ? closing : new Date(start.getTime() + 86_400_000 - 1_000);
}

const DUE_INVALID: Words = {
  id: 'Tanggal batas waktu belum benar. Contoh: 2026-11-30.',
  en: 'The deadline is not a date. Example: 2026-11-30.',
};
const DUE_PAST: Words = {
  id: 'Batas waktu sudah lewat. Pilih hari ini atau sesudahnya.',
  en: 'The deadline is in the past. Choose today or later.',
};
const DUE_FAR: Words = {
  id: 'Batas waktu lebih dari setahun lagi. Periksa tahunnya.',
  en: 'The deadline is more than a year away. Check the year.',
};

function onDue(code: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words, { dueOn: words });
}

function instructionUnknown(): Refusal {
  const words = {
    id: 'Salah satu arahan sudah tidak dipakai lagi. Muat ulang halaman, lalu pilih lagi.',
    en: 'One of the instructions is not used any more. Load the page again and choose anew.',
  };
  return new Refusal('invalid-input', 'instruction-unknown', words, { instructions: words });
}

function nothingAsked(): Refusal {
  const words = {
    id: 'Pilih paling sedikit satu arahan, atau tulis catatan: penerima harus tahu apa yang diminta.',
    en: 'Choose at least one instruction or write a remark: the recipient has to know what is asked.',
  };
  return new Refusal('invalid-input', 'nothing-asked', words, { instructions: words });
}
