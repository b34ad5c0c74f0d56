import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Runner } from '../../src/jobs/runner.ts';
import type { TestApp } from '../support/app.ts';
import { EICAR } from '../support/clamd-server.ts';
import type { Client, SentFile } from '../support/client.ts';
import { beginnings } from '../uploads/scan-files.ts';
import { type DeskWorld, lockedPdf, scanOf, startDesk } from './desk-world.ts';
import { deskClerk, seedIncoming } from './incoming-office.ts';
import { signedIn } from './office.ts';

let world: DeskWorld;
let app: TestApp;
let runner: Runner;
let clerk: Client;
let unitId: string;

beforeAll(async () => {
  world = await startDesk();
  ({ app, runner } = world);
  await app.db.pool.query("UPDATE person SET email = username || '@lembahpurnama.example'");
  clerk = await signedIn(app, 'made');
  unitId = (/name="unitId" value="(\d+)"/.exec((await clerk.get('/incoming/new')).html) ?? [])[1] ?? '';
});

const typed = (changes: Record<string, string> = {}): Record<string, string> => ({
  ...{ senderName: 'Camat Purnama', number: randomUUID(), letterDate: '2026-11-19', subject: 'Undangan musyawarah' },
  ...{ addresseePositionId: 'Kepala Dinas Pendidikan dan Kebudayaan', receivedOn: '2026-11-20', receivedTime: '10:15' },
  ...{ channel: 'courier', security: 'B', urgency: 'SEGERA', ...changes },
});
const file = (name: string, bytes: Uint8Array): SentFile => ({ field: 'files', name, bytes });
const boxOf = (html: string) => (/name="differentFrom" type="checkbox" value="(\d+p?)"/.exec(html) ?? [])[1] ?? '';
const lineOf = async (key: string) =>
  (await app.db.pool.query('SELECT * FROM incoming WHERE submission_key = $1', [key])).rows[0];
const itemsOf = async (incomingId: number) =>
  (await app.db.pool.query('SELECT id, state FROM intake WHERE for_incoming_id = $1', [incomingId])).rows;
const counts = async () =>
  (await app.db.pool.query('SELECT (SELECT count(*) FROM incoming) AS lines, (SELECT count(*) FROM intake) AS items'))
    .rows[0];
/** What lies in the store of documents. */
const onDisk = () => readdirSync(join(world.folder, 'documents'), { recursive: true }).sort();
const toldOfScans = async (incomingId: number) => {
  const asked = "SELECT 1 FROM mail WHERE incoming_id = $1 AND body LIKE '%pindaian%'";
  return (await app.db.pool.query(asked, [incomingId])).rowCount;
};
const tokens = async (who: Client) => {
  const { csrf, person } = JSON.parse((await who.get('/incoming/desk.json')).html);
  return { _csrf: String(csrf), person: String(person) };
};
/** Of the same agenda. */
async function anotherClerk(): Promise<Client> {
  const admin = await app.people.loadActor(1);
  const budi = admin && (await app.people.listPersons(admin)).find(({ username }) => username === 'budi');
  if (admin === undefined || budi === undefined) throw new Error('the office is not there');
  await app.people.setDuty(admin, { personId: budi.id, unitId: Number(unitId), duty: 'registry', held: true });
  return signedIn(app, 'budi');
}

describe('A letter registered with its scan', () => {
  it('is one act: its number at once, its pages when they are prepared, once however often it is sent', async () => {
    const submissionKey = randomUUID();
    const files = [file('lembar-1.jpg', await scanOf(90)), file('lembar-2.jpg', await scanOf(120))];
    const form = typed({ submissionKey, after: 'open' });
    const send = () => clerk.sendFiles('/incoming/new', form, files);
    const sent = [...(await Promise.all([send(), send()])), await send()];
    const { id } = await lineOf(submissionKey);
    for (const { status, location } of sent) expect([status, location]).toEqual([303, `/incoming/${id}/line`]);
    await runner.idle();
    const line = await lineOf(submissionKey);
    expect(line).toMatchObject({ pages: 2, state: 'open' });
    expect(await itemsOf(id)).toEqual([{ id: line.intake_id, state: 'registered' }]);
    const head = await signedIn(app, 'siti');
    const page = await head.get(`/incoming/${id}`);
    expect(page.html).toContain(`/incoming/${id}/pages/2.png`);
    expect(page.html).toContain('Pindaian ditambahkan');
    // Whoever had not opened it heard of one thing, not of two.
    expect(await toldOfScans(id)).toBe(0);
    expect((await clerk.get('/incoming')).html).not.toContain('belum masuk ke suratnya');
  });

  it('is told beside the field what is wrong with a file, and nothing that was typed is lost', async () => {
    const before = await counts();
    const good = file('baik.jpg', await scanOf(91));
    for (const [files, sentence] of [
      [[file('foto.heic', beginnings.heic)], 'Foto HEIC dari ponsel tidak dapat dibaca'],
      [[good, file('kosong.pdf', Buffer.alloc(0))], 'kosong.pdf kosong (0 byte)'],
      [[good, file('catatan.pdf', Buffer.from('bukan PDF'))], 'catatan.pdf: Berkas ini bukan PDF'],
      [[file('virus.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), EICAR]))], 'Pemindai virus menemukan Eicar-Test'],
      [Array.from({ length: 31 }, () => good), 'Terlalu banyak berkas'],
    ] as const) {
      const sent = await clerk.sendFiles('/incoming/new', typed({ subject: 'Tetap terketik' }), files);
      expect([sent.status, sent.html.includes('value="Tetap terketik"')]).toEqual([422, true]);
      expect(/id="files-error"[\s\S]*?<\/p>/.exec(sent.html)?.[0]).toContain(sentence);
    }
    const envelope = typed({ security: 'R', withheld: 'yes' });
    expect((await clerk.sendFiles('/incoming/new', envelope, [good])).html).toContain('sampulnya saja tidak menerima');
    // Something else is wrong: the field of files is empty again, and says so.
    const sent = await clerk.sendFiles('/incoming/new', typed({ subject: '' }), [good]);
    expect(sent.html).toContain('Berkasnya belum tersimpan. Pilih lagi');
    expect(await counts()).toEqual(before);
  });

  it('is told so on the pages that add a scan and drop several as well, and the summary leads to the field', async () => {
    const id = await seedIncoming(app);
    const before = await counts();
    const good = file('baik.jpg', await scanOf(92));
    for (const [files, sentence] of [
      [[file('foto.heic', beginnings.heic)], 'Foto HEIC dari ponsel tidak dapat dibaca'],
      [[good, file('catatan.pdf', Buffer.from('bukan PDF'))], 'catatan.pdf: Berkas ini bukan PDF'],
      [Array.from({ length: 31 }, () => good), 'Terlalu banyak berkas'],
      [[], 'Pilih paling sedikit satu berkas'],
    ] as const) {
      for (const [page, fields, action] of [
        [`/incoming/${id}/scan`, {}, `/incoming/${id}/scan`],
        ['/incoming', { unitId, together: 'yes' }, '/incoming/drop'],
      ] as const) {
        const sent = await clerk.sendFiles(page, fields, files, action);
        expect([page, sent.status]).toEqual([page, 422]);
        expect(/id="files-error"[\s\S]*?<\/p>/.exec(sent.html)?.[0]).toContain(sentence);
        expect(/<a href="#files">([^<]*)/.exec(sent.html)?.[1]).toContain(sentence);
      }
    }
    expect(await counts()).toEqual(before);
  });

  it('stands in the agenda though its file turns out locked, and shows the clerk what to mend', async () => {
    const submissionKey = randomUUID();
    await clerk.sendFiles('/incoming/new', typed({ submissionKey }), [file('terkunci.pdf', await lockedPdf())]);
    await runner.idle();
    const { id, intake_id, pages } = await lineOf(submissionKey);
    expect(pages).toBeNull();
    const head = await signedIn(app, 'siti');
    expect((await head.get(`/incoming/${id}`)).html).toContain('Pindaian surat ini tidak dapat dipakai');
    for (const path of ['/incoming', `/incoming/${id}/line`])
      expect((await clerk.get(path)).html).toMatch(
        new RegExp(`href="/incoming/intake/${intake_id}"[\\s\\S]*Bermasalah`),
      );
    const item = `/incoming/intake/${intake_id}`;
    expect((await clerk.get(item)).html).toContain('dilindungi kata sandi');
    await clerk.sendFiles(
      `${item}/files`,
      { role: 'letter' },
      [{ ...file('baik.jpg', await scanOf(92)), field: 'file' }],
      `${item}/files`,
    );
    const [bad] = (await app.db.pool.query('SELECT id FROM intake_file WHERE intake_id = $1 ORDER BY id', [intake_id]))
      .rows;
    await clerk.send(`${item}/files`, {}, `${item}/files/${bad.id}/remove`);
    await runner.idle();
    expect(await lineOf(submissionKey)).toMatchObject({ pages: 1 });
    expect((await clerk.get(`/incoming/${id}/line`)).html).not.toContain('Bermasalah');
    // Its head had opened it when there was nothing to read.
    expect(await toldOfScans(id)).toBe(1);
  });

  it('has its pages also when the power fails after they were prepared; the desk shows it until then', async () => {
    const submissionKey = randomUUID();
    world.dies = true;
    await clerk.sendFiles('/incoming/new', typed({ submissionKey }), [file('terputus.jpg', await scanOf(97))]);
    await runner.idle();
    const { id, pages, intake_id } = await lineOf(submissionKey);
    expect([pages, await itemsOf(id)]).toEqual([null, [{ id: intake_id, state: 'ready' }]]);
    expect((await clerk.get('/incoming')).html).toContain(`href="/incoming/intake/${intake_id}"`);
    world.dies = false;
    app.now = new Date(app.now.getTime() + 3_600_000);
    runner.wake();
    await runner.idle();
    expect(await lineOf(submissionKey)).toMatchObject({ pages: 1 });
  });

  it('is read by name alone where it is secret, and no other clerk has its item', async () => {
    const submissionKey = randomUUID();
    const form = typed({ submissionKey, security: 'R', subject: 'Mutasi' });
    await clerk.sendFiles('/incoming/new', form, [file('rahasia.pdf', await lockedPdf())]);
    await runner.idle();
    const { id, intake_id } = await lineOf(submissionKey);
    const other = await anotherClerk();
    expect((await other.get('/incoming')).html).not.toContain(`/incoming/intake/${intake_id}`);
    for (const path of [`/incoming/intake/${intake_id}`, `/incoming/intake/${intake_id}/files`])
      expect((await other.get(path)).status).toBe(404);
    expect((await clerk.get('/incoming')).html).toContain(`/incoming/intake/${intake_id}`);
    expect((await clerk.get(`/incoming/${id}`)).status).toBe(404);
  });

  it('is known by its file too, and registered all the same when it is another letter', async () => {
    const scan = file('sama.jpg', await scanOf(93));
    await clerk.sendFiles('/incoming/new', typed(), [scan]);
    const same = await clerk.sendFiles('/incoming/new', typed(), [scan]);
    const differentFrom = boxOf(same.html);
    expect([same.status, same.html.includes('Berkas sama')]).toEqual([422, true]);
    expect((await clerk.sendFiles('/incoming/new', typed({ differentFrom }), [scan])).status).toBe(303);
  });

  it('is asked again where the paper alone was said to be of another letter, and sender and number were typed as that one’s since', async () => {
    const scan = file('sama-lagi.jpg', await scanOf(94));
    const number = `${randomUUID()}/A`;
    const first = await clerk.sendFiles('/incoming/new', typed({ number, after: 'open' }), [scan]);
    const [, id] = /incoming\/(\d+)\/line/.exec(first.location ?? '') ?? [];
    const paper = await clerk.sendFiles('/incoming/new', typed(), [scan]);
    expect(boxOf(paper.html)).toBe(`${id}p`);
    const changed = typed({ number: number.replace('/', ' '), differentFrom: `${id}p` });
    const again = await clerk.sendFiles('/incoming/new', changed, [scan]);
    expect([again.status, boxOf(again.html)]).toEqual([422, id]);
    // Something else is wrong: what was said of both stays said, and holds for whatever of them changes then.
    const wrong = await clerk.sendFiles('/incoming/new', { ...changed, differentFrom: `${id}`, subject: '' }, [scan]);
    expect(wrong.html).toContain(`<input type="hidden" name="differentFrom" value="${id}">`);
    expect((await clerk.sendFiles('/incoming/new', { ...changed, differentFrom: `${id}` }, [scan])).status).toBe(303);
  });

  it('gets files that were chosen only after its answer was lost; struck, they lie at the desk', async () => {
    const submissionKey = randomUUID();
    const form = { ...typed({ submissionKey, unitId }), ...(await tokens(clerk)) };
    const first = JSON.parse((await clerk.post('/incoming/register', form)).html);
    const again = await clerk.sendFiles(
      '/incoming/new',
      form,
      [file('susulan.jpg', await scanOf(94))],
      '/incoming/register',
    );
    expect(JSON.parse(again.html)).toEqual(first);
    await runner.idle();
    const { id, intake_id, pages } = await lineOf(submissionKey);
    expect(pages).toBe(1);
    await clerk.send(`/incoming/${id}/strike`, { reason: 'Terdaftar dua kali' });
    expect((await clerk.get('/incoming')).html).toContain(`href="/incoming/intake/${intake_id}"`);
    expect((await clerk.get(`/incoming/intake/${intake_id}`)).html).toContain('Simpan dan berikutnya');
    // Struck before it was prepared: the same.
    const early = randomUUID();
    await clerk.sendFiles('/incoming/new', typed({ submissionKey: early }), [file('cepat.jpg', await scanOf(95))]);
    const line = await lineOf(early);
    await app.deps.incoming.strike(await deskClerk(app), { incomingId: line.id, reason: 'Salah' });
    await runner.idle();
    expect((await clerk.get('/incoming')).html).toContain(`href="/incoming/intake/${line.intake_id}"`);
    // What was sent once more meanwhile is no second one.
    const late = await clerk.sendFiles('/incoming/new', typed({ submissionKey: early }), [
      file('cepat.jpg', await scanOf(95)),
    ]);
    expect(late.status).toBe(303);
    expect(await itemsOf(line.id)).toEqual([]);
  });

  it('keeps files that were chosen in place of others after a lost answer: they wait for the clerk, once', async () => {
    const submissionKey = randomUUID();
    const [one, two] = [file('miring.jpg', await scanOf(98)), file('lurus.jpg', await scanOf(99))];
    for (const files of [[one], [one, two], [one, two]])
      expect((await clerk.sendFiles('/incoming/new', typed({ submissionKey }), files)).status).toBe(303);
    await runner.idle();
    const { id, intake_id, pages } = await lineOf(submissionKey);
    const items = await itemsOf(id);
    expect([pages, items]).toEqual([1, expect.arrayContaining([{ id: intake_id, state: 'registered' }])]);
    const [other, ...more] = items.filter((item) => item.id !== intake_id);
    expect([other?.state, more]).toEqual(['ready', []]);
    expect((await clerk.get('/incoming')).html).toContain(`href="/incoming/intake/${other.id}"`);
    const names = 'SELECT name FROM intake_file WHERE intake_id = $1';
    expect((await app.db.pool.query(names, [other.id])).rows).toEqual([{ name: 'lurus.jpg' }]);
  });

  it('is taken from the clerks of its agenda alone, and of nobody else a byte is kept', async () => {
    const admin = await app.people.loadActor(1);
    const joko = admin && (await app.people.listPersons(admin)).find(({ username }) => username === 'joko');
    const setda = (await app.people.listUnits()).find(({ code }) => code === 'Setda');
    if (admin === undefined || joko === undefined || setda === undefined) throw new Error('the office is not there');
    const stranger = await signedIn(app, 'joko');
    const before = [await counts(), onDisk()];
    const scan = [file('milik-lain.jpg', await scanOf(96))];
    const ask = async () => {
      const form = { ...typed({ submissionKey: randomUUID(), unitId }), ...(await tokens(stranger)) };
      const paths = ['/incoming/new', '/incoming/register'];
      return Promise.all(
        paths.map(async (path) => (await stranger.sendFiles('/incoming/new', form, scan, path)).status),
      );
    };
    expect(await ask()).toEqual([403, 403]);
    // A clerk, of another unit.
    await app.people.setDuty(admin, { personId: joko.id, unitId: setda.id, duty: 'registry', held: true });
    expect(await ask()).toEqual([403, 403]);
    const forged = { ...typed({ unitId }), ...(await tokens(clerk)), _csrf: 'x' };
    expect((await clerk.sendFiles('/incoming/new', forged, scan, '/incoming/register')).status).toBe(403);
    expect([await counts(), onDisk()]).toEqual(before);
  });
});
