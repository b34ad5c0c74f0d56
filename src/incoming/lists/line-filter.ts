import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { SECURITY_NAMES, URGENCY, URGENCY_NAMES } from '../../letters/letter-kind.ts';
import { calendarDay } from '../../people/input.ts';
import { SECURITY } from '../../people/security-class.ts';
import { CHANNELS, INCOMING_STATES, type Incoming } from '../incoming-store.ts';

/** A field of a search that nobody filled in arrives empty, or not at all. */
const left = <S extends z.ZodType>(schema: S) =>
  z.preprocess((sent) => (sent === '' ? undefined : sent), schema.optional());
const text = (longest: number) => z.string('invalid').max(longest, 'too-long').default('');
const day = calendarDay.refine((written) => /^[12]/.test(written), 'date');
const LARGEST_ID = 2_147_483_647;

/** How a list or a book of incoming letters is narrowed, as an address says it. Messages are codes of `fieldWords`. */
export const lineFilter = z
  .object({
    q: text(200),
    state: left(z.enum(INCOMING_STATES, 'choose')),
    security: left(z.enum(SECURITY, 'choose')),
    urgency: left(z.enum(URGENCY, 'choose')),
    channel: left(z.enum(CHANNELS, 'choose')),
    unit: left(z.coerce.number('choose').int('choose').positive('choose').max(LARGEST_ID, 'choose')),
    post: text(100).transform((typed) => typed.trim()),
    from: left(day),
    to: left(day),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['to'], message: 'term' })
  .transform(({ q, unit, ...rest }) => ({ ...rest, text: q.trim(), unitId: unit }));
export type LineFilter = z.output<typeof lineFilter>;

const STATE_NAMES: Readonly<Record<Incoming['state'], string>> = {
  open: 'berjalan',
  closed: 'selesai',
  void: 'dicoret',
};
export const CHANNEL_NAMES: Readonly<Record<Incoming['channel'], string>> = {
  post: 'Pos',
  courier: 'Kurir',
  email: 'Surel',
  counter: 'Diantar langsung',
  fax: 'Faksimile',
  public: 'Formulir publik',
  exchange: 'Dari instansi lain melalui Layang',
  internal: 'Dari dalam kantor ini',
};

/** What narrows beside days and unit, as a printed sheet says it: "sifat Rahasia; cara datang Pos". Empty: nothing does. */
export function narrowedBy(filter: Omit<LineFilter, 'from' | 'to' | 'unitId'>): string {
  return [
    filter.text === '' ? '' : `kata “${filter.text}”`,
    filter.state === undefined ? '' : `keadaan ${STATE_NAMES[filter.state]}`,
    filter.security === undefined ? '' : `sifat ${SECURITY_NAMES[filter.security]}`,
    filter.urgency === undefined ? '' : `derajat ${URGENCY_NAMES[filter.urgency]}`,
    filter.channel === undefined ? '' : `cara datang ${CHANNEL_NAMES[filter.channel]}`,
    filter.post === '' ? '' : `jabatan “${filter.post}”`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** A post that no name fits finds nothing, which would look like an office without letters. */
export function refuseUnknownPost(): never {
  const words = {
    id: 'Tidak ada jabatan dengan nama itu. Tulis sebagian namanya, misalnya “kepala bidang”.',
    en: 'No post has that name. Write part of its name, “kepala bidang” for example.',
  };
  throw new Refusal('invalid-input', 'filter-post-unknown', words, { post: words });
}

/** The same for a unit. */
export function refuseUnknownUnit(): never {
  const words = { id: 'Unit itu tidak mempunyai buku agenda.', en: 'That unit has no agenda.' };
  throw new Refusal('invalid-input', 'filter-unit-unknown', words, { unit: words });
}
