import { createHash } from 'node:crypto';
import { z } from 'zod';
import { openApprovals } from '../../src/approvals/approvals.ts';
import { openLetters } from '../../src/letters/letters.ts';
import { type Actor, loadActor } from '../../src/people/actor.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { openRegisters } from '../../src/registers/registers.ts';
import type { LetterPage } from '../../src/typesetting/letter-page.ts';
import type { SetLetter } from '../../src/typesetting/typesetter.ts';
import { testDatabase } from '../support/database.ts';

const id = z.object({ id: z.number() });

/** Positions of the made-up regency, each under its superior; the person who holds it has the same name as the key. */
const POSITIONS = [
  ['bupati', undefined, 'KAB', 'Bupati Lembah Purnama', 'BUP', 'head_of_region'],
  ['sekda', 'bupati', 'SETDA', 'Sekretaris Daerah', 'SEKDA', 'secretary'],
  ['kadis', 'sekda', 'DISDIK', 'Kepala Dinas Pendidikan', 'KADIS', 'other'],
  ['sekretaris', 'kadis', 'DISDIK', 'Sekretaris Dinas Pendidikan', 'SEK', 'other'],
  ['kabid', 'sekretaris', 'SMP', 'Kepala Bidang SMP', 'KABID', 'other'],
  ['staf', 'kabid', 'SMP', 'Pengelola Kurikulum', 'STAF', 'other'],
  ['camat', 'sekda', 'CAMAT', 'Camat Purnama Utara', 'CAMAT', 'other'],
] as const;
export type Key = (typeof POSITIONS)[number][0];

const UNITS = [
  ['KAB', undefined, 'Kabupaten Lembah Purnama', 'Jalan Alun-Alun 1, Purnama'],
  ['SETDA', 'KAB', 'Sekretariat Daerah', 'Jalan Alun-Alun 2, Purnama'],
  ['DISDIK', 'KAB', 'Dinas Pendidikan', 'Jalan Pelajar 7, Purnama'],
  ['SMP', 'DISDIK', 'Bidang SMP', ''],
  ['CAMAT', 'KAB', 'Kecamatan Purnama Utara', 'Jalan Raya Utara 3'],
] as const;

/** A Tuesday morning in Purnama (WIB). */
export const MORNING = new Date('2026-11-24T02:00:00Z');

/** A made-up regency in a fresh database, with the rooms of letters over it; `now` may be moved. */
export async function openOffice() {
  const { db } = await testDatabase({ max: 10 });
  const time = { now: MORNING };
  const clock = () => time.now;
  await db.run(sql`INSERT INTO office (name, region, place, time_zone, created_at)
    VALUES ('Pemerintah Kabupaten Lembah Purnama', 'Kabupaten Lembah Purnama', 'Purnama', 'Asia/Jakarta', ${MORNING})`);
  const units = new Map<string, number>();
  for (const [code, parent, name, address] of UNITS) {
    const row = await db.one(
      id,
      sql`INSERT INTO unit (parent_id, code, name, address, contact)
          VALUES (${parent ? units.get(parent) : null}, ${code}, ${name}, ${address}, '') RETURNING id`,
    );
    units.set(code, row.id);
  }
  const positions = {} as Record<Key, number>;
  const persons = {} as Record<Key, number>;
  for (const [key, superior, unit, name, code, officeKind] of POSITIONS) {
    const row = await db.one(
      id,
      sql`INSERT INTO position (unit_id, superior_id, name, code, office_kind)
          VALUES (${units.get(unit)}, ${superior ? positions[superior] : null}, ${name}, ${code}, ${officeKind}) RETURNING id`,
    );
    positions[key] = row.id;
    persons[key] = await addPerson(db, key);
    await appoint(db, persons[key], positions[key]);
  }
  const pages: LetterPage[] = [];
  const deps = {
    db,
    clock,
    host: 'periksa.lembahpurnama.example',
    // The typesetter has tests of its own; here it stands for "any PDF of the page".
    typesetter: {
      typeset: async (page: LetterPage) => {
        pages.push(page);
        const signatureBox: SetLetter['signatureBox'] = { page: 1, rect: [0, 0, 1, 1] };
        return { pdf: Buffer.from(`%PDF ${JSON.stringify(page)}`), pages: 1, signatureBox };
      },
      typesetMarks: never,
      typesetLists: never,
    },
    uploads: { compose: never, takeText: never },
    documents: {
      put: async (bytes: Buffer) => ({ sha256: createHash('sha256').update(bytes).digest(), length: bytes.length }),
      putFile: never,
      locate: never,
    },
  };
  return {
    db,
    time,
    units,
    positions,
    persons,
    pages,
    deps,
    letters: openLetters(deps),
    approvals: openApprovals(deps),
    registers: openRegisters(deps),
    async actor(key: Key | number): Promise<Actor> {
      const actor = await loadActor({ sql: db, now: time.now }, typeof key === 'number' ? key : persons[key]);
      if (actor === undefined) throw new Error(`no actor ${key}`);
      return actor;
    },
  };
}
const never = () => {
  throw new Error('no files here');
};

export type TestOffice = Awaited<ReturnType<typeof openOffice>>;

export async function addPerson(db: Database, name: string): Promise<number> {
  const row = await db.one(
    id,
    sql`INSERT INTO person (username, name, title_before, title_after, nip, rank, created_at)
        VALUES (${name}, ${name}, 'Dr.', 'M.Si.', '198001012005011001', 'Pembina Tk. I, IV/b', ${MORNING}) RETURNING id`,
  );
  return row.id;
}

export async function appoint(
  db: Database,
  personId: number,
  positionId: number,
  term: { from?: string; to?: string; forms?: string[] } = {},
): Promise<number> {
  const row = await db.one(
    id,
    sql`INSERT INTO appointment (person_id, position_id, forms, valid_from, valid_to, created_at)
        VALUES (${personId}, ${positionId}, ${term.forms ?? []}::text[], ${term.from ?? '2026-01-01'}, ${term.to ?? null}, ${MORNING})
        RETURNING id`,
  );
  return row.id;
}

/** A complete surat dinas of the staff member, signed by the head of the agency. */
export async function writtenLetter(
  office: Pick<TestOffice, 'actor' | 'letters' | 'positions'>,
  changes: Record<string, unknown> = {},
): Promise<number> {
  const staf = await office.actor('staf');
  const letterId = await office.letters.createLetter(staf, { kind: 'surat-dinas' });
  await office.letters.saveDraft(staf, { letterId, revision: 0, draft: fullDraft(office, changes) });
  return letterId;
}

export function fullDraft(office: Pick<TestOffice, 'positions'>, changes: Record<string, unknown> = {}) {
  return {
    signatoryId: office.positions.kadis,
    authority: 'own',
    recipients: [{ type: 'outsider', name: 'Kepala SMP Negeri 1 Purnama', address: 'Jalan Merdeka 1\nPurnama' }],
    copies: [{ type: 'position', positionId: office.positions.camat }],
    subject: 'Undangan Rapat Kurikulum',
    classification: '400.3.5',
    security: 'B',
    urgency: 'SEGERA',
    attachment: '',
    replyToId: null,
    sections: { isi: 'Dengan hormat,\n\nKami mengundang Saudara pada rapat kurikulum.' },
    ...changes,
  };
}

/** Submits with the given initials; the hash that the officials then have before them. */
export async function submitted(office: TestOffice, letterId: number, initials: Key[]): Promise<Buffer> {
  const staf = await office.actor('staf');
  const { letter } = await office.letters.readLetter(staf, letterId);
  await office.approvals.submitLetter(staf, {
    letterId,
    revision: letter.draftRevision,
    initials: initials.map((key) => office.positions[key]),
  });
  return currentHash(office, letterId);
}

export async function currentHash(office: TestOffice, letterId: number): Promise<Buffer> {
  const { version } = await office.letters.readLetter(await office.actor('staf'), letterId);
  if (version === undefined) throw new Error('not submitted');
  return version.sha256;
}
