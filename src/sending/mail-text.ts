import type { StatusCode } from '../letters/letter-status.ts';
import { longDate } from '../letters/long-date.ts';
import { isSecret, type Security } from '../people/security-class.ts';

/** What a mail about an issued letter may draw on; what it says depends on the class. */
export interface LetterFacts {
  /** "Pemerintah Kabupaten …". */
  office: string;
  /** Whose letterhead it bears, and where that is: who sends, and where a secret letter lies. */
  sender: string;
  senderAddress: string;
  senderContact: string;
  number: string;
  /** `YYYY-MM-DD`. */
  date: string;
  subject: string;
  security: Security;
  /** `https://host/TOKEN`. */
  checkUrl: string;
}

export interface MailText {
  subject: string;
  text: string;
}

/** What goes to somebody outside: the letter itself, a word that it exists, or for a secret one that it can be fetched. */
export function letterMail(facts: LetterFacts, to: { name: string; copied: boolean }, attached: boolean): MailText {
  const greeting = `Yth. ${to.name}`;
  if (isSecret(facts.security)) return secretNotice(facts, greeting);
  const named = `${to.copied ? 'tembusan ' : ''}surat nomor ${facts.number} tanggal ${longDate(facts.date)} dari ${facts.sender}`;
  if (facts.security === 'T') {
    return mail(`Surat ${facts.number} dari ${facts.sender}`, [
      greeting,
      `Telah terbit ${named}. Surat ini bersifat terbatas, karena itu naskahnya tidak dikirim lewat surel; hubungi ${facts.sender} untuk menerimanya.`,
      checkIt(facts),
      ending(facts),
    ]);
  }
  const how = attached
    ? 'Naskahnya terlampir sebagai berkas PDF yang ditandatangani secara elektronik.'
    : `Naskahnya dapat diminta kepada ${facts.sender}.`;
  return mail(`Surat ${facts.number}: ${facts.subject}`, [
    greeting,
    `Bersama ini kami sampaikan ${named}, hal ${facts.subject}. ${how}`,
    checkIt(facts),
    ending(facts),
  ]);
}

/** How an issued letter stands since: told to whoever was sent it by mail. */
export function statusMail(
  facts: LetterFacts,
  to: { name: string },
  change: { code: StatusCode; on: string; successor: string | null },
): MailText {
  const greeting = `Yth. ${to.name}`;
  if (isSecret(facts.security)) {
    return mail('Perubahan keadaan surat rahasia', [
      greeting,
      `Surat rahasia dari ${facts.sender} yang ditujukan kepada Anda ${STATUS_PHRASES[change.code]} sejak ${change.on}. Keterangan lebih lanjut: ${reach(facts)}.`,
      ending(facts),
    ]);
  }
  const by = change.successor === null ? '' : ` oleh surat nomor ${change.successor}`;
  return mail(`Surat ${facts.number} ${STATUS_PHRASES[change.code]}`, [
    greeting,
    `Surat nomor ${facts.number} tanggal ${longDate(facts.date)} dari ${facts.sender} ${STATUS_PHRASES[change.code]}${by} sejak ${change.on}.${STATUS_ADVICE[change.code]}`,
    `Keadaan surat ini dapat diperiksa kapan saja di ${facts.checkUrl}`,
    ending(facts),
  ]);
}

export const STATUS_PHRASES: Readonly<Record<StatusCode, string>> = {
  withdrawn: 'dicabut',
  recalled: 'ditarik',
  superseded: 'digantikan',
  corrected: 'diralat',
  restored: 'dipulihkan',
};

const STATUS_ADVICE: Readonly<Record<StatusCode, string>> = {
  withdrawn: ' Surat itu tidak berlaku lagi; jangan dipakai.',
  recalled: ' Jangan dipakai sebelum ada ketentuan lebih lanjut.',
  superseded: ' Yang berlaku adalah surat penggantinya.',
  corrected: ' Bacalah bersama ralatnya.',
  restored: ' Surat itu berlaku kembali seperti saat terbit.',
};

/** No number either: with the date it is what a check of a secret letter is asked by. */
function secretNotice(facts: LetterFacts, greeting: string): MailText {
  return mail('Ada surat rahasia untuk Anda', [
    greeting,
    `Ada surat rahasia untuk Anda; ambil di ${reach(facts)}. Surat ini tidak dikirim lewat surel.`,
    ending(facts),
  ]);
}

function reach({ sender, senderAddress, senderContact }: LetterFacts): string {
  return [sender, ...senderAddress.split('\n'), senderContact].filter((part) => part.trim() !== '').join(', ');
}

function checkIt({ checkUrl }: LetterFacts): string {
  return `Keaslian dan keadaan surat ini dapat diperiksa siapa pun, tanpa akun, di ${checkUrl} atau dengan memindai tanda QR pada surat.`;
}

function ending({ office }: LetterFacts): string {
  return `${office}\nSurel ini dikirim oleh sistem; balasan ke alamat ini tidak dibaca.`;
}

function mail(subject: string, paragraphs: string[]): MailText {
  return { subject, text: `${paragraphs.join('\n\n')}\n` };
}
