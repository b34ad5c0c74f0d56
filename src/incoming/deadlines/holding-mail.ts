import { leads, type NoticeMail, type WaitingReader, waitingMail } from '../../approvals/waiting-mail.ts';
import type { Words } from '../../errors.ts';
import { isSecret } from '../../people/security-class.ts';
import type { WaitingHolding } from './waiting-holdings-store.ts';
import type { Hears } from './who-hears.ts';

type Of = Pick<
  WaitingHolding,
  'incomingId' | 'senderName' | 'subject' | 'security' | 'agenda' | 'year' | 'positionName' | 'task'
>;

const lead: Readonly<Record<Hears['kind'], Words>> = {
  ...leads,
  escalated: { id: 'Terlambat di bawah Anda', en: 'Overdue below you' },
};

const what: Readonly<Record<Hears['kind'], Words>> = {
  reminder: { id: '{letter} menunggu {task} {position}.', en: '{letter} waits for {position} to {task}.' },
  overdue: {
    id: '{letter} masih menunggu {task} {position} melewati batas waktunya.',
    en: '{letter} still waits for {position} to {task}, past its time.',
  },
  escalated: {
    id: '{letter} belum juga selesai di {position}.',
    en: '{letter} has not moved on from {position}.',
  },
  absent: {
    id: '{letter} menunggu {position}, yang sedang tidak di tempat tanpa pengganti.',
    en: '{letter} waits for {position}, who is away without a stand-in.',
  },
  vacant: {
    id: '{letter} menunggu {position}, tetapi jabatan itu sedang tidak dipegang siapa pun.',
    en: '{letter} waits for {position}, but nobody holds that post.',
  },
};

const tasks: Readonly<Record<WaitingHolding['task'], Words>> = {
  act: { id: 'tindak lanjut', en: 'act on it' },
  accept: { id: 'penerimaan laporan oleh', en: 'accept the report' },
};

const next: Readonly<Record<Hears['role'], Words>> = {
  holder: { id: 'Buka suratnya:', en: 'Open the letter:' },
  superior: {
    id: 'Sebagai atasan, Anda dapat menghubungi pejabatnya atau menunjuk pengganti. Daftarnya:',
    en: 'As the superior you can talk to the official or name a stand-in. The list:',
  },
  administrator: {
    id: 'Tunjuk Plt., Plh., atau pengganti, atau minta petugas memindahkan suratnya. Daftarnya:',
    en: 'Appoint an acting official or a stand-in, or ask the clerk to move the letter. The list:',
  },
  giver: { id: 'Anda dapat menghubungi pejabatnya. Suratnya:', en: 'You can talk to the official. The letter:' },
};

/** Nobody can be asked there, and nobody stands in for a vacant post: somebody else has to get it, or be appointed. */
const nextOfVacant: Words = {
  id: 'Minta petugas agenda mengalihkan surat ini ke jabatan lain, atau administrator mengangkat Plt. atau Plh. Lihat:',
  en: 'Ask the registry clerk to give the letter to another post, or an administrator to appoint an acting official. See:',
};

/** Those above who may read it give it on themselves: the inbox offers that, before it is late too. */
const nextAboveVacant: Words = {
  id: 'Bila suratnya dapat Anda buka, alihkan ke jabatan lain dari kotak masuk. Bila tidak, minta petugas agenda mengalihkannya, atau administrator mengangkat Plt. atau Plh. Lihat:',
  en: 'Where you can open the letter, give it to another post from your inbox. Otherwise ask the registry clerk to, or an administrator to appoint an acting official. See:',
};

/** The notice as a mail in the reader's language; of a restricted one it names the line of the agenda alone. */
export function holdingMail(holding: Of, told: Pick<Hears, 'kind' | 'role'>, reader: WaitingReader): NoticeMail {
  const gaps = {
    letter: nameOf(holding, told.role, reader.language),
    task: tasks[holding.task][reader.language],
    position: holding.positionName,
  };
  const isAboveVacant = told.kind === 'vacant' && told.role === 'superior';
  const isAbove = told.role === 'superior' || told.role === 'administrator';
  const path = isAboveVacant ? '/' : isAbove ? '/overdue' : (`/incoming/${holding.incomingId}` as const);
  const words = {
    lead: lead[told.kind],
    what: what[told.kind],
    next: isAboveVacant ? nextAboveVacant : told.kind === 'vacant' ? nextOfVacant : next[told.role],
    gaps,
  };
  return waitingMail(words, path, reader);
}

/** Those above, who may not read it, learn of a secret one that there is one at that post, and not which. */
function nameOf(
  { security, subject, senderName, agenda, year }: Of,
  role: Hears['role'],
  language: 'id' | 'en',
): string {
  const above = role === 'superior' || role === 'administrator';
  if (above && isSecret(security)) return language === 'id' ? 'Surat rahasia' : 'A secret letter';
  const line =
    language === 'id'
      ? `Surat masuk nomor agenda ${agenda} tahun ${year}`
      : `Incoming letter, agenda ${agenda} of ${year}`;
  return security === 'B' && subject !== '' ? `${line} dari ${senderName}: ${subject}` : line;
}
