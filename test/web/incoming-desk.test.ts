import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { Client } from '../support/client.ts';
import { seedIncoming } from './incoming-office.ts';
import { signedIn, smallOffice } from './office.ts';

let app: TestApp;
let clerk: Client;
let head: Client;
let stranger: Client;

beforeAll(async () => {
  app = await startApp();
  await smallOffice(app);
  clerk = await signedIn(app, 'made');
  head = await signedIn(app, 'siti');
  stranger = await signedIn(app, 'joko');
});

const faults = () =>
  app.log.filter(({ level }) => level === 'error').map(({ facts }) => String((facts.err as Error)?.stack));
const typed = (changes: Record<string, string> = {}) => ({
  senderName: 'Camat Purnama',
  number: '005/12/Kec',
  letterDate: '2026-11-19',
  subject: 'Undangan musyawarah',
  addresseePositionId: 'Kepala Dinas Pendidikan dan Kebudayaan',
  receivedOn: '2026-11-20',
  receivedTime: '10:15',
  channel: 'courier',
  security: 'B',
  urgency: 'SEGERA',
  ...changes,
});

describe('The registration form without script', () => {
  it('registers, says the number, and begins the next letter with the same channel', async () => {
    const sent = await clerk.send('/incoming/new', typed());
    expect([sent.status, faults()]).toEqual([303, []]);
    expect(sent.location).toMatch(/^\/incoming\/new\?done=\d+&unit=\d+&channel=courier$/);
    const next = await clerk.get(sent.location ?? '');
    expect(next.html).toMatch(/Terdaftar dengan nomor agenda 1\/2026/);
    expect(next.html).toMatch(/<option value="courier" selected>/);
    const line = await clerk.get((/\/incoming\/\d+\/line/.exec(next.html) ?? [''])[0]);
    expect(line.html).toContain('Undangan musyawarah');
    expect((await clerk.get('/incoming')).html).toContain('Camat Purnama: Undangan musyawarah');
  });

  it('shows what is wrong beside the field, and keeps what was typed and its key', async () => {
    const sent = await clerk.send('/incoming/new', typed({ subject: '', submissionKey: 'a-key-of-the-page' }));
    expect(sent.status).toBe(422);
    expect(sent.html).toContain('Tulis hal suratnya.');
    expect(sent.html).toContain('value="005/12/Kec"');
    expect(sent.html).toContain('value="a-key-of-the-page"');
  });

  it('finds the post by part of its name, and asks where several fit', async () => {
    const one = await clerk.send('/incoming/new', typed({ number: '1/a', addresseePositionId: 'pembinaan sekolah' }));
    expect([one.status, faults()]).toEqual([303, []]);
    const several = await clerk.send('/incoming/new', typed({ number: '1/b', addresseePositionId: 'kepala' }));
    expect(several.html).toContain('Beberapa jabatan cocok: Kepala');
    const none = await clerk.send('/incoming/new', typed({ number: '1/c', addresseePositionId: 'gubernur' }));
    expect(none.html).toContain('Tidak ada jabatan yang cocok');
  });

  it('shows the same letter with a link to its line, and registers it when it is another', async () => {
    await clerk.send('/incoming/new', typed({ number: '77/X' }));
    const again = await clerk.send('/incoming/new', typed({ number: '77 x' }));
    expect(again.status).toBe(422);
    const [, id = ''] = /name="differentFrom" type="checkbox" value="(\d+)"/.exec(again.html) ?? [];
    expect(again.html).toContain(`href="/incoming/${id}/line"`);
    const other = await clerk.send('/incoming/new', typed({ number: '77 x', differentFrom: id }));
    expect(other.status).toBe(303);
  });

  it('is done once by its key however often the page sends it, and sent by nobody in another’s name', async () => {
    const { _csrf } = await tokens(clerk);
    const form = {
      ...typed({ number: '90/A' }),
      _csrf,
      submissionKey: 'kept-in-the-browser',
      unitId: await unitOf(clerk),
    };
    const person = await personOf(clerk);
    const first = JSON.parse((await clerk.post('/incoming/register', { ...form, person })).html);
    const again = JSON.parse((await clerk.post('/incoming/register', { ...form, person })).html);
    expect(again).toEqual(first);
    expect((await clerk.post('/incoming/register', { ...form, person: '1' })).status).toBe(403);
    const refused = await clerk.post('/incoming/register', {
      ...form,
      person,
      submissionKey: 'another-key',
      subject: '',
    });
    expect([refused.status, JSON.parse(refused.html).fields]).toEqual([422, { subject: 'Tulis hal suratnya.' }]);
  });
});

const tokens = async (who: Client) => {
  const said = JSON.parse((await who.get('/incoming/desk.json')).html);
  return { _csrf: said.csrf as string };
};
const personOf = async (who: Client) => String(JSON.parse((await who.get('/incoming/desk.json')).html).person);
const unitOf = async (who: Client) =>
  (/name="unitId" value="(\d+)"/.exec((await who.get('/incoming/new')).html) ?? [])[1] ?? '';

describe('What others see of the desk', () => {
  it('is in the inbox of its clerk as long as something lies there, and in nobody else’s', async () => {
    const unitId = Number(await unitOf(clerk));
    expect((await clerk.get('/')).html).not.toContain('Menunggu didaftarkan');
    await app.db.run(
      sql`INSERT INTO intake (unit_id, origin, state, reason, submission_key, put_in_at, changed_at)
          VALUES (${unitId}, 'desk', 'ready', NULL, 'for-the-inbox-of-the-clerk-1', now(), now()),
            (${unitId}, 'desk', 'put_aside', '{"id":"Iklan.","en":"An advertisement."}', 'for-the-inbox-of-the-clerk-2', now(), now())`,
    );
    expect((await clerk.get('/')).html).toMatch(/href="\/incoming"[\s\S]*Menunggu didaftarkan[\s\S]*1 kiriman/);
    expect((await clerk.get('/')).html).not.toContain('Tidak ada yang menunggu Anda');
    for (const who of [head, stranger]) expect((await who.get('/')).html).not.toContain('Menunggu didaftarkan');
    await app.db.run(sql`DELETE FROM intake WHERE submission_key LIKE 'for-the-inbox%'`);
  });

  it('opens an empty form after a letter on paper: into that of an item the next one would be typed unawares', async () => {
    await app.db.run(sql`INSERT INTO intake (unit_id, origin, state, submission_key, put_in_at, changed_at)
      VALUES (${Number(await unitOf(clerk))}, 'public', 'ready', 'of-somebody', now(), now())`);
    const { location } = await clerk.send('/incoming/new', typed({ number: '13/XI' }));
    expect(location).toMatch(/^\/incoming\/new\?done=/);
    await app.db.run(sql`DELETE FROM intake WHERE submission_key = 'of-somebody'`);
  });

  it('holds for what lies at the desk the moment it came: a letter of Friday evening was not received on Monday', async () => {
    const put = sql`INSERT INTO intake (unit_id, origin, state, reason, submission_key, put_in_at, changed_at)
      VALUES (${Number(await unitOf(clerk))}, 'public', 'refused', 'damaged', 'of-friday', '2026-11-13T13:05:00Z', now()) RETURNING id`;
    const { id } = await app.db.one(z.object({ id: z.number() }), put);
    const { html } = await clerk.get(`/incoming/intake/${id}`);
    expect(html).toMatch(/id="receivedOn"[^>]* value="2026-11-13"/);
    expect(html).toMatch(/id="receivedTime"[^>]* value="20:05"/);
    await app.db.run(sql`DELETE FROM intake WHERE id = ${id}`);
  });

  it('is nothing at all for whoever has no part in a letter', async () => {
    const id = await seedIncoming(app, { subject: 'Hal yang dicari' });
    const list = await stranger.get('/incoming?q=Hal+yang+dicari');
    expect(list.html).not.toContain('SMP Negeri');
    for (const page of ['line', 'correct', 'strike', 'move'])
      expect((await stranger.get(`/incoming/${id}/${page}`)).status).toBe(404);
    expect(JSON.parse((await stranger.get('/incoming/senders.json?q=smp')).html)).toEqual({ senders: [] });
    expect(JSON.parse((await stranger.get('/incoming/posts.json?q=kepala')).html)).toEqual({ posts: [] });
    expect((await stranger.get(`/incoming/agenda/${await unitOf(clerk)}`)).status).toBe(403);
    for (const page of ['correct', 'strike', 'move']) {
      const { _csrf = '' } = await tokens(stranger);
      const sent = await stranger.post(`/incoming/${id}/${page}`, {
        ...typed(),
        _csrf,
        revision: '0',
        reason: 'x',
        holdingId: '1',
        positionId: 'Sekretaris Daerah',
      });
      expect([page, [403, 404, 422].includes(sent.status)]).toEqual([page, true]);
    }
    expect((await clerk.get(`/incoming/${id}/line`)).html).toContain('Hal yang dicari');
  });

  it('marks what its sender withdrew wherever the letter is a line of a list', async () => {
    const id = await seedIncoming(app, { subject: 'Undangan yang dicabut' });
    const { intakeId } = await app.db.one(
      z.object({ intakeId: z.number() }),
      sql`INSERT INTO intake (unit_id, origin, state, submission_key, put_in_at, changed_at)
          VALUES (${Number(await unitOf(clerk))}, 'exchange', 'registered', 'withdrawn-since', now(), now()) RETURNING id AS intake_id`,
    );
    await app.db.transaction(async (tx) => {
      await tx.run(sql`ALTER TABLE incoming DISABLE TRIGGER USER`);
      await tx.run(sql`UPDATE incoming SET intake_id = ${intakeId} WHERE id = ${id}`);
      await tx.run(sql`ALTER TABLE incoming ENABLE TRIGGER USER`);
    });
    await app.db.run(sql`UPDATE holding SET due_at = '2026-01-01' WHERE incoming_id = ${id}`);
    const marked = async () => {
      const lists: [Client, string][] = [
        [head, '/'],
        [head, '/incoming?q=dicabut'],
        [clerk, '/overdue'],
      ];
      lists.push([clerk, `/incoming/agenda/${await unitOf(clerk)}`], [clerk, `/incoming/${id}/line`]);
      return Promise.all(
        lists.map(async ([who, path]) => [path, (await who.get(path)).html.includes('Dicabut pengirim')]),
      );
    };
    const before = await marked();
    expect(before.map(([, there]) => there)).toEqual(before.map(() => false));
    await app.db.run(sql`INSERT INTO sender_status (intake_id, n, code, changed_at, note, told_at)
      VALUES (${intakeId}, 1, 'withdrawn', now(), 'note', now())`);
    expect([await marked(), faults()]).toEqual([before.map(([path]) => [path, true]), []]);
  });

  it('is the line of a secret letter without its subject for the clerk, who does not find it by that', async () => {
    const id = await seedIncoming(app, { security: 'R', subject: 'Mutasi pejabat' });
    for (const path of [
      `/incoming/${id}/line`,
      `/incoming/${id}/correct`,
      '/incoming',
      '/incoming?q=mutasi',
      `/incoming/agenda/${await unitOf(clerk)}`,
    ])
      expect([path, (await clerk.get(path)).html.includes('Mutasi')]).toEqual([path, false]);
    expect((await clerk.get('/incoming?q=mutasi')).html).toContain('Tidak ada surat yang cocok');
    expect((await head.get('/incoming?q=mutasi')).html).toContain(`href="/incoming/${id}"`);
    expect((await head.get('/incoming?q=mutasi')).html).not.toContain('Mutasi pejabat');
  });
});

describe('What a clerk mends', () => {
  it('is the line, with its number and a trace of what changed', async () => {
    const id = await seedIncoming(app, { subject: 'Salah ketik' });
    const sent = await clerk.send(`/incoming/${id}/correct`, typed({ subject: 'Sudah benar', number: '3/benar' }));
    expect([sent.status, sent.location, faults()]).toEqual([303, `/incoming/${id}/line`, []]);
    expect((await clerk.get(`/incoming/${id}/line`)).html).toContain('Sudah benar');
    const { rows } = await app.db.pool.query(
      "SELECT note FROM incoming_event WHERE kind = 'corrected' AND incoming_id = $1",
      [id],
    );
    expect(rows[0]?.note).toContain('hal');
    const late = await clerk.send(`/incoming/${id}/correct`, typed({ revision: '0', subject: 'Terlambat' }));
    expect(late.html).toContain('baru saja diperbaiki orang lain');
  });

  it('strikes a line whose number stays with its reason', async () => {
    const id = await seedIncoming(app, { senderName: 'Terdaftar dua kali' });
    expect((await clerk.send(`/incoming/${id}/strike`, { reason: '' })).status).toBe(422);
    expect((await clerk.send(`/incoming/${id}/strike`, { reason: 'Terdaftar dua kali' })).status).toBe(303);
    const agenda = await clerk.get(`/incoming/agenda/${await unitOf(clerk)}`);
    expect(agenda.html).toContain('Dicoret: Terdaftar dua kali');
    expect(agenda.html).toMatch(/Nomor terakhir: \d+\. Pada halaman ini tidak ada nomor yang hilang/);
    expect((await head.get(`/incoming/${id}/line`)).html).not.toContain(`href="/incoming/${id}/strike"`);
    expect((await clerk.get(`/incoming/${id}/correct`)).status).toBe(303);
  });

  it('gives an unread letter to another post, and not one that was opened', async () => {
    const id = await seedIncoming(app, {});
    const moved = await clerk.send(`/incoming/${id}/move`, { positionId: 'pembinaan sekolah' });
    expect([moved.status, faults()]).toEqual([303, []]);
    expect((await clerk.get(`/incoming/${id}/line`)).html).toContain('Kepala Bidang Pembinaan Sekolah Dasar');
    await app.db.pool.query("UPDATE holding SET state = 'read' WHERE incoming_id = $1", [id]);
    expect((await clerk.get(`/incoming/${id}/move`)).location).toBe(`/incoming/${id}/line`);
  });
});

describe('First holders', () => {
  it('are set by an administrator, and letters to the unit go there', async () => {
    const admin = await signedIn(app, 'rini');
    const unitId = await unitOf(clerk);
    const positions = await app.people.listPositions();
    const section = positions.find(({ name }) => name.startsWith('Kepala Bidang'));
    const sent = await admin.send('/settings/incoming', { unitId, positionId: String(section?.id) });
    expect([sent.status, faults()]).toEqual([303, []]);
    const id = await seedIncoming(app, {});
    expect((await clerk.get(`/incoming/${id}/line`)).html).toMatch(/Ada pada[\s\S]*Kepala Bidang Pembinaan/);
    expect((await admin.get('/settings/incoming')).html).toContain('Kepala Bidang Pembinaan Sekolah Dasar');
    await admin.send('/settings/incoming', { unitId, positionId: '' });
  });
});
