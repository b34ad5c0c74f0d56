import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { officials } from '../../src/web/officials.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import type { TestApp } from '../support/app.ts';
import { type Client, client, hiddenFields } from '../support/client.ts';
import { seedScan } from './incoming-scan.ts';
import { enter, faultsOf, positionId, startLetterApp } from './letters-office.ts';

let app: TestApp;
/** Head of agency; head of section and acting regional secretary; the section's staff; nobody. */
let siti: Client;
let budi: Client;
let wati: Client;
let joko: Client;
let KABID: string;
let STAFF: string;

beforeAll(async () => {
  app = await startLetterApp();
  [siti, budi, wati, joko] = [
    await enter(app, 'siti'),
    await enter(app, 'budi'),
    await enter(app, 'wati'),
    await enter(app, 'joko'),
  ];
  KABID = await positionId(app, 'Kepala Bidang');
  STAFF = await positionId(app, 'Analis');
});

const arrived = async (changes: Parameters<typeof seedScan>[1] = {}) => `/incoming/${await seedScan(app, changes)}`;

/** A form that must go through. */
async function send(who: Client, path: string, fields: Record<string, string | string[]>, action?: string) {
  const sent = await who.send(path, fields, action);
  expect([path, faultsOf(app), sent.status]).toEqual([path, [], 303]);
  return sent;
}

/** A letter that the head of agency has disposed to the head of section. */
async function disposed(changes: Parameters<typeof seedScan>[1] = {}): Promise<string> {
  const letter = await arrived(changes);
  await send(siti, `${letter}/dispose`, {
    recipients: KABID,
    instructions: 'PELAJARI',
    remark: 'Lapor sebelum rapat.',
  });
  return letter;
}

describe('An incoming letter in somebody’s hands', () => {
  it.each(['T', 'R', 'SR'] as const)(
    'of class %s is called by its line of the agenda in tabs and history, whatever is done with it',
    async (security) => {
      const letter = await arrived({ security, subject: 'Operasi Fajar Kelabu' });
      const titleOf = async (path: string) => /<title>([^<]*)<\/title>/.exec((await siti.get(path)).html)?.[1];
      for (const path of ['', '/dispose', '/forward', '/finish'])
        expect([path, await titleOf(letter + path)]).toEqual([
          path,
          expect.stringMatching(/Surat masuk agenda \d+\/\d+ · /),
        ]);
      expect((await siti.get(letter)).html).toContain('Operasi Fajar Kelabu');
      const open = await arrived({ subject: 'Undangan terbuka' });
      expect(await titleOf(open)).toContain('Undangan terbuka');
    },
  );

  it('waits in the inbox, leads to what is asked, and closes when all is reported and taken', async () => {
    const letter = await arrived({ subject: 'Undangan Rapat Guru' });
    const inbox = await siti.get('/');
    expect(inbox.html).toMatch(new RegExp(`href="${letter}/dispose\\?holding=\\d+"[^]*Undangan Rapat Guru`));
    const page = await siti.get(`${letter}/dispose`);
    expect(page.html).toContain('Kepala Bidang Pembinaan Sekolah Dasar');
    // Who stands above is never offered.
    expect(page.html).not.toContain('Bupati');
    await send(siti, `${letter}/dispose`, { recipients: KABID, instructions: ['PELAJARI', 'PROSES'], remark: '' });
    expect((await budi.get('/')).html).toContain('Tindak lanjuti');
    // What is asked stands before the letter, for as long as it is asked.
    const asked =
      /<div class="layang-card layang-asked"[\s\S]*Proses lebih lanjut; Pelajari \/ telaah[\s\S]*class="layang-letter"/;
    expect((await budi.get(letter)).html).toMatch(asked);
    expect((await siti.get(letter)).html).not.toContain('layang-asked');

    await send(budi, `${letter}/dispose`, { recipients: STAFF, remark: 'Cek ke lapangan.' });
    await send(wati, `${letter}/report`, { remark: 'Sudah dicek.' });
    for (const who of [budi, wati]) expect((await who.get(letter)).html).not.toContain('layang-asked');
    // Nor is a report asked for that was sent already.
    expect((await wati.get(letter)).html).not.toContain('Laporkan hasil');
    expect((await wati.get(`${letter}/report`)).html).toContain('menunggu diterima. Tulis di sini hanya');
    await send(budi, `${letter}/judge`, { outcome: 'give-back', remark: 'Fotonya belum ada.' });
    // What the report lacks is said first, also where the next one is written; once that is sent, the timeline alone tells it.
    const lacks = /layang-asked"[\s\S]*Laporan dikembalikan[\s\S]*Fotonya belum ada\.[\s\S]*class="layang-letter"/;
    expect((await wati.get(letter)).html).toMatch(lacks);
    expect((await wati.get(`${letter}/report`)).html).toContain('Fotonya belum ada.');
    await send(wati, `${letter}/report`, { remark: 'Foto menyusul lewat surel.' });
    expect((await wati.get(letter)).html).not.toContain('Laporan dikembalikan');
    expect((await budi.get('/')).html).toContain('Terima laporan');
    await send(budi, `${letter}/judge`, { outcome: 'accept', remark: '' });

    // Everybody below is done: that is told upward by itself.
    const judge = await siti.get(`${letter}/judge`);
    expect(judge.html).toContain('Semua penerima di bawahnya sudah selesai.');
    await send(siti, `${letter}/judge`, { outcome: 'accept', remark: '' });
    const read = (await siti.get(letter)).html;
    for (const words of ['Surat ini selesai sejak', 'Dibaca Kepala Bidang', 'Foto menyusul lewat surel.'])
      expect(read).toContain(words);
    await send(siti, `${letter}/reopen`, { remark: 'Ada surat susulan.' });
    expect((await siti.get('/')).html).toContain('Undangan Rapat Guru');
  });

  it('is passed upward to one post, and finished by whoever got it from below', async () => {
    const letter = await arrived({ subject: 'Usulan Hari Jadi' });
    const page = await siti.get(`${letter}/forward`);
    expect(page.html).toContain('Sekretaris Daerah');
    await send(siti, `${letter}/forward`, { recipients: await positionId(app, 'Sekretaris'), remark: 'Mohon arahan.' });
    expect((await budi.get(letter)).html).toContain('Mohon arahan.');
    // Who passed it up gets it back by disposition, not upward a second time.
    const found = await budi.send(`${letter}/forward`, { act: 'search', search: 'Kepala Dinas', remark: '' });
    expect([found.status, found.html.includes('id="found"')]).toEqual([200, true]);
    expect(found.html).not.toContain(`value="${await positionId(app, 'Kepala Dinas')}"`);
    const none = await budi.send(`${letter}/finish`, { remark: '' });
    expect([none.status, none.html.includes('Tulis mengapa surat ini selesai')]).toEqual([422, true]);
    await send(budi, `${letter}/finish`, { remark: 'Cukup diketahui.' });
    expect((await siti.get(letter)).html).toContain('Surat ini selesai sejak');
  });

  it('that is only to be known takes one tap of its recipient, and nothing of the giver', async () => {
    const letter = await arrived({ subject: 'Kalender Pendidikan' });
    expect((await siti.get(`${letter}/dispose`)).html).toContain('cukup diketahui, tanpa laporan');
    await send(siti, `${letter}/dispose`, { recipients: KABID, instructions: 'UNTUK_DIKETAHUI', remark: '' });
    expect((await budi.get('/')).html).toMatch(/Untuk diketahui<\/span>\s*<span[^>]*>Kalender Pendidikan/);
    const page = (await budi.get(letter)).html;
    expect([page.includes('Sudah saya ketahui'), page.includes(`${letter}/report`)]).toEqual([true, false]);
    await send(budi, letter, {}, `${letter}/finish`);
    expect((await siti.get('/')).html).not.toContain('Kalender Pendidikan');
    const read = (await siti.get(letter)).html;
    expect([read.includes('sudah tahu'), read.includes('Surat ini selesai sejak')]).toEqual([true, true]);
  });

  it('lets the giver change or cancel a sheet while nobody has read it, and not after', async () => {
    const letter = await disposed();
    const page = await siti.get(letter);
    const change = /href="([^"]*\/change\?sheet=\d+)"/.exec(page.html)?.[1] ?? '';
    const form = await siti.get(change);
    expect(form.html).toContain('Lapor sebelum rapat.');
    const path = `${letter}/change`;
    await send(siti, change, { recipients: [KABID, STAFF], responsible: STAFF, remark: 'Berdua saja.' }, path);
    const changed = (await siti.get(letter)).html;
    expect(changed).toContain('Lembar diganti: kini kepada');
    // The day that the page brought, out of sight when another deadline is chosen, is no second one; a day typed there is.
    const again = /href="([^"]*\/change\?sheet=\d+)"/.exec(changed)?.[1] ?? '';
    const [, dueOn = ''] = /name="dueOn"[^>]*value="([^"]*)"/.exec((await siti.get(again)).html) ?? [];
    const earlier = { recipients: [KABID, STAFF], responsible: STAFF, remark: 'Lebih cepat.', due: '2026-11-23' };
    expect((await siti.send(again, { ...earlier, dueOn: '2026-12-01' }, path)).status).toBe(422);
    expect((await siti.send(again, { ...earlier, dueOn }, path)).status).toBe(303);
    expect((await siti.get(letter)).html).toContain('23 November 2026');
    const cancelled = await send(siti, letter, {}, `${letter}/cancel`);
    expect(cancelled.location).toBe(letter);
    // Read meanwhile: what was typed is shown beside the reason.
    const open = /href="([^"]*\/change\?sheet=\d+)"/.exec((await siti.get(letter)).html)?.[1] ?? '';
    const late = hiddenFields((await siti.get(open)).html, path);
    await wati.get(letter);
    const refused = await siti.post(path, { ...late, recipients: STAFF, remark: 'Kalimat yang jangan hilang' });
    expect([refused.status, faultsOf(app)]).toEqual([422, []]);
    for (const words of ['sudah dibaca penerimanya', 'Kalimat yang jangan hilang'])
      expect(refused.html).toContain(words);
  });

  it('does not give a letter again to whoever it was taken back from, because the rest of their sheet is changed', async () => {
    const letter = await arrived();
    await send(siti, `${letter}/dispose`, { recipients: [KABID, STAFF], responsible: STAFF, remark: 'Berdua.' });
    await send(siti, letter, {}, `${letter}/cancel`);
    const open = /href="([^"]*\/change\?sheet=\d+)"/.exec((await siti.get(letter)).html)?.[1] ?? '';
    const { html } = await siti.get(open);
    const ticked = [...html.matchAll(/name="recipients" type="checkbox" value="(\d+)" checked/g)].map(([, id]) => id);
    expect(ticked).toEqual([STAFF]);
    expect(html).toContain(`value="${KABID}"`);
  });

  it('says beside the field what is wrong with a sheet, and keeps everything typed', async () => {
    const letter = await arrived();
    const wrong = await siti.send(`${letter}/dispose`, {
      recipients: STAFF,
      instructions: [],
      remark: '',
      due: 'other',
      dueOn: '2026-11-01',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('href="#instructions"');
    expect(wrong.html).toMatch(new RegExp(`value="${STAFF}" checked`));
    const past = await siti.send(`${letter}/dispose`, {
      recipients: STAFF,
      remark: 'Segera.',
      due: 'other',
      dueOn: '2026-11-01',
    });
    expect([past.status, past.html.includes('Batas waktu sudah lewat')]).toEqual([422, true]);
    expect(past.html).toContain('Segera.');
    // A day typed beside another choice, where nothing hides its field.
    const both = await siti.send(`${letter}/dispose`, {
      recipients: STAFF,
      remark: 'Dua batas.',
      due: 'urgency',
      dueOn: '2026-11-27',
    });
    expect(both.status).toBe(422);
    expect(/id="dueOn-error"[\s\S]*?<\/p>/.exec(both.html)?.[0]).toMatch(
      /yang dipilih &quot;Sesuai derajat surat&quot;, tetapi isian &quot;Tanggal lain&quot; memuat 27 November 2026/,
    );
    const searched = await siti.send(`${letter}/dispose`, {
      act: 'search',
      search: 'wati',
      recipients: KABID,
      remark: 'X',
    });
    expect([searched.status, searched.html.includes(`value="${KABID}" checked`)]).toEqual([200, true]);
    const nobody = await siti.send(`${letter}/dispose`, { remark: 'X' });
    expect(nobody.html).toContain('Pilih paling sedikit satu jabatan');
    const oneself = await siti.send(`${letter}/dispose`, {
      recipients: await positionId(app, 'Kepala Dinas'),
      remark: 'X',
    });
    expect(oneself.html).toContain('jabatan Anda sendiri');
  });

  it('is told to whoever held the post until yesterday as theirs no more with what they typed, also where they report with files', async () => {
    const letter = await disposed();
    await send(budi, `${letter}/dispose`, { recipients: STAFF, remark: 'Cek.' });
    const browser = client(app.origin, { origin: app.origin });
    for (const [name, value] of wati.cookies) browser.cookies.set(name, value);
    const page = await browser.get(`${letter}/report`);
    const secrets = { password: 'perahu di sungai', passphrase: 'ombak di dermaga', currentPassword: 'biru di langit' };
    const typed = { remark: 'Sudah dicek, hasilnya <baik>.', ...secrets };
    const fields: Record<string, string> = { ...hiddenFields(page.html, `${letter}/report`), ...typed };
    const term = (to: string | null) =>
      app.db.pool.query('UPDATE appointment SET valid_to = $1 WHERE position_id = $2', [to, STAFF]);
    await app.db.pool.query(`UPDATE holding SET since = since - interval '3 days' WHERE position_id = $1`, [STAFF]);
    await term('2026-11-20');
    const picture = { field: 'files', name: 'foto.png', bytes: new Uint8Array(Buffer.from('iVBORw0KGgo=', 'base64')) };
    for (const files of [[], [picture]]) {
      const late = await browser.sendFiles(`${letter}/report`, fields, files);
      expect(late.html).toContain('<p class="layang-typed">Sudah dicek, hasilnya &lt;baik&gt;.</p>');
      for (const secret of [...Object.values(secrets), fields._csrf, fields._once])
        expect([secret, late.html.includes(secret ?? '')]).toEqual([secret, false]);
      expect([late.status, late.html.includes('Masa jabatan Anda pada jabatan ini sudah berakhir')]).toEqual([
        403,
        true,
      ]);
    }
    // Whatever another site sends in their name is not shown as theirs.
    expect((await wati.sendFiles(`${letter}/report`, fields, [])).html).not.toContain('hasilnya');
    await term(null);
    expect((await wati.get(letter)).html).toContain('Laporkan hasil');
  });

  it('is given once by a double click', async () => {
    const letter = await arrived();
    const page = await siti.get(`${letter}/dispose`);
    const fields = { ...hiddenFields(page.html, `${letter}/dispose`), recipients: KABID, remark: 'Sekali saja.' };
    const both = await Promise.all([siti.post(`${letter}/dispose`, fields), siti.post(`${letter}/dispose`, fields)]);
    expect(both.map(({ status, location }) => [status, location])).toEqual([
      [303, '/'],
      [303, '/'],
    ]);
    const sheets = await app.db.pool.query('SELECT count(*)::int AS n FROM sheet WHERE incoming_id = $1', [
      letter.split('/')[2],
    ]);
    expect(sheets.rows[0].n).toBe(1);
  });

  it('brings files with a report, as PDFs that those who read the letter may fetch', async () => {
    const letter = await disposed();
    const picture = await siti.get(`${letter}/pages/1.png`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    const png = new Uint8Array(await (await fetch(app.origin)).arrayBuffer());
    const bad = await budi.sendFiles(`${letter}/report`, { remark: 'Terlampir.' }, [
      { field: 'files', name: 'catatan.pdf', bytes: png },
    ]);
    expect([bad.status, bad.html.includes('catatan.pdf: ')]).toEqual([422, true]);
    expect(bad.html).toContain('Terlampir.');
    const sheet = await budi.get(`${letter}/document.pdf`);
    expect(sheet.headers.get('content-disposition')).toMatch(/^inline; filename="surat-masuk-2026-\d+\.pdf"$/);
    const attachments = ['/attachments/1.pdf', '/attachments/1/pages/1.png'];
    const files = [...attachments, '/reports/1/files/1.pdf', '/reports/1/files/1/pages/1.png'];
    for (const path of ['/pages/1.png', '/document.pdf', '/sheet.pdf', ...files])
      expect([path, (await joko.get(letter + path)).status]).toEqual([path, 404]);
  });
});

describe('Many similar letters', () => {
  it('are disposed of in the capacity that the sheet will say', async () => {
    const addresseePositionId = Number(await positionId(app, 'Sekretaris'));
    const id = await holdingOf(await arrived({ addresseePositionId }));
    const form = await budi.get(`/incoming/dispose?step=write&holding=${id}`);
    expect(form.html).toContain('Sebagai Plh. Pj. Sekretaris Daerah');
  });

  it('are disposed of on one sheet, and what did not go is named with its reason', async () => {
    const letters = [await arrived({ subject: 'Undangan A' }), await arrived({ subject: 'Undangan B' })];
    const chosen = (await siti.get('/incoming/dispose')).html;
    const holdings = await Promise.all(letters.map(holdingOf));
    for (const id of holdings) expect(chosen).toContain(`name="holding" type="checkbox" value="${id}"`);
    const query = holdings.map((id) => `holding=${id}`).join('&');
    const empty = await siti.get('/incoming/dispose?step=write');
    expect(empty.html).toContain('Centang paling sedikit satu surat.');
    const form = await siti.get(`/incoming/dispose?step=write&${query}`);
    expect(form.html).toContain('Satu lembar untuk 2 surat');
    const hidden = hiddenFields(form.html, '/incoming/dispose');
    const wrong = await siti.post('/incoming/dispose', { ...hidden, holding: holdings, recipients: KABID, remark: '' });
    expect([wrong.status, wrong.html.includes('href="#instructions"')]).toEqual([422, true]);
    // One of them goes another way meanwhile.
    await send(siti, `${letters[0]}/dispose`, { recipients: STAFF, remark: 'Yang ini sendiri.' });
    const fields = { ...hidden, holding: holdings, recipients: KABID, instructions: 'HADIR_BERSAMA' };
    const sent = await siti.post('/incoming/dispose', fields);
    expect([faultsOf(app), sent.location]).toEqual([[], '/incoming/dispose/result']);
    const result = (await siti.get('/incoming/dispose/result')).html;
    for (const words of ['1 surat didisposisikan.', '1 surat tidak terkirim', 'sudah diteruskan atau didisposisikan'])
      expect(result).toContain(words);
    expect((await siti.post('/incoming/dispose', fields)).location).toBe('/incoming/dispose/result');
  });
});

describe('Who may see an incoming letter', () => {
  it('is nobody beside its tree: every page and form of a stranger finds nothing', async () => {
    const letter = await disposed();
    const id = letter.split('/')[2] ?? '';
    const holding = await holdingOf(letter);
    const token = hiddenFields((await joko.get('/account')).html);
    const own = officialRoutes(app.deps, officials(app.deps)).filter(({ path }) =>
      /^\/incoming\/:id(\/(dispose|change|cancel|forward|report|judge|finish|reopen|pages|document|attachments|reports|sheet|reply)|$)/.test(
        path,
      ),
    );
    expect(own.length).toBeGreaterThan(15);
    const before = await trace(id);
    for (const route of own) {
      const path = route.path.replace(':id', id).replace(/:\w+/g, '1');
      const fields = { ...token, holding, sheet: '1', recipients: STAFF, remark: 'X', outcome: 'accept' };
      const page =
        route.method === 'GET' ? await joko.get(path) : await joko.post(path, { ...fields, kind: 'surat-dinas' });
      expect([route.method, path, page.status]).toEqual([route.method, path, 404]);
    }
    expect(await trace(id)).toBe(before);
  });

  it('tells the subject of a secret letter in no list, and keeps no picture of it', async () => {
    const letter = await disposed({ security: 'R', subject: 'Mutasi Rahasia Fajar' });
    expect((await budi.get('/')).html).not.toContain('Mutasi Rahasia Fajar');
    expect((await siti.get('/')).html).not.toContain('Mutasi Rahasia Fajar');
    const picture = await budi.get(`${letter}/pages/1.png`);
    expect([picture.status, picture.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect((await budi.get(letter)).html).toContain('Mutasi Rahasia Fajar');
    expect((await wati.get(letter)).status).toBe(404);
    // The one addressed sees who read it.
    expect((await siti.get(letter)).html).toContain('Siapa yang sudah membaca');
    expect((await budi.get(letter)).html).not.toContain('Siapa yang sudah membaca');
  });

  it('lets the clerk take a secret letter from a vacant post without choosing or learning where it goes', async () => {
    const letter = await disposed({ security: 'R', subject: 'Mutasi Rahasia Fajar' });
    const clerk = await enter(app, 'made');
    const budis = 'SELECT id, valid_to FROM appointment WHERE position_id = $1';
    const { rows } = await app.db.pool.query(budis, [KABID]);
    await app.db.pool.query('UPDATE appointment SET valid_to = valid_from WHERE position_id = $1', [KABID]);
    try {
      const page = await clerk.get(`${letter}/move`);
      expect(page.html).toContain('kembali kepada yang memberikannya');
      expect(page.html).not.toContain('name="positionId"');
      const sent = await clerk.send(`${letter}/move`, {});
      expect([faultsOf(app), sent.status, sent.location]).toEqual([[], 303, `${letter}/line`]);
      const line = await clerk.get(`${letter}/line`);
      expect(line.html).toContain('Surat dialihkan.');
      expect(line.html).not.toMatch(/Kepala Bidang|Mutasi Rahasia/);
      expect((await siti.get(letter)).html).toContain('(jabatan kosong) →');
    } finally {
      for (const { id, valid_to } of rows)
        await app.db.pool.query('UPDATE appointment SET valid_to = $2 WHERE id = $1', [id, valid_to]);
    }
  });

  it('lets somebody in the tree who has nothing to do read, and refuses what is not theirs to do', async () => {
    const letter = await disposed();
    const page = await siti.get(`${letter}/report`);
    expect([page.status, page.location]).toEqual([303, letter]);
    expect((await siti.get(letter)).html).toContain('tidak ada yang perlu Anda lakukan');
    const holding = await holdingOf(letter);
    const other = await siti.send(letter, { holding, remark: 'Bukan milik saya.' }, `${letter}/report`);
    expect(other.status).toBe(403);
  });

  it('does nothing to a letter by a request on the page of another one, and says so', async () => {
    const here = await disposed();
    const [there, fresh] = [await disposed(), await arrived()];
    const [held, first] = [await holdingOf(there), await holdingOf(fresh)];
    const sheets = await app.db.pool.query('SELECT max(id) AS id FROM sheet');
    const sheet = String(sheets.rows[0].id);
    const [before, untouched] = [await trace(there.split('/')[2] ?? ''), await trace(fresh.split('/')[2] ?? '')];
    const remark = 'Yang diketik tetap ada.';
    const asked: [Client, string, Record<string, string>][] = [
      [siti, 'dispose', { holding: first, recipients: KABID, instructions: 'PELAJARI' }],
      [siti, 'forward', { holding: first, recipients: KABID }],
      [siti, 'finish', { holding: first }],
      [siti, 'change', { sheet, recipients: STAFF, instructions: 'PELAJARI' }],
      [siti, 'cancel', { holding: held }],
      [budi, 'report', { holding: held }],
      [siti, 'judge', { holding: held, outcome: 'accept' }],
      [siti, 'judge', { holding: '999999', outcome: 'give-back' }],
    ];
    for (const [who, act, fields] of asked) {
      const token = hiddenFields((await who.get('/account')).html);
      const page = await who.post(`${here}/${act}`, { ...token, remark, ...fields });
      const said = page.html.includes('bukan bagian dari surat yang sedang dibuka');
      expect([act, page.status, said]).toEqual([act, act === 'cancel' ? 409 : 422, true]);
      if (act !== 'cancel') expect([act, page.html.includes(remark)]).toEqual([act, true]);
    }
    expect(await trace(there.split('/')[2] ?? '')).toBe(before);
    expect(await trace(fresh.split('/')[2] ?? '')).toBe(untouched);
  });

  it('shows what was found out when it came as sentences, and the delegate of a post what waits for it', async () => {
    const findings = {
      seal: { outcome: 'forged-seal', scanPage: 1, file: 'pindai.pdf', host: 'periksa.example', number: '12/KS' },
      signatures: [
        {
          file: 'pindai.pdf',
          verdict: 'altered',
          words: { id: 'Berkas ini diubah setelah ditandatangani.', en: 'Altered.' },
          checkedAt: '2026-11-21T02:00:00.000Z',
          signers: [],
        },
      ],
      scan: 'not-scanned',
    };
    const letter = await disposed({ subject: 'Rencana Tanpa Kepala', findings });
    const page = await siti.get(letter);
    for (const words of [
      'Awas',
      'Tanda tangan di dalam QR halaman 1 tidak sah',
      'diubah setelah ditandatangani',
      'pemindai virus',
    ])
      expect(page.html).toContain(words);

    expect((await joko.get(letter)).status).toBe(404);
    const admin = await app.people.loadActor(1);
    const persons = await app.people.listPersons(admin ?? fail());
    const delegate = persons.find(({ username }) => username === 'joko')?.id ?? 0;
    const term = { forms: [], validFrom: '2026-01-05', validTo: null, warrant: '' };
    const unitId = (await app.people.listPositions()).find(({ id }) => id === Number(KABID))?.unitId ?? 0;
    const post = { unitId, superiorId: null, name: 'Penelaah', code: '', officeKind: 'other' as const };
    const positionId = await app.people.addPosition(admin ?? fail(), post);
    await app.people.addAppointment(admin ?? fail(), { personId: delegate, positionId, ...term });
    const giver = persons.find(({ username }) => username === 'budi')?.id ?? 0;
    await app.people.giveMandate((await app.people.loadActor(giver)) ?? fail(), {
      fromPositionId: Number(KABID),
      to: { personId: delegate },
      tasks: ['dispose'],
      kinds: [],
      validFrom: '2026-11-21',
      validTo: '2026-12-31',
      warrant: '',
    });
    expect((await joko.get('/')).html).toContain('Rencana Tanpa Kepala');
    await send(joko, `${letter}/dispose`, { recipients: STAFF, remark: 'Atas mandat.' });
    expect((await siti.get(letter)).html).toContain('Penelaah, atas mandat Kepala Bidang');
  });

  it('speaks both languages and stays light with a hundred letters waiting', async () => {
    const letter = await disposed({ subject: 'Surat Bahasa' });
    await app.db.pool.query(`UPDATE person SET language = 'en' WHERE username = 'budi'`);
    expect((await budi.get(letter)).html).toContain('Where the letter is');
    expect((await budi.get(`${letter}/dispose`)).html).toContain('Study and review');
    for (let n = 0; n < 101; n++) await seedScan(app, { subject: `Permohonan bantuan sekolah nomor ${n}` });
    const inbox = await siti.get('/');
    expect(inbox.html).toContain('Lebih dari 100 surat menunggu');
    expect(gzipSync(inbox.html).length).toBeLessThan(30_000);
  });
});

/** The newest holding of a letter. */
async function holdingOf(letter: string): Promise<string> {
  const id = letter.split('/')[2];
  const { rows } = await app.db.pool.query('SELECT max(id) AS id FROM holding WHERE incoming_id = $1', [id]);
  return String(rows[0].id);
}

async function trace(id: string): Promise<string> {
  const { rows } = await app.db.pool.query(
    `SELECT (SELECT count(*) FROM holding WHERE incoming_id = $1) AS holdings,
       (SELECT count(*) FROM incoming_event WHERE incoming_id = $1) AS events,
       (SELECT count(*) FROM incoming_reading WHERE incoming_id = $1) AS readings`,
    [id],
  );
  return JSON.stringify(rows);
}

function fail(): never {
  throw new Error('the office is not there');
}
