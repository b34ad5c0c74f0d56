import { bookColumns } from '../../src/incoming/books/book-rows.ts';
import { openBooks } from '../../src/incoming/books/books.ts';
import { findOffice } from '../../src/people/office-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import { bookSheet } from '../../src/sending/book-sheet.ts';
import { openTypesetter, type Typesetter } from '../../src/typesetting/typesetter.ts';
import { judged } from '../support/judge.ts';
import { runOn } from '../support/pdf-text.ts';
import { openTreeOffice, type TreeOffice } from './tree-office.ts';

let office: TreeOffice;
let typesetter: Typesetter;
beforeAll(async () => {
  office = await openTreeOffice();
  typesetter = openTypesetter();
});
afterAll(() => typesetter.close());

const books = () => openBooks({ db: office.db, clock: () => office.time.now, typesetter });
const ask = (book: 'incoming' | 'outgoing' | 'dispositions', more = {}) => ({
  unitId: office.units.get('DISDIK') ?? 0,
  book,
  ...more,
});

test('the agenda has every number of its days, struck ones with their reason, secret ones without their subject', async () => {
  const clerk = await office.actor('sekretaris');
  const first = await office.letter({ subject: 'Permohonan guru matematika' });
  const secret = await office.letter({ security: 'R', subject: 'Operasi Fajar Kelabu' });
  const read = await books().read(clerk, ask('incoming'), 'id');
  expect(read.columns[0]).toBe('No. agenda');
  expect(read.rows.map(([agenda]) => agenda)).toEqual([String(first.agenda), String(secret.agenda)]);
  expect(read.rows[0]?.[4]).toBe('Permohonan guru matematika');
  expect(read.rows[1]?.[4]).toBe('(rahasia)');
  expect(JSON.stringify(read)).not.toContain('Kelabu');
  // Nor is a secret subject found by guessing its words.
  expect((await books().read(clerk, ask('incoming', { text: 'kelabu' }), 'id')).rows).toEqual([]);
  expect((await books().read(clerk, ask('incoming', { text: 'MATEMATIKA' }), 'en')).rows).toHaveLength(1);
  expect((await books().read(clerk, ask('incoming', { text: '100%_' }), 'en')).rows).toEqual([]);
  expect((await books().read(clerk, ask('incoming', { from: '2026-01-01', to: '2026-01-31' }), 'id')).rows).toEqual([]);
});

test('the disposition register tells who asked whom for what, and how far they are', async () => {
  const { incomingId, holdingId } = await office.letter();
  await office.dispose('kadis', holdingId, ['kabid', 'camat'], { dueOn: '2026-12-01' });
  await office.dispositions.read(await office.actor('camat'), incomingId);
  const { rows } = await books().read(await office.actor('sekretaris'), ask('dispositions'), 'id');
  const row = rows.at(-1) ?? [];
  expect(row[3]).toContain('Kepala Dinas');
  expect(row[4]).toMatch(/Kepala Bidang SMP \(belum dibaca\)\nCamat .* \(dibaca\)/);
  expect(row[5]).toBe('Proses lebih lanjut');
  expect(row[6]).toBe('1 Desember 2026');
});

test('of a secret letter the disposition register tells that there was a sheet: no post, term or way, and is not searched by one', async () => {
  const { incomingId, holdingId, agenda } = await office.letter({ security: 'R', subject: 'Operasi Fajar Kelabu' });
  await office.dispose('kadis', holdingId, ['camat'], { dueOn: '2026-12-01' });
  const [sheet] = (await office.dispositions.read(await office.actor('kadis'), incomingId)).sheets;
  await office.dispositions.change(await office.actor('kadis'), {
    ...{ sheetId: sheet?.id ?? 0, instructions: ['PROSES'], remark: '', dueOn: '2026-12-02' },
    recipients: [{ positionId: office.positions.camat, responsible: true }],
  });
  const clerk = await office.actor('sekretaris');
  const rows = (await books().read(clerk, ask('dispositions'), 'id')).rows.slice(-2);
  for (const row of rows)
    expect(row.slice(1)).toEqual([`${agenda}/2026`, expect.stringContaining('(rahasia)'), '', '', '', '']);
  const found = await books().read(clerk, ask('dispositions', { text: 'Kepala Dinas' }), 'id');
  expect(found.rows.some((each) => each[1] === `${agenda}/2026`)).toBe(false);
});

test('in a spreadsheet each part is a column, and nothing looks like another day than it is', async () => {
  for (const book of ['incoming', 'dispositions'] as const) {
    const { columns, rows } = await books().read(await office.actor('sekretaris'), ask(book, { inFile: true }), 'id');
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    // 1/2026 would become the first of January.
    expect(rows.flat().filter((cell) => /^[0-9]+\/[0-9]+$|[A-Z][a-z]+ber 20/.test(cell))).toEqual([]);
  }
  const { columns, rows } = await books().read(
    await office.actor('sekretaris'),
    ask('incoming', { inFile: true }),
    'id',
  );
  expect([columns.slice(0, 4), rows[0]?.slice(0, 4)]).toEqual([
    ['No. agenda', 'Diterima', 'Nomor naskah', 'Tanggal naskah'],
    ['1', '2026-11-24', '1/TU/2026', '2026-11-20'],
  ]);
});

test('only whoever keeps the registers of the unit opens its books', async () => {
  for (const key of ['staf', 'kadis', 'camat'] as const) {
    await expect(books().read(await office.actor(key), ask('incoming'), 'id')).rejects.toMatchObject({
      code: 'not-allowed',
    });
  }
});

judged(['pdftotext'], 'a book is printed as a sheet with its days and its rows', async () => {
  const pdf = await books().print(
    await office.actor('sekretaris'),
    ask('incoming', { from: '2026-11-24', to: '2026-11-24' }),
  );
  const text = runOn(pdf, '.pdf', 'pdftotext', '-layout', '%', '-');
  expect(text).toContain('BUKU AGENDA SURAT MASUK');
  expect(text).toContain('24 November 2026');
  expect(text).toMatch(/1\/TU\/2026 .*Permohonan guru/);
});

judged(['pdftotext'], 'a narrowed book says so on every page, and by what', async () => {
  const clerk = await office.actor('sekretaris');
  const narrowed = ask('incoming', { security: 'R', channel: 'post', post: 'kepala dinas' });
  const text = runOn(await books().print(clerk, narrowed), '.pdf', 'pdftotext', '-layout', '%', '-');
  expect(text).toContain('Disaring: baris lain pada hari-hari ini tidak dicetak');
  expect(text).toMatch(/Disaring menurut\s+: sifat Rahasia; cara datang Pos; jabatan “kepala dinas”/);
  const { rows } = await books().read(clerk, narrowed, 'id');
  expect(text).toMatch(new RegExp(`Jumlah baris\\s+: ${rows.length}\\n`));
  const whole = runOn(await books().print(clerk, ask('incoming')), '.pdf', 'pdftotext', '-layout', '%', '-');
  expect(whole).not.toMatch(/[Dd]isaring/);
});

judged(
  ['pdftotext'],
  'no text of a book stands in the next column, however long it is and whatever it is written in',
  async () => {
    const found = await findOffice(office.db);
    if (found === undefined) throw new Error('no office');
    const javanese = 'ꦧꦸꦥꦠꦶꦏꦧꦸꦥꦠꦺꦤ꧀ꦥꦸꦂꦤꦩ';
    const word = 'PermohonanBantuanPembangunanGedungSekolahDasar'.repeat(22).slice(0, 1_000);
    const texts = [
      '400.3.5/12345/Disdik-Sarpras/2026',
      word,
      javanese,
      `${javanese} ${javanese.repeat(9)}`,
      'رئيس مجلس الأمناء محمد',
      'رئيسمجلسالأمناء'.repeat(20),
    ];
    const columns = bookColumns.dispositions.map(({ name, share }) => ({ name: name.id, share }));
    const rows = texts.map((text) => ['21 November 2026', '12345/2026', text, text, text, text, text]);
    // All that one letter may go to, each with the longest name.
    const recipients = Array.from({ length: 300 }, () => 'Kepala Desa Sumber Makmur '.repeat(6).slice(0, 149)).join(
      '; ',
    );
    rows.push(['21 November 2026', '12345/2026', '', '', recipients, '', '']);
    const days = { from: '2026-11-24', to: '2026-11-24' };
    const sheet = bookSheet(
      { title: 'Buku', unit: 'Unit', days, chosen: '', heading: 'Baris', columns, rows },
      found,
      office.time.now,
    );
    const boxes = runOn((await typesetter.typesetRecord(sheet)).pdf, '.pdf', 'pdftotext', '-bbox', '%', '-');
    const [left, right] = [(18 / 25.4) * 72, ((297 - 15) / 25.4) * 72];
    const shares = columns.map(({ share }) => share);
    const whole = shares.reduce((sum, share) => sum + share, 0);
    const borders = shares.map((_, i) => {
      const before = shares.slice(0, i + 1).reduce((sum, share) => sum + share, 0);
      return left + ((right - left) * before) / whole;
    });
    const words = [...boxes.matchAll(/<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]*)</g)];
    const inTable = words.filter(([, , , text = '']) => /Permohonan|Disdik|ꦧ|[\u0600-\u06FF]|12345/.test(text));
    expect(inTable.length).toBeGreaterThan(500);
    const over = inTable.filter(([, from, to]) => {
      const border = borders.find((each) => Number(from) < each) ?? 0;
      return Number(to) > border;
    });
    expect(over.map(([, from, to, text]) => [from, to, text])).toEqual([]);
  },
);

judged(['pdftotext'], 'a book of more rows than a sheet takes says that there are more', async () => {
  const found = await findOffice(office.db);
  if (found === undefined) throw new Error('no office');
  const sheet = bookSheet(
    {
      ...{ title: 'Buku', unit: 'Unit', days: { from: '2026-11-24', to: '2026-11-24' }, chosen: '', heading: 'Buku' },
      ...{ columns: [{ name: 'No.', share: 1 }], rows: [['1']], more: true },
    },
    found,
    office.time.now,
  );
  const text = runOn((await typesetter.typesetRecord(sheet)).pdf, '.pdf', 'pdftotext', '-layout', '%', '-');
  expect(text).toMatch(/Jumlah baris\s+: 1 yang pertama; masih ada lagi/);
});

test('the agenda of many days is turned in the order of its lines, narrowed or not', async () => {
  const clerk = await office.actor('sekretaris');
  const { incomingId } = await office.letter({ subject: 'Cetakan pertama' });
  await office.db.run(sql`ALTER TABLE incoming DISABLE TRIGGER USER`);
  await office.db.run(sql`INSERT INTO incoming (unit_id, year, agenda, origin, channel, submission_key, sender_name, sender_address, number, subject,
      received_at, security, urgency, classification, addressee_position_id, state, state_since, registered_at)
    SELECT unit_id, year, agenda + n, origin, CASE n % 2 WHEN 0 THEN 'fax' ELSE 'post' END, 'book-key-' || n, sender_name, '', '', 'Cetakan ke-' || n,
      received_at, 'B', urgency, '', addressee_position_id, 'open', state_since, registered_at + n * interval '1 second'
    FROM incoming, generate_series(1, 2100) n WHERE id = ${incomingId}`);
  const agendas = (rows: string[][]) => rows.map(([agenda]) => Number(agenda));
  const whole = await books().read(clerk, ask('incoming', { text: 'Cetakan ke-' }), 'id');
  expect([whole.rows.length, whole.more]).toEqual([2_000, true]);
  expect(agendas(whole.rows)).toEqual(agendas(whole.rows).toSorted((a, b) => a - b));
  const second = await books().read(clerk, ask('incoming', { text: 'Cetakan ke-', page: 2 }), 'id');
  expect(second.rows).toEqual(whole.rows.slice(100, 200));
  const faxes = await books().read(clerk, ask('incoming', { channel: 'fax', page: 11 }), 'id');
  expect([faxes.rows.length, faxes.more, faxes.rows.at(-1)?.[4]]).toEqual([50, false, 'Cetakan ke-2100']);
});
