import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { calendarDate } from '../../src/clock.ts';
import { linkOwnLetter } from '../../src/incoming/registering/mend-line.ts';
import { findAddressee } from '../../src/incoming/registering/own-letter.ts';
import {
  type IntakeToRegister,
  type RegisterDeps,
  registerLetter,
} from '../../src/incoming/registering/register-letter.ts';
import type { Actor } from '../../src/people/actor.ts';
import { sql } from '../../src/postgres/sql.ts';
import { tellStatus } from '../../src/sending/tell-status.ts';
import { withdrawLetter } from '../issuing/signing-world.ts';
import { type SendingWorld, sendingWorld, telling } from '../sending/sending-world.ts';

/* A scan of a letter of ours, as the front desk has it when its QR was looked up: what the check said is given, the rest is real. */

let world: SendingWorld;
let camat: Actor;
let district: number;
beforeAll(async () => {
  world = await sendingWorld();
  const { db } = world.layang;
  const found = await db.one(
    z.object({ unitId: z.number(), personId: z.number() }),
    sql`SELECT p.unit_id, a.person_id FROM position p JOIN appointment a ON a.position_id = p.id WHERE p.name = 'Camat Muara Sagara'`,
  );
  district = found.unitId;
  await db.run(sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${found.personId}, ${district}, 'registry')`);
  camat = await world.actor('camat');
});
afterAll(async () => await world.close());

const post = (name: string) => ({ type: 'position' as const, positionId: world.positions.get(name) ?? 0 });
const onPaper = { 1: { channel: 'print' }, 2: { channel: 'print' } };
const issued = async (to: string, channels = onPaper, security: 'B' | 'R' = 'B') => {
  const letterId = await world.issue({ recipients: [post(to)], copies: [], security });
  const sender = security === 'R' ? world.chief : world.clerk;
  await world.send(letterId, sender, channels);
  await world.jobs.idle();
  return letterId;
};
const tokenOf = (letterId: number) =>
  world.layang.db.one(z.object({ token: z.string() }), sql`SELECT token FROM issue WHERE letter_id = ${letterId}`);

async function scan(letterId: number, outcome = 'code-registered'): Promise<IntakeToRegister> {
  const { token } = await tokenOf(letterId);
  const seal = { outcome, token, scanPage: 1, file: 'pindai.pdf', host: 'periksa.sagaraasri.example' };
  const item = { unitId: district, origin: 'desk', state: 'ready', attachments: [], fileHashes: [] } as const;
  return { ...item, findings: { seal }, forIncomingId: null };
}

const deps = (intake: IntakeToRegister): RegisterDeps => ({
  db: world.layang.db,
  clock: () => world.time.now,
  appOrigin: 'https://surat.example',
  intakes: {
    lockForRegistering: async () => intake,
    markRegistered: async () => {},
    backToDesk: async () => {},
    takeIn: async () => ({ intakeId: 0 }),
    receive: async () => [],
    wake() {},
  },
});
let items = 0;
/** What the clerk of the district saves; the line is real, and so is the item that it was made of. */
async function register(intake: IntakeToRegister, changes: { ownLetter?: boolean; differentFrom?: number[] } = {}) {
  const { db } = world.layang;
  const { id: intakeId } = await db.one(
    z.object({ id: z.number() }),
    sql`INSERT INTO intake (unit_id, origin, state, submission_key, put_in_at, changed_at)
        VALUES (${district}, 'desk', 'ready', ${`scan-of-ours-${++items}`}, now(), now()) RETURNING id`,
  );
  const { incomingId } = await registerLetter(deps(intake), camat, {
    ...{ submissionKey: randomUUID(), unitId: district, intakeId, channel: 'post', senderName: 'Dinas dari Kertas' },
    ...{ number: randomUUID(), letterDate: '', subject: 'Seperti pada kertas', urgency: 'BIASA', security: 'B' },
    ...{ receivedOn: calendarDate(world.time.now, 'Asia/Jakarta'), receivedTime: '00:00', ownLetter: true },
    ...{ addresseePositionId: world.positions.get('Camat Muara Sagara') ?? 0, ...changes },
  });
  return incomingId;
}
const read = (incomingId: number) => world.layang.dispositions.read(camat, incomingId);
const answersTo = async (incomingId: number) => {
  const letterId = await world.layang.replying.begin(camat, { incomingId, kind: 'surat-dinas' });
  return (await world.layang.letters.readLetter(camat, letterId)).letter.draft;
};

test('a paper of a letter of ours is linked when the clerk says so, is answered to whoever issued it, and closed by that', async () => {
  const letterId = await issued('Camat Muara Sagara');
  const { db } = world.layang;
  expect(await findAddressee(db, letterId, district)).toBe(world.positions.get('Camat Muara Sagara'));
  expect(await findAddressee(db, letterId, world.clerk.duties[0]?.unitId ?? 0)).toBeUndefined();
  const incomingId = await register(await scan(letterId));
  const line = await read(incomingId);
  expect(line).toMatchObject({ incoming: { letterId, deliveryId: null }, ownLetterId: letterId });
  expect(line.timeline.map(({ kind }) => kind)).toContain('linked');
  // The paper says that it was read; of what was delivered here nothing was opened.
  expect((await world.deliveries(letterId)).map(({ state }) => state)).toEqual(['queued']);
  const draft = await answersTo(incomingId);
  expect(draft).toMatchObject({ replyToId: letterId, recipients: [post('Kepala Dinas Pendidikan')] });
  const answer = await world.issue({ recipients: [post('Kepala Dinas Pendidikan')], copies: [] });
  await db.run(sql`UPDATE letter SET answers_id = ${incomingId} WHERE id = ${answer}`);
  await world.send(answer);
  await world.jobs.idle();
  expect((await read(incomingId)).incoming).toMatchObject({ state: 'closed', answeredBy: answer });
});

test('what came within the office already is told as the same letter, with its agenda number', async () => {
  const letterId = await issued('Camat Muara Sagara', {} as typeof onPaper);
  const intake = await scan(letterId);
  const refused = await register(intake).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'incoming-duplicate' });
  const { agenda, id } = await world.layang.db.one(
    z.object({ agenda: z.number(), id: z.number() }),
    sql`SELECT agenda, id FROM incoming WHERE letter_id = ${letterId}`,
  );
  expect(JSON.stringify(refused)).toContain(`sudah masuk dengan nomor agenda ${agenda}/`);
  // Another paper with a copied QR: the clerk says so, and nothing is linked.
  const other = await register(intake, { ownLetter: false });
  expect((await read(other)).incoming.letterId).toBeNull();
  expect((await read(await register(intake, { differentFrom: [id] }))).incoming.letterId).toBe(letterId);
});

test('a clerk takes a link away and sets it again; what a check speaks against is never linked', async () => {
  const letterId = await issued('Camat Muara Sagara');
  const incomingId = await register(await scan(letterId));
  const link = (linked: boolean) => linkOwnLetter(deps({} as IntakeToRegister), camat, { incomingId, linked });
  await link(false);
  await link(false);
  expect(await read(incomingId)).toMatchObject({ incoming: { letterId: null }, ownLetterId: undefined });
  expect((await answersTo(incomingId)).recipients).toMatchObject([{ type: 'outsider', name: 'Dinas dari Kertas' }]);
  expect(await world.layang.incoming.line(camat, incomingId)).toMatchObject({ may: { link: true, unlink: false } });
  await link(true);
  expect(await world.layang.incoming.line(camat, incomingId)).toMatchObject({
    ...{ may: { link: false, unlink: true }, ownLetterId: letterId },
  });
  const kinds = (await read(incomingId)).timeline.map(({ kind }) => kind).filter((kind) => kind.includes('linked'));
  expect(kinds).toEqual(['linked', 'unlinked', 'linked']);
  for (const outcome of ['forged-seal', 'page-missing', 'not-registered', 'unknown-key', 'other-host']) {
    const id = await register(await scan(letterId, outcome), {});
    expect([outcome, (await read(id)).incoming.letterId]).toEqual([outcome, null]);
    await expect(
      linkOwnLetter(deps({} as IntakeToRegister), camat, { incomingId: id, linked: true }),
    ).rejects.toMatchObject({ code: 'not-our-letter' });
  }
  const arrived = await issued('Camat Muara Sagara', {} as typeof onPaper);
  const { id } = await world.layang.db.one(
    z.object({ id: z.number() }),
    sql`SELECT id FROM incoming WHERE letter_id = ${arrived}`,
  );
  const away = linkOwnLetter(deps({} as IntakeToRegister), camat, { incomingId: id, linked: false });
  await expect(away).rejects.toMatchObject({ code: 'came-by-itself' });
});

test('whoever has the paper of a letter of ours is told once when that is withdrawn, with the link alone, and its timeline says so', async () => {
  const { db, dispositions } = world.layang;
  const letterId = await issued('Camat Muara Sagara');
  const intake = await scan(letterId);
  const incomingId = await register(intake);
  const unlinked = await register(intake, { differentFrom: [incomingId], ownLetter: false });
  const struck = await register(intake, { differentFrom: [incomingId] });
  await world.layang.incoming.strike(camat, { incomingId: struck, reason: 'Terdaftar dua kali' });
  const [held] = (await read(incomingId)).holdings;
  const recipients = [{ positionId: world.positions.get('Pengadministrasi Perkantoran') ?? 0, responsible: true }];
  await dispositions.dispose(camat, { holdingId: held?.id ?? 0, instructions: ['PROSES'], remark: '', recipients });
  await db.run(sql`UPDATE person SET email = username || '@sagaraasri.example' WHERE username IN ('camat', 'agenda')`);
  await withdrawLetter(world, letterId);
  await world.jobs.idle();
  const again = { db, clock: () => world.time.now, appOrigin: 'https://surat.example', ...telling };
  await tellStatus(again, letterId);
  const told = await db.many(
    z.object({ incomingId: z.number(), to: z.string() }),
    sql`SELECT m.incoming_id, split_part(m.to_address, '@', 1) AS to FROM mail m
        WHERE m.incoming_id = ANY (${[incomingId, unlinked, struck]}::bigint[]) AND m.subject LIKE 'Surat masuk dicabut pengirim%' ORDER BY 2`,
  );
  expect(told).toEqual(['agenda', 'camat'].map((to) => ({ incomingId, to })));
  expect((await read(incomingId)).senderStatuses.map(({ code }) => code)).toEqual(['withdrawn']);
  // What was linked after the change, its clerk saw: nobody is told afterwards.
  const later = await scan(letterId, 'withdrawn');
  world.time.now = new Date(world.time.now.getTime() + 60_000);
  const linkedLater = await register(later, { differentFrom: [incomingId] });
  await tellStatus(again, letterId);
  const of = sql`SELECT count(*)::int AS n FROM mail WHERE incoming_id = ${linkedLater} AND subject LIKE '%dicabut%'`;
  expect(await db.one(z.object({ n: z.number() }), of)).toEqual({ n: 0 });
});

test('a QR of a secret letter on any paper tells whoever holds that paper nothing of it', async () => {
  const letterId = await issued('Sekretaris Daerah', onPaper, 'R');
  const { content } = await world.layang.letters.readLetter(world.chief, letterId);
  expect(await findAddressee(world.layang.db, letterId, district)).toBeUndefined();
  const incomingId = await register(await scan(letterId));
  const shown = await read(incomingId);
  expect(shown).toMatchObject({ incoming: { letterId }, ownLetterId: undefined });
  const line = await world.layang.incoming.line(camat, incomingId);
  const draft = await answersTo(incomingId);
  expect(draft).toMatchObject({ replyToId: null, recipients: [{ type: 'outsider', name: 'Dinas dari Kertas' }] });
  expect(line.ownLetterId).toBeUndefined();
  for (const said of [shown, line, draft]) expect(JSON.stringify(said)).not.toContain(content?.subject ?? 'none');
  await expect(world.layang.letters.readLetter(camat, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
});
