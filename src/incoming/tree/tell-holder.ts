import type { Words } from '../../errors.ts';
import type { StatusCode } from '../../letters/letter-status.ts';
import { tellPerson } from '../../notifications/tell-person.ts';
import { findPerson } from '../../people/persons-store.ts';
import { listActingFor } from '../../people/standing-in.ts';
import type { Transaction } from '../../postgres/database.ts';
import type { Incoming } from '../incoming-store.ts';

export type ToldOf = Pick<Incoming, 'id' | 'senderName' | 'subject' | 'security' | 'urgency'>;

const urgent = {
  AMAT_SEGERA: { id: 'Amat segera. ', en: 'Immediate. ' },
  SEGERA: { id: 'Segera. ', en: 'Urgent. ' },
  PENTING: { id: 'Penting. ', en: 'Important. ' },
  BIASA: { id: '', en: '' },
} as const;

/**
 * What came into the hands of a post: the letter, a report of what it disposed, its own report with a request for more, a scan that
 * was added; or what the sender did to the letter since.
 */
type News = 'letter' | 'report' | 'return' | 'scan' | StatusCode;

const sentences: Readonly<Record<News, Words>> = {
  letter: { id: 'Surat masuk untuk {post} menunggu Anda.', en: 'An incoming letter for {post} waits for you.' },
  report: {
    id: 'Laporan atas disposisi {post} menunggu diterima atau dikembalikan.',
    en: 'A report on a disposition of {post} waits to be accepted or returned.',
  },
  return: {
    id: 'Laporan {post} dikembalikan oleh pemberi disposisi: masih ada yang kurang.',
    en: 'The report of {post} was returned by whoever disposed: something is missing.',
  },
  scan: {
    id: 'Ada pindaian yang ditambahkan pada surat yang ada pada {post}.',
    en: 'A scan was added to a letter that {post} has.',
  },
  withdrawn: {
    id: 'Pengirim mencabut surat yang ada pada {post}: tidak berlaku lagi.',
    en: 'The sender has withdrawn a letter that {post} has: it has no effect any more.',
  },
  recalled: {
    id: 'Pengirim menarik surat yang ada pada {post}: jangan dipakai sampai ada kabar lagi.',
    en: 'The sender has recalled a letter that {post} has: do not use it until more is decided.',
  },
  superseded: {
    id: 'Pengirim menggantikan surat yang ada pada {post} dengan surat lain.',
    en: 'The sender has superseded a letter that {post} has by another one.',
  },
  corrected: {
    id: 'Pengirim meralat surat yang ada pada {post}; baca bersama ralatnya.',
    en: 'The sender has corrected a letter that {post} has; read it together with the correction.',
  },
  restored: {
    id: 'Pengirim memulihkan surat yang ada pada {post}: berlaku lagi.',
    en: 'The sender has put a letter that {post} has in force again.',
  },
};

const leads: Partial<Record<News, Words>> & { letter: Words } = {
  letter: { id: 'Surat masuk', en: 'Incoming letter' },
  withdrawn: { id: 'Surat masuk dicabut pengirim', en: 'Incoming letter withdrawn by its sender' },
  recalled: { id: 'Surat masuk ditarik pengirim', en: 'Incoming letter recalled by its sender' },
  superseded: { id: 'Surat masuk digantikan pengirim', en: 'Incoming letter superseded by its sender' },
  corrected: { id: 'Surat masuk diralat pengirim', en: 'Incoming letter corrected by its sender' },
  restored: { id: 'Surat masuk berlaku lagi', en: 'Incoming letter in force again' },
};

/**
 * Tells those who act for a post that a letter came into its hands: whoever is there, or all where everybody is away. Of any
 * class but biasa neither sender nor subject stands in the mail: a mailbox is seen over shoulders.
 */
export async function tellHolder(
  tx: Transaction,
  { appOrigin, timeZone }: { appOrigin: string; timeZone: string },
  {
    letter,
    positionId,
    positionName,
    news = 'letter',
  }: { letter: ToldOf; positionId: number; positionName: string; news?: News },
  at: Date,
): Promise<void> {
  const acting = await listActingFor(tx, positionId, { now: at, timeZone, security: letter.security, task: 'dispose' });
  const present = acting.filter(({ awayUntil }) => awayUntil === null);
  for (const { personId } of present.length > 0 ? present : acting) {
    const person = await findPerson(tx, personId);
    if (person === undefined) continue;
    const { language } = person;
    const open = letter.security === 'B' && letter.subject !== '';
    const name = open ? `${letter.senderName}: ${letter.subject}` : '';
    const lead = (leads[news] ?? leads.letter)[language];
    const next = language === 'id' ? 'Buka suratnya:' : 'Open the letter:';
    const sentence = sentences[news][language].replace('{post}', () => positionName);
    const path = `/incoming/${letter.id}` as const;
    await tellPerson(
      tx,
      {
        personId,
        subject: open ? `${lead}: ${letter.subject}` : lead,
        text: `${urgent[letter.urgency][language]}${sentence}\n${name}${open ? '\n' : ''}\n${next}\n${appOrigin}${path}\n`,
        path,
        about: { incomingId: letter.id },
      },
      at,
    );
  }
}
