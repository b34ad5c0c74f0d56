import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import { openCustody } from '../../src/custody/custody.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { openServiceKeys, type ServiceKeys } from '../../src/custody/service-keys.ts';
import type { EnrolDeps } from '../../src/issuing/enrol-official.ts';
import { insertAppointment } from '../../src/people/appointments-store.ts';
import { insertPerson } from '../../src/people/persons-store.ts';
import { insertPosition } from '../../src/people/positions-store.ts';
import { insertUnit } from '../../src/people/units-store.ts';
import { testDatabase } from '../support/database.ts';

export const office = {
  name: 'Pemerintah Kabupaten Lembah Purnama',
  region: 'Kabupaten Lembah Purnama',
  place: 'Purnama',
  timeZone: 'Asia/Jakarta',
};

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A made-up regency on an empty database, with a clock that the test moves. */
export async function enrolWorld() {
  const { db } = await testDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'layang-enrol-'));
  folders.push(dataDir);
  const keys: ServiceKeys = await openServiceKeys(dataDir, { databaseIsNew: true });
  const time = { now: new Date('2026-03-02T02:00:00.700Z') };
  const clock = () => time.now;
  const kdf = openKdf({ settings: { name: 'argon2id', memory: 8, passes: 1, lanes: 1 } });
  const custody = openCustody({ db, clock, keyEncryption: keys.keyEncryption, kdf });
  const deps: EnrolDeps = { db, clock, host: 'v.layang.example', keys, custody };
  let count = 0;

  return {
    deps,
    db,
    time,
    dataDir,
    async position(name: string): Promise<number> {
      count += 1;
      return db.transaction(async (tx) => {
        const unit = { parentId: null, code: `U${count}`, name: `Unit ${name}`, address: '', contact: '' };
        const unitId = (await insertUnit(tx, unit)) ?? 0;
        return insertPosition(tx, { unitId, superiorId: null, name, code: '', officeKind: 'other' });
      });
    },
    async person(name: string, isAdministrator = false): Promise<number> {
      count += 1;
      const details = { titleBefore: 'Dr.', titleAfter: 'S.H.', nip: '198001012005011001', rank: '', email: '' };
      const person = { username: `orang-${count}`, name, isAdministrator, ...details };
      return db.transaction(async (tx) => (await insertPerson(tx, person, time.now)) ?? 0);
    },
    async appointment(
      personId: number,
      positionId: number,
      term: { forms?: 'Plt.'[]; validFrom?: string; validTo?: string | null } = {},
    ): Promise<number> {
      const { forms = [], validFrom = '2025-01-01', validTo = null } = term;
      const appointment = { personId, positionId, forms, validFrom, validTo, warrant: '' };
      return db.transaction((tx) => insertAppointment(tx, appointment, time.now));
    },
  };
}
