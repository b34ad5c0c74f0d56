import { calendarDate, startOfDay } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import { checkLine } from '../letters/letter-text.ts';
import { longDate } from '../letters/long-date.ts';
import { calendarDay } from '../people/input.ts';

const LONGEST_NAME = 150;

/** Who took a paper into their hands, as a form has it: `YYYY-MM-DD` and `HH:MM` in the office's zone. */
export interface TypedHandover {
  receiver: string;
  day: string;
  time: string;
}

export interface Handover {
  receiver: string;
  at: Date;
}

/** That of the paper's course which is before: a day is enough, since slips seldom tell the hour of both ends. */
export interface Earliest {
  after: Date;
  now: Date;
  timeZone: string;
}

/** @throws Refusal `handover-invalid` on `receiver` or `receivedAt` */
export function readHandover({ receiver, ...typed }: TypedHandover, earliest: Earliest): Handover {
  const name = handoverText('receiver', receiver, LONGEST_NAME);
  if (name === '') throw wrongHandover('receiver', { id: 'Tulis nama penerima.', en: 'Write who received it.' });
  return { receiver: name, at: readMoment(typed, earliest) };
}

/** When it was. @throws Refusal `handover-invalid` on `receivedAt` */
export function readMoment(
  { day, time }: Pick<TypedHandover, 'day' | 'time'>,
  { after, now, timeZone }: Earliest,
): Date {
  const earliest = calendarDate(after, timeZone);
  const clock = /^([01][0-9]|2[0-3])[.:]([0-5][0-9])$/.exec(time.trim());
  if (!calendarDay.safeParse(day).success || clock === null) throw wrongHandover('receivedAt', when(earliest));
  const minutes = Number(clock[1]) * 60 + Number(clock[2]);
  const at = new Date(startOfDay(day, timeZone).getTime() + minutes * 60_000);
  if (at > now || day < earliest) throw wrongHandover('receivedAt', when(earliest));
  return at;
}

/** One line of a book as typed. @throws Refusal `handover-invalid` on `field` */
export function handoverText(field: string, typed: string, longest: number): string {
  const checked = checkLine(typed, longest);
  if ('text' in checked) return checked.text;
  throw wrongHandover(field, checked.problem);
}

export function wrongHandover(field: string, words: Words): Refusal {
  return new Refusal('invalid-input', 'handover-invalid', words, { [field]: words });
}

function when(earliest: string): Words {
  return {
    id: `Isi tanggal dan jam diterima, misalnya 09:30: tidak sebelum ${longDate(earliest)} dan tidak di masa depan.`,
    en: `Write the day and time of receipt, such as 09:30: not before ${longDate(earliest, 'en')} and not in the future.`,
  };
}
