import type { Words } from '../errors.ts';
import type { OpenStep } from './open-steps-store.ts';
import { leads, type NoticeMail, type WaitingReader, waitingMail } from './waiting-mail.ts';
import type { Told } from './who-is-told.ts';

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
  ...leads,
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
  reader: WaitingReader,
): NoticeMail {
  const task = { initial: { id: 'paraf', en: 'initial' }, sign: { id: 'tanda tangan', en: 'signature' } }[step.task];
  const gaps = {
    letter: nameOf(step, reader.language),
    task: task[reader.language],
    position: step.positionName,
  };
  const path: NoticeMail['path'] =
    told.role === 'superior' || told.role === 'administrator' ? `/waiting/${step.stepId}` : `/letters/${step.letterId}`;
  const words = { lead: lead[told.kind], what: what[told.kind], next: next[told.role], gaps };
  return waitingMail(words, path, reader);
}
