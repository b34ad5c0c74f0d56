import { randomUUID } from 'node:crypto';
import { type RegisterDeps, registerLetter } from '../../src/incoming/registering/register-letter.ts';
import type { RegistrationInput } from '../../src/incoming/registering/registration-input.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type Key, openOffice, type TestOffice } from '../letters/office.ts';

/** The made-up regency with a front desk: `sekretaris` keeps the agenda of the education agency, `camat` that of the district. */
export async function openDesk() {
  const office = await openOffice();
  await keepsAgenda(office, 'sekretaris', 'DISDIK');
  await keepsAgenda(office, 'camat', 'CAMAT');
  const { db } = office;
  const deps: RegisterDeps = {
    db,
    clock: () => office.time.now,
    appOrigin: 'https://layang.lembahpurnama.example',
    intakes: {
      lockForRegistering: async () => {
        throw new Error('nothing was dropped here');
      },
      markRegistered: async () => {},
      backToDesk: async () => {},
      takeIn: async () => {
        throw new Error('nothing is dropped here');
      },
      receive: async () => {
        throw new Error('nothing is scanned here');
      },
      wake() {},
    },
  };
  return { ...office, deps, register: registering(deps, office) };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;

function registering(deps: RegisterDeps, office: TestOffice) {
  return async (changes: Partial<RegistrationInput> = {}, as: Key | Actor = 'sekretaris') =>
    registerLetter(deps, typeof as === 'string' ? await office.actor(as) : as, filledLine(office, changes));
}

export async function keepsAgenda(
  office: { db: Database } & Pick<TestOffice, 'persons' | 'units'>,
  who: Key,
  unit: string,
) {
  await office.db.run(
    sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${office.persons[who]}, ${office.units.get(unit)}, 'registry')`,
  );
}

/** What a clerk types of an ordinary letter. */
export function filledLine(
  office: Pick<TestOffice, 'units' | 'positions'>,
  changes: Partial<RegistrationInput> = {},
): RegistrationInput {
  return {
    submissionKey: randomUUID(),
    unitId: office.units.get('DISDIK') ?? 0,
    channel: 'post',
    senderName: 'SMP Negeri 1 Purnama',
    senderAddress: 'Jalan Merdeka 1',
    senderEmail: '',
    number: '421.3/17/SMP1/2026',
    letterDate: '2026-11-20',
    subject: 'Permohonan guru matematika',
    receivedOn: '2026-11-24',
    receivedTime: '08:30',
    security: 'B',
    urgency: 'BIASA',
    classification: '',
    addresseePositionId: office.positions.kadis,
    ...changes,
  };
}
