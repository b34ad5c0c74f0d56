import { calendarDate } from '../../clock.ts';
import type { Words } from '../../errors.ts';
import { longDate } from '../../letters/long-date.ts';
import { type BookColumn, type BookField, recipientsIn, subjectIn } from './book-columns.ts';
import type { DispositionBookRow, IncomingBookRow, OutgoingBookRow } from './books-store.ts';

export const BOOKS = ['incoming', 'outgoing', 'dispositions'] as const;
export type BookName = (typeof BOOKS)[number];
type Language = 'id' | 'en';

export const bookTitles: Readonly<Record<BookName, Words>> = {
  incoming: { id: 'Buku agenda surat masuk', en: 'Agenda of incoming letters' },
  outgoing: { id: 'Buku agenda surat keluar', en: 'Agenda of outgoing letters' },
  dispositions: { id: 'Buku disposisi', en: 'Disposition register' },
};

const numberAndDate: BookColumn = {
  name: { id: 'Nomor dan tanggal naskah', en: 'Number and date' },
  share: 4,
  parts: [
    { id: 'Nomor naskah', en: 'Number' },
    { id: 'Tanggal naskah', en: 'Date' },
  ],
};

/** As the registers of tata naskah dinas have them. */
export const bookColumns: Readonly<Record<BookName, readonly BookColumn[]>> = {
  incoming: [
    { name: { id: 'No. agenda', en: 'Agenda no.' }, share: 2 },
    { name: { id: 'Diterima', en: 'Received' }, share: 3 },
    numberAndDate,
    { name: { id: 'Asal', en: 'From' }, share: 4 },
    { name: { id: 'Isi ringkas', en: 'Subject' }, share: 5 },
    { name: { id: 'Dituju', en: 'Addressed to' }, share: 4 },
    { name: { id: 'Keterangan', en: 'Remarks' }, share: 3 },
  ],
  outgoing: [
    { name: { id: 'No.', en: 'No.' }, share: 1 },
    { name: { id: 'Dikirim', en: 'Sent' }, share: 3 },
    numberAndDate,
    { name: { id: 'Tujuan', en: 'To' }, share: 5 },
    { name: { id: 'Isi ringkas', en: 'Subject' }, share: 5 },
    {
      name: { id: 'Keterangan', en: 'Remarks' },
      share: 3,
      parts: [
        { id: 'Cara kirim', en: 'Channel' },
        { id: 'Keadaan', en: 'Standing' },
      ],
    },
  ],
  dispositions: [
    { name: { id: 'Tanggal', en: 'Date' }, share: 3 },
    {
      name: { id: 'No. agenda', en: 'Agenda no.' },
      share: 2.5,
      parts: [
        { id: 'No. agenda', en: 'Agenda no.' },
        { id: 'Tahun', en: 'Year' },
      ],
      between: '/',
    },
    {
      name: { id: 'Surat', en: 'Letter' },
      share: 5,
      parts: [
        { id: 'Asal', en: 'From' },
        { id: 'Isi ringkas', en: 'Subject' },
      ],
    },
    {
      name: { id: 'Dari', en: 'By' },
      share: 4,
      parts: [
        { id: 'Dari', en: 'By' },
        { id: 'Keadaan', en: 'Standing' },
      ],
    },
    { name: { id: 'Kepada', en: 'To' }, share: 5 },
    { name: { id: 'Isi disposisi', en: 'Instructions' }, share: 4 },
    { name: { id: 'Batas', en: 'Due' }, share: 3 },
  ],
};

const struck: Words = { id: 'Dicoret: {reason}', en: 'Struck: {reason}' };
const done: Words = { id: 'Selesai', en: 'Closed' };
const passedUp: Words = { id: 'Diteruskan', en: 'Passed on' };
const replaced: Words = { id: 'Diganti', en: 'Replaced' };
const channels: Readonly<Record<OutgoingBookRow['channels'][number], Words>> = {
  internal: { id: 'kotak masuk', en: 'inbox' },
  email: { id: 'surel', en: 'e-mail' },
  print: { id: 'cetak', en: 'print' },
  expedition: { id: 'ekspedisi', en: 'expedition' },
  exchange: { id: 'Layang instansi lain', en: 'another Layang' },
};
const standings: Readonly<Record<string, Words>> = {
  withdrawn: { id: 'dicabut', en: 'withdrawn' },
  recalled: { id: 'ditarik', en: 'recalled' },
  superseded: { id: 'digantikan', en: 'superseded' },
  corrected: { id: 'diralat', en: 'corrected' },
};
const states: Readonly<Record<DispositionBookRow['recipients'][number]['state'], Words>> = {
  unread: { id: 'belum dibaca', en: 'unread' },
  read: { id: 'dibaca', en: 'read' },
  forwarded: { id: 'diteruskan', en: 'passed on' },
  passed_on: { id: 'didisposisikan', en: 'disposed' },
  reported: { id: 'dilaporkan', en: 'reported' },
  done: { id: 'selesai', en: 'done' },
  cancelled: { id: 'dibatalkan', en: 'cancelled' },
};

/** In which words and days a row is told. */
export interface Zone {
  language: Language;
  timeZone: string;
  /** As spreadsheets know a day, not as people write one. */
  inFile?: boolean;
}

export function incomingFields(row: IncomingBookRow, zone: Zone): BookField[] {
  const { language } = zone;
  const remark =
    row.state === 'void'
      ? struck[language].replace('{reason}', row.reason)
      : row.state === 'closed'
        ? done[language]
        : '';
  return [
    String(row.agenda),
    day(row.receivedAt, zone),
    [row.number, row.letterDate === null ? '' : date(row.letterDate, zone)],
    row.senderName,
    subjectIn(row, language),
    row.addressee,
    remark,
  ];
}

export function outgoingFields(row: OutgoingBookRow, order: number, zone: Zone): BookField[] {
  const { language } = zone;
  const ways = row.channels.map((channel) => channels[channel][language]).join(', ');
  return [
    String(order),
    day(row.sentAt, zone),
    [row.number, date(row.letterDate, zone)],
    recipientsIn(row, language),
    subjectIn(row, language),
    [ways, row.standing === null ? '' : (standings[row.standing]?.[language] ?? '')],
  ];
}

export function dispositionFields(row: DispositionBookRow, zone: Zone): BookField[] {
  const { language } = zone;
  return [
    day(row.at, zone),
    [String(row.agenda), String(row.year)],
    [row.senderName, subjectIn(row, language)],
    [row.capacity, row.replaced ? replaced[language] : ''],
    row.recipients.map(({ name, state }) => `${name} (${states[state][language]})`).join('\n'),
    lines(row.kind === 'forward' ? passedUp[language] : '', row.instructions.join('; ')),
    row.dueAt === null ? '' : day(row.dueAt, zone),
  ];
}

function day(at: Date, zone: Zone): string {
  return date(calendarDate(at, zone.timeZone), zone);
}

function date(day: string, { language, inFile = false }: Zone): string {
  return inFile ? day : longDate(day, language);
}

function lines(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
