import { randomUUID } from 'node:crypto';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { z } from 'zod';
import { recordDocument } from '../../src/documents/documents-store.ts';
import { type Registration, registerWithin } from '../../src/incoming/registering/register.ts';
import type { Actor } from '../../src/people/actor.ts';
import { sql } from '../../src/postgres/sql.ts';
import type { TestApp } from '../support/app.ts';
import { type Client, client } from '../support/client.ts';
import { documentsOf, positionId, startLetterApp } from './letters-office.ts';
import { password } from './office.ts';

export const CLASSES = ['B', 'T', 'R', 'SR'] as const;
export type Class = (typeof CLASSES)[number];

/**
 * Who asks. In the tree: the secretary who gets letters of B and T first, the head addressed, the head of section, their staff. A
 * delegate by the head's own mandate, another by one that was given over the head's own head. Around it: the unit's clerk, who was one, who held the section's
 * post until yesterday, the head's superior, another unit's head and clerk, the administrator, an official without any post.
 */
export const ROLES = {
  secretary: 'nina',
  head: 'siti',
  section: 'budi',
  staff: 'wati',
  delegate: 'dewi',
  'delegate given by others': 'gita',
  clerk: 'made',
  'former clerk': 'putu',
  'former holder': 'eko',
  superior: 'agus',
  'head of another unit': 'tono',
  'clerk of another unit': 'lina',
  administrator: 'rini',
  nobody: 'joko',
} as const;
export type Role = keyof typeof ROLES;
export const EVERYBODY = Object.keys(ROLES) as Role[];

/**
 * `fresh`: nobody has opened it. `open`: head → section → staff, who reported. `abroad`: the head gave it to the head of another
 * unit. `vacant`: to two posts that nobody holds since yesterday, one below the head, one below the head of the other unit.
 * `withheld`: only the envelope was registered.
 */
export type Course = 'fresh' | 'open' | 'closed' | 'struck' | 'abroad' | 'vacant' | 'withheld';

export interface Letter {
  id: number;
  security: Class;
  course: Course;
  /** Stands in whatever is said of this letter, and nowhere else. */
  mark: string;
  sheetId: number | undefined;
  reportId: number | undefined;
  /** Of a scan that took the place of another one. */
  scanId: number | undefined;
  /** By post: the head's, the section's, the staff's, the first; the vacant one's below the head and below the other unit's. */
  holdings: { first: number; head?: number; section?: number; staff?: number; vacant?: number; vacantAbroad?: number };
}

export interface Item {
  id: number;
  fileId: number;
  mark: string;
  state: 'ready' | 'registered' | 'put_aside';
}

const ID = z.object({ id: z.number() });
const YESTERDAY = new Date('2026-11-20T02:00:00Z');

/** Scanned for a letter and put aside. */
export interface Aside {
  id: number;
  letter: Letter;
  /** Who put it in, and aside. */
  by: 'clerk' | 'head';
  reason: string;
}

export interface Cast {
  app: TestApp;
  visitors: Map<Role, Client>;
  letters: Letter[];
  items: Item[];
  asides: Aside[];
  units: { own: number; other: number };
  actor(role: Role): Promise<Actor>;
}

/** One office with a letter of every class in every state, registered and carried on by the real acts, and somebody of every role. */
export async function openCast(): Promise<Cast> {
  const app = await startLetterApp();
  const today = app.now;
  app.now = YESTERDAY;
  const units = await addPeople(app);
  const actor = async (role: Role) => {
    const { id } = await app.db.one(ID, sql`SELECT id FROM person WHERE username = ${ROLES[role]}`);
    const found = await app.people.loadActor(id);
    if (found === undefined) throw new Error(`nobody is ${role}`);
    return found;
  };
  const files = await storeFiles(app);
  const letters: Letter[] = [];
  for (const security of CLASSES)
    for (const course of ['fresh', 'open', 'closed', 'struck', 'abroad', 'vacant', 'withheld'] as const) {
      if (course === 'vacant' && (security === 'T' || security === 'SR')) continue;
      if (course === 'withheld' && (security === 'B' || security === 'T')) continue;
      const mark = `qz${String(letters.length + 11)}vx`;
      letters.push(await carry(app, actor, { security, course, mark, files, unitId: units.own }));
    }
  const items: Item[] = [];
  for (const state of ['ready', 'put_aside', 'registered'] as const)
    items.push(await layAtDesk(app, { state, mark: `qi${items.length}vx`, unitId: units.own, sha256: files.letter }));
  const asides: Aside[] = [];
  for (const letter of letters.filter(({ course }) => ['open', 'closed', 'withheld', 'struck'].includes(course)))
    for (const by of ['clerk', 'head'] as const) {
      const { personId } = await actor(by);
      asides.push(await putAside(app, { letter, by, personId, unitId: units.own, sha256: files.report }));
    }
  app.now = today;
  await app.people.setDuty(await actor('administrator'), {
    ...{ personId: (await actor('former clerk')).personId, unitId: units.own, duty: 'registry', held: false },
  });
  const visitors = new Map<Role, Client>();
  for (const role of EVERYBODY) visitors.set(role, await enter(app, ROLES[role]));
  return { app, visitors, letters, items, asides, units, actor };
}

async function enter(app: TestApp, username: string): Promise<Client> {
  const visitor = client(app.origin);
  const page = await visitor.send('/sign-in', { username, password });
  if (page.status !== 303) throw new Error(`sign-in of ${username}: ${page.status}`);
  return visitor;
}

async function addPeople(app: TestApp): Promise<{ own: number; other: number }> {
  const { people, db } = app;
  const admin = await people.loadActor(1);
  if (admin === undefined) throw new Error('no administrator');
  const post = async (name: string) => Number(await positionId(app, name));
  const head = await post('Kepala Dinas');
  const own = (await people.listPositions()).find(({ id }) => id === head)?.unitId ?? 0;
  const other = await people.addUnit(admin, {
    ...{ parentId: null, code: 'KEC', name: 'Kecamatan Purnama Utara', address: '', contact: '' },
  });
  const newPost = (unitId: number, superiorId: number | null, name: string) =>
    people.addPosition(admin, { unitId, superiorId, name, code: '', officeKind: 'other' });
  const secretary = await newPost(own, head, 'Sekretaris Dinas');
  const camat = await newPost(other, null, 'Camat Purnama Utara');
  const desk = await newPost(other, camat, 'Kepala Subbagian Umum Kecamatan');
  const add = async (username: string, posts: number[], validTo: string | null = null) => {
    const { personId } = await people.addPerson(admin, { username, name: `${username} peran` });
    await db.run(
      sql`UPDATE person SET password_hash = (SELECT password_hash FROM person WHERE username = 'siti') WHERE id = ${personId}`,
    );
    for (const positionId of posts)
      await people.addAppointment(admin, {
        personId,
        positionId,
        forms: validTo === null ? [] : ['Plt.'],
        validFrom: '2026-01-05',
        validTo,
        warrant: '',
      });
    return personId;
  };
  await add('nina', [secretary]);
  await add('agus', [await post('Bupati')]);
  await add('tono', [camat]);
  const vacant = [
    await newPost(own, head, 'Kepala Subbagian Kosong'),
    await newPost(other, camat, 'Kepala Seksi Kosong'),
  ];
  await add('eko', [await post('Kepala Bidang'), ...vacant], '2026-11-20');
  for (const [username, unitId] of [
    ['lina', other],
    ['putu', own],
  ] as const)
    await people.setDuty(admin, { personId: await add(username, []), unitId, duty: 'registry', held: true });
  for (const [username, givenAs] of [
    ['dewi', 'holder'],
    ['gita', 'administrator'],
  ] as const) {
    const personId = await add(username, [desk]);
    await db.run(sql`INSERT INTO mandate (from_position_id, to_person_id, tasks, kinds, valid_from, given_as, warrant, made_by, made_at)
      VALUES (${head}, ${personId}, ARRAY['dispose'], '{}', '2026-01-05', ${givenAs}, 'cuti', 1, ${app.now})`);
  }
  // The head of section is acting regional secretary in the small regency: here nobody in the tree stands above it.
  await db.run(sql`DELETE FROM appointment WHERE 'Plh.' = ANY (forms)`);
  await app.deps.incoming.firstHolders.set(admin, { unitId: own, positionId: secretary });
  return { own, other };
}

interface Files {
  letter: Buffer;
  attachment: Buffer;
  report: Buffer;
}

async function storeFiles(app: TestApp): Promise<Files> {
  const store = async () => {
    const pdf = await PDFDocument.create();
    const font = await pdf.embedFont(StandardFonts.TimesRoman);
    pdf.addPage([300, 400]).drawText(randomUUID(), { x: 20, y: 300, size: 12, font });
    const stored = await documentsOf.get(app.db)?.put(Buffer.from(await pdf.save()));
    if (stored === undefined) throw new Error('the office is not there');
    await recordDocument(app.db, { ...stored, mediaType: 'application/pdf', at: app.now });
    return stored.sha256;
  };
  return { letter: await store(), attachment: await store(), report: await store() };
}

type Wanted = { security: Class; course: Course; mark: string; files: Files; unitId: number };

async function carry(app: TestApp, actor: (role: Role) => Promise<Actor>, wanted: Wanted): Promise<Letter> {
  const { security, course, mark, files, unitId } = wanted;
  const { dispositions, incoming } = app.deps;
  const post = async (name: string) => Number(await positionId(app, name));
  const secret = security === 'R' || security === 'SR';
  const clerk = await actor(course === 'fresh' ? 'former clerk' : 'clerk');
  const registration: Registration = {
    ...{ submissionKey: randomUUID(), unitId, origin: 'desk', channel: 'post', classification: '' },
    ...{
      senderName: `Asal ${mark}`,
      senderAddress: `Jalan ${mark}`,
      number: `No/${mark}/2026`,
      letterDate: '2026-11-19',
    },
    ...{ receivedAt: app.now, security, urgency: 'AMAT_SEGERA', subject: `Hal ${mark}` },
    addresseePositionId: await post('Kepala Dinas'),
    by: { personId: clerk.personId, appointmentId: undefined, capacity: 'Petugas agenda' },
    ...(course === 'withheld'
      ? { withheld: true }
      : {
          document: { sha256: files.letter, pages: 1 },
          attachments: [{ name: `Lampiran ${mark}.pdf`, sha256: files.attachment, pages: 1 }],
        }),
  };
  const { incomingId: id, holdingId: first } = await app.db.transaction((tx) =>
    registerWithin(tx, registration, { at: app.now, appOrigin: app.origin }),
  );
  const letter: Letter = {
    id,
    security,
    course,
    mark,
    sheetId: undefined,
    reportId: undefined,
    scanId: undefined,
    holdings: { first },
  };
  if (course === 'struck') await incoming.strike(clerk, { incomingId: id, reason: `Salah ${mark}` });
  if (course === 'fresh' || course === 'struck' || course === 'withheld') return letter;
  const holdingOf = async (name: string) =>
    (
      await app.db.one(
        ID,
        sql`SELECT id FROM holding WHERE incoming_id = ${id} AND position_id = ${await post(name)} ORDER BY id DESC LIMIT 1`,
      )
    ).id;
  const dispose = async (role: Role, holdingId: number, ...to: string[]) => {
    const recipients = [];
    for (const each of to) recipients.push({ positionId: await post(each), responsible: recipients.length === 0 });
    const words = { instructions: ['PROSES'], remark: `Catatan ${mark}` };
    return dispositions.dispose(await actor(role), { holdingId, recipients, ...words });
  };
  if (!secret)
    await dispositions.forward(await actor('secretary'), {
      holdingId: first,
      positionId: await post('Kepala Dinas'),
      remark: `Naik ${mark}`,
    });
  letter.holdings.head = await holdingOf('Kepala Dinas');
  const given = { abroad: ['Camat'], vacant: ['Kepala Subbagian Kosong', 'Kepala Seksi Kosong'] };
  await dispose(
    'head',
    letter.holdings.head,
    ...(course === 'open' || course === 'closed' ? ['Kepala Bidang'] : given[course]),
  );
  letter.sheetId = (await app.db.one(ID, sql`SELECT max(id) AS id FROM sheet WHERE incoming_id = ${id}`)).id;
  if (course === 'abroad') return letter;
  if (course === 'vacant') {
    letter.holdings.vacant = await holdingOf('Kepala Subbagian Kosong');
    letter.holdings.vacantAbroad = await holdingOf('Kepala Seksi Kosong');
    return letter;
  }
  letter.scanId = await scanLater(app, id, { unitId, personId: clerk.personId, files });
  letter.holdings.section = await holdingOf('Kepala Bidang');
  await dispose('former holder', letter.holdings.section, 'Analis');
  letter.holdings.staff = await holdingOf('Analis');
  const { reportId } = await dispositions.report(await actor('staff'), {
    ...{ holdingId: letter.holdings.staff, text: `Laporan ${mark}` },
    files: [{ name: `Bukti ${mark}.pdf`, sha256: files.report, pages: 1 }],
  });
  letter.reportId = reportId;
  if (course === 'closed')
    await dispositions.finish(await actor('head'), {
      holdingId: letter.holdings.head,
      remark: `Selesai ${mark}`,
      evenOpen: true,
    });
  return letter;
}

/** What is read came later, in place of another scan. */
async function scanLater(
  app: TestApp,
  incomingId: number,
  { unitId, personId, files }: { unitId: number; personId: number; files: Files },
): Promise<number> {
  const { id: intakeId } = await app.db.one(
    ID,
    sql`INSERT INTO intake (unit_id, origin, state, submission_key, for_incoming_id, put_in_by, put_in_at, changed_at)
        VALUES (${unitId}, 'desk', 'registered', ${`scan-later:${incomingId}`}, ${incomingId}, ${personId}, ${app.now}, ${app.now}) RETURNING id`,
  );
  const { id } = await app.db.one(
    ID,
    sql`INSERT INTO incoming_scan (incoming_id, intake_id, part, document_sha256, pages, before_sha256, before_pages, added_by, capacity, added_at)
        VALUES (${incomingId}, ${intakeId}, 'letter', ${files.letter}, 1, ${files.report}, 1, ${personId}, 'Petugas agenda', ${app.now}) RETURNING id`,
  );
  return id;
}

async function putAside(
  app: TestApp,
  {
    letter,
    by,
    personId,
    unitId,
    sha256,
  }: Pick<Aside, 'letter' | 'by'> & Record<'personId' | 'unitId', number> & { sha256: Buffer },
): Promise<Aside> {
  const reason = `Gagal ${letter.mark} ${by}`;
  const { id } = await app.db.one(
    ID,
    sql`INSERT INTO intake (unit_id, origin, state, reason, submission_key, for_incoming_id, document_sha256, pages, findings, put_in_by, put_aside_by,
          put_in_at, changed_at)
        VALUES (${unitId}, 'desk', 'put_aside', ${reason}, ${`aside:${letter.id}:${by}`}, ${letter.id}, ${sha256}, 1, '{}', ${personId}, ${personId},
          ${app.now}, ${app.now}) RETURNING id`,
  );
  return { id, letter, by, reason };
}

async function layAtDesk(
  app: TestApp,
  { state, mark, unitId, sha256 }: { state: Item['state']; mark: string; unitId: number; sha256: Buffer },
): Promise<Item> {
  const found = JSON.stringify({
    by: 'form',
    senderName: `Asal ${mark}`,
    subject: `Hal ${mark}`,
    number: `No/${mark}`,
  });
  const { id } = await app.db.one(
    ID,
    sql`INSERT INTO intake (unit_id, origin, state, reason, submission_key, found, document_sha256, pages, findings, put_in_at, changed_at)
        VALUES (${unitId}, 'public', ${state}, ${state === 'put_aside' ? `Bukan surat ${mark}` : null}, ${`kunci-${mark}`}, ${found}, ${sha256}, 1, '{}',
          ${app.now}, ${app.now}) RETURNING id`,
  );
  const { id: fileId } = await app.db.one(
    ID,
    sql`INSERT INTO intake_file (intake_id, ordinal, role, name, kind, sha256, length, let_in_at, prepared_sha256, pages, facts)
        VALUES (${id}, 1, 'letter', ${`Pindaian ${mark}.pdf`}, 'pdf', ${sha256}, 1000, ${app.now}, ${sha256}, 1,
          ${JSON.stringify({ pictures: false, signed: false, mended: false, leftBehind: [], symbols: [] })}) RETURNING id`,
  );
  return { id, fileId, mark, state };
}
