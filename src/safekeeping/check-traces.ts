import type { Sql } from '../postgres/database.ts';
import { type Finding, finding } from './finding.ts';
import { listLostStatuses, listMisreceived } from './traces-store.ts';

/** More of a kind say nothing new. */
const MOST_NAMED = 100;

/**
 * What other rows remember of rows that are gone. A status that was changed over a month ago and told to nobody has left
 * nothing: an office that must be sure of those compares with a backup.
 */
export async function* checkTraces({ db }: { db: Sql }): AsyncGenerator<Finding> {
  for (const letterId of await listLostStatuses(db, MOST_NAMED)) {
    yield finding(
      'status-missing',
      `letter ${letterId}`,
      `Surat ${letterId}: keadaannya pernah diubah (dicabut, ditarik, digantikan, diralat, atau dipulihkan), tetapi catatan perubahannya tidak ada.`,
      `Letter ${letterId}: its status was changed (withdrawn, recalled, superseded, corrected or restored), but the record of that change is missing.`,
    );
  }
  for (const { letterId, position, is } of await listMisreceived(db, MOST_NAMED)) {
    yield finding(
      'recipient-lost',
      `letter ${letterId}`,
      ...((is === 'missing'
        ? [
            `Surat ${letterId}: ditujukan kepada ${position}, tetapi tidak tercatat sebagai surat yang diterimanya.`,
            `Letter ${letterId}: it is addressed to ${position}, but not recorded as received there.`,
          ]
        : [
            `Surat ${letterId}: tercatat diterima ${position}, padahal tidak ditujukan ke sana.`,
            `Letter ${letterId}: it is recorded as received by ${position}, but not addressed there.`,
          ]) as [string, string]),
    );
  }
}
