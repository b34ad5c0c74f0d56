import { openBooks } from '../../src/incoming/books.ts';
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

test('of a secret letter the disposition register tells no post, and is not searched by one', async () => {
  const { holdingId, agenda } = await office.letter({ security: 'R', subject: 'Operasi Fajar Kelabu' });
  await office.dispose('kadis', holdingId, ['camat']);
  const clerk = await office.actor('sekretaris');
  const row = (await books().read(clerk, ask('dispositions'), 'id')).rows.at(-1) ?? [];
  expect(row.slice(1, 6)).toEqual([`${agenda}/2026`, expect.stringContaining('(rahasia)'), '', '', '']);
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
