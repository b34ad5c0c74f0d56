import { z } from 'zod';
import { calendarDate, offsetAt, startOfDay } from '../../clock.ts';
import { Refusal, type Words } from '../../errors.ts';
import { URGENCY } from '../../letters/letter-kind.ts';
import { optionalEmail } from '../../people/email-address.ts';
import { calendarDay, line, optionalLine } from '../../people/input.ts';
import { SECURITY } from '../../people/security-class.ts';
import { isClassification } from '../../registers/letter-number.ts';
import type { CHANNELS } from '../incoming-store.ts';

/** How a letter reaches a front desk; the other channels register by themselves. */
export const DESK_CHANNELS = [
  'post',
  'courier',
  'email',
  'counter',
  'fax',
] as const satisfies (typeof CHANNELS)[number][];

/** What the agenda can show; a letter that says more is read, not retyped. */
export const LONGEST = { sender: 200, address: 300, number: 100, subject: 500, reason: 300 };

const timeOfDay = z.string('required').regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'time');

/** Everything about a letter that a clerk types: at the registration and when mending it. */
export const lineInput = z.object({
  /** Absent for what did not come over the desk: its way is known. */
  channel: z.enum(DESK_CHANNELS, 'choose').optional(),
  senderName: line(LONGEST.sender),
  senderAddress: optionalLine(LONGEST.address),
  number: optionalLine(LONGEST.number),
  /** Empty: it bears none. */
  letterDate: z.union([z.literal(''), calendarDay], 'date').default(''),
  subject: optionalLine(LONGEST.subject),
  /** In the office's zone. */
  receivedOn: calendarDay,
  receivedTime: timeOfDay,
  security: z.enum(SECURITY, 'choose'),
  urgency: z.enum(URGENCY, 'choose'),
  classification: optionalLine(60),
});
export type LineInput = z.infer<typeof lineInput>;

export const registrationInput = lineInput.extend({
  submissionKey: z.string('invalid').regex(/^[A-Za-z0-9-]{8,64}$/, 'invalid'),
  unitId: z.number('choose').int().positive(),
  intakeId: z.number().int().positive().optional(),
  senderEmail: optionalEmail.default(''),
  addresseePositionId: z.number('choose').int().positive('choose'),
  /** Rahasia or sangat rahasia, and only the envelope is registered. */
  withheld: z.boolean().default(false),
  /** The clerk confirms that it is the letter of ours whose QR the scan bears. */
  ownLetter: z.boolean().default(false),
  /** Lines of the agenda that the clerk has seen and says are other letters, whatever is the same. */
  differentFrom: z.array(z.number().int()).max(50).default([]),
  /** The same while their file or QR alone was the same: with their sender and number too it is to be said again. */
  differentPaper: z.array(z.number().int()).max(50).default([]),
});
export type RegistrationInput = z.input<typeof registrationInput>;

/** The earliest that an office can still have to register. */
const EARLIEST = '1945-08-17';

/** The instant of receipt. @throws Refusal on the fields of the dates, the subject and the classification */
export function checkLine(
  typed: LineInput,
  { now, timeZone, subjectMayLack }: { now: Date; timeZone: string; subjectMayLack: boolean },
): { receivedAt: Date; letterDate: string | null } {
  const fields: Record<string, Words> = {};
  const receivedAt = instantOf(typed.receivedOn, typed.receivedTime, timeZone);
  const today = calendarDate(now, timeZone);
  if (typed.receivedOn > today || receivedAt.getTime() > now.getTime()) {
    fields[typed.receivedOn > today ? 'receivedOn' : 'receivedTime'] = {
      id: 'Waktu terima di masa depan. Periksa tanggal dan jamnya.',
      en: 'It was received in the future. Check the date and the time.',
    };
  } else if (typed.receivedOn < EARLIEST) fields.receivedOn = notSoLongAgo;
  if (typed.letterDate !== '' && typed.letterDate > typed.receivedOn) {
    fields.letterDate = {
      id: 'Tanggal surat sesudah tanggal diterima. Periksa keduanya.',
      en: 'The letter is dated after it was received. Check both dates.',
    };
  } else if (typed.letterDate !== '' && typed.letterDate < EARLIEST) fields.letterDate = notSoLongAgo;
  if (typed.subject === '' && !subjectMayLack) {
    fields.subject = { id: 'Tulis hal suratnya.', en: 'Write what the letter is about.' };
  }
  if (typed.classification !== '' && !isClassification(typed.classification)) {
    fields.classification = {
      id: 'Kode klasifikasi belum benar. Contoh: 000.8.3.3, atau kosongkan.',
      en: 'Not a classification code. Example: 000.8.3.3; or leave it empty.',
    };
  }
  if (Object.keys(fields).length > 0) {
    const words = { id: 'Ada isian yang belum benar.', en: 'Some entries are not valid.' };
    throw new Refusal('invalid-input', 'line-invalid', words, fields);
  }
  return { receivedAt, letterDate: typed.letterDate === '' ? null : typed.letterDate };
}

const notSoLongAgo: Words = {
  id: 'Tahunnya tidak mungkin. Periksa tanggalnya.',
  en: 'That year cannot be. Check the date.',
};

/** A day and a time of day in the office's zone. */
function instantOf(day: string, time: string, timeZone: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const asUtc = Date.parse(`${day}T00:00:00Z`) + (hours * 60 + minutes) * 60_000;
  return new Date(asUtc - offsetAt(startOfDay(day, timeZone).getTime() + hours * 3_600_000, timeZone));
}
