import { sql } from '../../src/postgres/sql.ts';
import { parseNumberFormat } from '../../src/registers/letter-number.ts';
import type { LetterNumber } from '../../src/registers/register-store.ts';
import { markIssued, takeNumber } from '../../src/registers/take-number.ts';
import { openOffice, submitted, writtenLetter } from '../letters/office.ts';

/** The made-up regency with a clerk (the secretary) and somebody who grants dates (the sub-district head) for the agency. */
export async function openRegistry() {
  const office = await openOffice();
  const unitId = office.units.get('DISDIK') ?? 0;
  await office.db.run(sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${office.persons.sekretaris}, ${unitId}, 'registry'),
    (${office.persons.camat}, ${unitId}, 'backdating')`);

  /** What T1 of a signing does with the register: on this date, by the numbers of this format. */
  const take = (letterId: number, date = '2026-11-24', format = '{klasifikasi}/{urut}/{unit}'): Promise<LetterNumber> =>
    office.db.transaction((tx) =>
      takeNumber(tx, {
        letterId,
        unitId,
        registerCode: 'surat',
        format: parseNumberFormat(format),
        values: { klasifikasi: '400.3.5', unit: 'DISDIK', jabatan: 'KADIS', keamanan: 'B', date },
        personId: office.persons.kadis,
        at: office.time.now,
      }),
    );
  const registerId = (await take(await writtenLetter(office))).registerId;
  return {
    ...office,
    take,
    registerId,
    unitId,
    clerk: () => office.actor('sekretaris'),
    dater: () => office.actor('camat'),
    /** A letter on its way to the signature. */
    async waiting(changes: Record<string, unknown> = {}): Promise<number> {
      const letterId = await writtenLetter(office, changes);
      await submitted(office, letterId, ['kabid']);
      return letterId;
    },
    issue: ({ id }: LetterNumber) =>
      office.db.transaction((tx) =>
        markIssued(tx, { numberId: id, personId: office.persons.kadis, at: office.time.now }),
      ),
    async lines(year = 2026) {
      const read = { registerId, year };
      return (await office.registers.reportGaps(await office.actor('sekretaris'), read)).lines;
    },
  };
}
export type Registry = Awaited<ReturnType<typeof openRegistry>>;
