import { calendarDate } from '../../clock.ts';
import { actorNamed, foundRegency } from '../../demo/found-regency.ts';
import { furnishRegency } from '../../demo/furnish-regency.ts';
import { letterJourney } from '../../demo/letter-journey.ts';
import { invitation, SECOND_TEXT } from '../../demo/letter-text.ts';
import { demoPassphrase, demoPassword, OFFICE } from '../../demo/regency.ts';
import type { Database } from '../../postgres/database.ts';
import type { Layang } from '../../wiring.ts';
import { lettersToSign } from '../act-bench.ts';
import { addStaff, appointedLongAgo } from './staff-store.ts';
import { KINDS } from './templates.ts';
import { AGENCIES, FIRST_NAMES, LAST_NAMES } from './words.ts';

/** Whose password all the staff have. */
const LIKE = 'analis';
/** Letters with a file and a seal that were really signed. */
const REAL = 12;

export const headName = (code: string) => `kepala-${code.toLowerCase()}`;

/**
 * The regency of the demonstration with all its agencies and districts: their heads through the acts, with keys of their own,
 * the staff below them in one go; letters that were really signed, and one of each kind that was really set.
 */
export async function foundBenchOffice(layang: Layang, superuser: Database, agencies: number): Promise<void> {
  await foundRegency(layang);
  await furnishRegency(layang);
  await letterJourney(layang, () => {});
  const { people, enrolment } = layang;
  const administrator = await actorNamed(layang, 'admin');
  const secretariat = (await people.listUnits()).find(({ code }) => code === 'SETDA')?.id ?? null;
  const secretary = (await people.listPositions()).find(({ name }) => name === 'Sekretaris Daerah')?.id ?? null;
  for (const [i, [code, name]] of AGENCIES.slice(0, agencies).entries()) {
    const address = `Jalan Pamong Praja Nomor ${i + 20}, Sagara 40198`;
    const unitId = await people.addUnit(administrator, { code, name, parentId: secretariat, address, contact: '' });
    const post = { name: `Kepala ${name}`, unitId, superiorId: secretary, code, officeKind: 'other' as const };
    const positionId = await people.addPosition(administrator, post);
    const username = headName(code);
    const { personId, token } = await people.addPerson(administrator, {
      username,
      name: `${FIRST_NAMES[i % FIRST_NAMES.length]} ${LAST_NAMES[i % LAST_NAMES.length]}`,
      titleBefore: 'Dr.',
      titleAfter: 'M.Si.',
      nip: '',
      rank: 'Pembina Utama Muda, IV/c',
    });
    const validFrom = calendarDate(new Date(), OFFICE.timeZone);
    const term = { validFrom, validTo: null, warrant: '821.2/2/BKPSDM' };
    await people.addAppointment(administrator, { personId, positionId, forms: [], ...term });
    await enrolment.enrol({ token, password: demoPassword(username), passphrase: demoPassphrase(username) });
  }
  const units = await people.listUnits();
  const positions = await people.listPositions();
  await superuser.transaction(async (tx) => {
    for (const unit of units.filter(({ code }) => writesLetters(code))) {
      const own = positions.filter(({ unitId }) => unitId === unit.id);
      const head = own.find(({ superiorId }) => !own.some(({ id }) => id === superiorId));
      if (head !== undefined) await addStaff(tx, { ...unit, headId: head.id }, LIKE);
    }
    await appointedLongAgo(tx);
  });
  await oneOfEachKind(layang);
  for (const letter of await lettersToSign(layang, await actorNamed(layang, 'kadisdik'), REAL)) {
    const actor = await actorNamed(layang, 'kadisdik');
    await layang.signLetter({ actor, ...letter, passphrase: demoPassphrase('kadisdik') });
  }
}

/** Of the demonstration's units those with a head of their own in office. */
export function writesLetters(code: string): boolean {
  return ['DISDIK', 'KEC-MS'].includes(code) || AGENCIES.some(([each]) => each === code);
}

/** Submitted by the head of their own accord, so that their pictures are there; they wait for the signature. */
async function oneOfEachKind(layang: Layang): Promise<void> {
  const chief = await actorNamed(layang, 'kadisdik');
  const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
  for (const { kind, sections } of KINDS) {
    const letterId = await layang.letters.createLetter(chief, { kind });
    const draft = { ...invitation(positions, SECOND_TEXT), sections };
    const revision = await layang.letters.saveDraft(chief, { letterId, revision: 0, draft });
    await layang.approvals.submitLetter(chief, { letterId, revision, initials: [] });
  }
}
