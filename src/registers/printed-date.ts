import { addDays } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import { findGrantedDate } from './grant-store.ts';
import { lockNumberOfLetter } from './register-store.ts';

/** How long before a letter was begun its date may lie: what was decided orally or on paper is written down within a month. */
export const DAYS_BEFORE_CREATION = 31;

/**
 * Whether an earlier date may be granted. Days are `YYYY-MM-DD` in the office's zone; `insertedIn` is the year of the inserted
 * number that the letter holds. The numbers of a closed year are those that were taken in it, and inserted ones.
 */
export function findDateProblem(
  date: string,
  { today, created, insertedIn }: { today: string; created: string; insertedIn: number | undefined },
): { code: string; words: Words } | undefined {
  if (date > today) {
    return {
      code: 'date-in-future',
      words: { id: 'Tanggal surat tidak boleh di masa depan.', en: 'A letter is never dated in the future.' },
    };
  }
  if (date < addDays(created, -DAYS_BEFORE_CREATION)) {
    return {
      code: 'date-too-early',
      words: {
        id: `Paling awal ${DAYS_BEFORE_CREATION} hari sebelum konsep surat ini dibuat.`,
        en: `At the earliest ${DAYS_BEFORE_CREATION} days before this letter was begun.`,
      },
    };
  }
  const year = Number(date.slice(0, 4));
  if (year !== Number(today.slice(0, 4)) && insertedIn !== year) {
    return {
      code: 'date-in-closed-year',
      words: {
        id: `Buku tahun ${year} sudah ditutup. Beri dahulu surat ini nomor sisipan tahun ${year}.`,
        en: `The register of ${year} is closed. First give this letter an inserted number of ${year}.`,
      },
    };
  }
  return undefined;
}

/**
 * The date to print and to seal: `today`, or the earlier one that was granted, provided that the signatory was shown that very
 * date (`shown`; undefined: none) and held the post on it (`heldSince`). The caller has locked the letter's row.
 * @throws Refusal `letter-date-changed`, `date-before-appointment`, `date-in-closed-year`: no number was touched
 */
export async function findPrintedDate(
  tx: Transaction,
  letterId: number,
  { today, shown, heldSince }: { today: string; shown: string | undefined; heldSince: string },
): Promise<string> {
  const granted = await findGrantedDate(tx, letterId);
  if (granted !== shown) {
    throw new Refusal('conflict', 'letter-date-changed', {
      id: 'Tanggal surat ini baru saja diubah petugas. Surat belum ditandatangani; buka suratnya lagi dan periksa tanggalnya.',
      en: 'The date of this letter has just been changed by an official. Nothing was signed; open the letter again and check its date.',
    });
  }
  if (granted === undefined) return today;
  if (granted < heldSince) {
    throw new Refusal('wrong-state', 'date-before-appointment', {
      id: 'Tanggal surat yang diberikan mendahului masa jabatan Anda. Surat belum ditandatangani; minta tanggal itu dicabut.',
      en: 'The granted letter date is before your appointment. Nothing was signed; ask for that date to be taken back.',
    });
  }
  const held = await lockNumberOfLetter(tx, letterId);
  const insertedIn = held !== undefined && held.sub !== '' ? held.year : undefined;
  // The bound of creation was kept when the date was granted; what moves since is only the day of today.
  const problem = findDateProblem(granted, { today, created: granted, insertedIn });
  if (problem !== undefined) {
    throw new Refusal('wrong-state', problem.code, {
      id: `Tanggal surat yang diberikan tidak dapat dipakai lagi. ${problem.words.id} Surat belum ditandatangani.`,
      en: `The granted letter date cannot be used any more. ${problem.words.en} Nothing was signed.`,
    });
  }
  return granted;
}
