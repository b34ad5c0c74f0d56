import { calendarDate } from '../clock.ts';
import type { Words } from '../errors.ts';
import { dateAndTime, longDate } from '../letters/long-date.ts';
import type { OpenStep } from './open-steps-store.ts';
import type { Told } from './who-is-told.ts';

export interface NoticeMail {
  subject: string;
  text: string;
  /** Where it leads, on the officials' site. */
  path: `/${string}`;
}

type Of = Pick<OpenStep, 'kindName' | 'kindNameEn' | 'subject' | 'security' | 'task' | 'positionName' | 'letterId'>;

/**
 * How a letter is named in a notice: by its subject only where everybody who sees the mailbox may read it. A restricted one's
 * goes to superiors and administrators, too, who may not.
 */
export function nameOf({ kindName, kindNameEn, subject, security }: Of, language: 'id' | 'en'): string {
  const kind = language === 'id' ? kindName : kindNameEn;
  return security !== 'B' || subject === '' ? kind : `${kind} “${subject}”`;
}

const lead: Readonly<Record<Told['kind'], Words>> = {
  reminder: { id: 'Segera jatuh tempo', en: 'Due soon' },
  overdue: { id: 'Terlambat', en: 'Overdue' },
  absent: { id: 'Pejabat tidak di tempat', en: 'The official is away' },
  vacant: { id: 'Jabatan kosong', en: 'The post is vacant' },
  nudge: { id: 'Pengingat', en: 'Reminder' },
};

const what: Readonly<Record<Told['kind'], Words>> = {
  reminder: { id: '{letter} menunggu {task} {position}.', en: '{letter} waits for the {task} of {position}.' },
  overdue: {
    id: '{letter} masih menunggu {task} {position} melewati batas waktunya.',
    en: '{letter} still waits for the {task} of {position}, past its time.',
  },
  absent: {
    id: '{letter} menunggu {task} {position}, yang sedang tidak di tempat tanpa pengganti.',
    en: '{letter} waits for the {task} of {position}, who is away without a stand-in.',
  },
  vacant: {
    id: '{letter} menunggu {task} {position}, tetapi jabatan itu sedang tidak dipegang siapa pun.',
    en: '{letter} waits for the {task} of {position}, but nobody holds that post.',
  },
  nudge: {
    id: 'Anda diingatkan: {letter} menunggu {task} {position}.',
    en: 'A reminder: {letter} waits for the {task} of {position}.',
  },
};

const next: Readonly<Record<Told['role'], Words>> = {
  holder: { id: 'Buka suratnya:', en: 'Open the letter:' },
  superior: {
    id: 'Sebagai atasan, Anda dapat mengingatkan pejabatnya atau menunjuk pengganti:',
    en: 'As the superior you can remind the official or name a stand-in:',
  },
  administrator: {
    id: 'Tunjuk Plt., Plh., atau pengganti, atau hubungi pejabatnya:',
    en: 'Appoint an acting official or a stand-in, or talk to the official:',
  },
  drafter: {
    id: 'Anda dapat menghubungi pejabatnya, atau menarik surat ini kembali dan mengubah urutannya:',
    en: 'You can talk to the official, or take the letter back and change its way:',
  },
};

/** The notice as a mail in the reader's language. `origin` is the officials' site. */
export function noticeMail(
  step: Of & { stepId: number },
  told: Pick<Told, 'kind' | 'role'>,
  { due, timeZone, language, origin }: { due: Date; timeZone: string; language: 'id' | 'en'; origin: string },
): NoticeMail {
  const task = { initial: { id: 'paraf', en: 'initial' }, sign: { id: 'tanda tangan', en: 'signature' } }[step.task];
  const gaps: Record<string, string> = {
    letter: nameOf(step, language),
    task: task[language],
    position: step.positionName,
  };
  const sentence = what[told.kind][language].replace(/\{(\w+)\}/g, (_, gap: string) => gaps[gap] ?? '');
  const [date, rest] = [
    longDate(calendarDate(due, timeZone), language),
    dateAndTime(due, timeZone).split(' pukul ')[1],
  ];
  const until = language === 'id' ? `Batas waktu: ${date} pukul ${rest}` : `Due: ${date} at ${rest}`;
  const path: NoticeMail['path'] =
    told.role === 'superior' || told.role === 'administrator' ? `/waiting/${step.stepId}` : `/letters/${step.letterId}`;
  return {
    subject: `${lead[told.kind][language]}: ${nameOf(step, language)}`,
    text: `${sentence}\n${until}\n\n${next[told.role][language]}\n${origin}${path}\n`,
    path,
  };
}
