import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import yauzl, { type Entry, type Options, type ZipFile } from 'yauzl';
import { csvOf } from '../../src/web/csv.ts';
import { workbookOf } from '../../src/web/workbook.ts';
import { isPresent, judged } from '../support/judge.ts';

/** What stands in books, and what people could write into them. */
const BOOK = [
  ['No. agenda', 'Diterima', 'Nomor naskah', 'Isi ringkas', '2026'],
  ['12', '2026-11-21', '005/12/2026', 'Rapat; anggaran, "2026"', 'Rp5.000,-'],
  ['0012', '2026-11-21 14:05', '1-2', '=1+41', ''],
  ['13', '2026-02-31', '3/4', '-1+43', 'a;=1+41'],
  ['0', '1900-01-01', '1E5', '@SUM(1;41)', 'satu\n\n- dua\n=1+41'],
  ['15', '2026-11-21 23:59', '007', '+62 812 1234', 'ꦧꦸꦥꦠꦶ ملك é 😀'],
  ['999999999', '2026-11-21 24:00', '198501012010011001', '＝1+41', 'x\t=1+41'],
  ['1000000000', '2100-02-28 00:00', 'TRUE', '_x0041_ &amp; <b> ]]>', "'=1+41"],
  ['18', '', 'Mar 1', '12:30', 'a;"=1+41'],
  ['19', '', '1.5', '1,5', 'x'.repeat(1_000)],
];

/** As LibreOffice has it: what each cell shows, of which sort it is, and every formula. */
interface Read {
  rows: string[][];
  sorts: string[][];
  formulas: string[];
}

let room: string;
const read = new Map<string, Read>();
beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), 'layang-books-'));
  if (!isPresent('calc')) return;
  writeFileSync(join(room, 'book.xlsx'), await workbookOf(BOOK));
  writeFileSync(join(room, 'book.csv'), csvOf(BOOK));
  // What the apostrophes are for.
  writeFileSync(join(room, 'bare.csv'), 'a,"b;=1+41",c\r\n');
  inCalc(['book.xlsx'], []);
  inCalc(['book.csv', 'bare.csv'], ['--infilter=CSV:44,34,76,1']);
  inCalc(['book.csv', 'bare.csv'], ['--infilter=CSV:59,34,76,1']);
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

function inCalc(files: string[], filter: string[]): void {
  const made = join(room, 'made');
  const profile = `-env:UserInstallation=${pathToFileURL(join(room, 'profile'))}`;
  const words = [profile, '--headless', '--norestore', ...filter, '--convert-to', 'fods', '--outdir', made];
  const { status, stderr } = spawnSync('soffice', [...words, ...files], { cwd: room, encoding: 'utf8' });
  if (status !== 0) throw new Error(`soffice: ${stderr}`);
  for (const file of files)
    read.set([file, ...filter].join(' '), sheetOf(readFileSync(join(made, file.replace(/\.\w+$/, '.fods')), 'utf8')));
}

function sheetOf(fods: string): Read {
  const table = fods.slice(fods.indexOf('<table:table '), fods.lastIndexOf('</table:table>'));
  const cells = [...table.matchAll(/<table:table-row[^>]*>(.*?)<\/table:table-row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gs)].flatMap(
      ([, attributes = '', content = '']) => {
        const paragraphs = [...content.matchAll(/<text:p>(.*?)<\/text:p>|<text:p\/>/gs)];
        const shown = paragraphs.map(([, paragraph = '']) => textOf(paragraph)).join('\n');
        const sort = /office:value-type="(\w+)"/.exec(attributes)?.[1] ?? '';
        const times = Number(/number-columns-repeated="(\d+)"/.exec(attributes)?.[1] ?? 1);
        // Behind the last column a sheet goes on with nothing.
        return shown === '' && times > 9 ? [] : Array.from({ length: times }, () => ({ shown, sort }));
      },
    ),
  );
  return {
    rows: cells.map((row) => row.map(({ shown }) => shown)),
    sorts: cells.map((row) => row.map(({ sort }) => sort)),
    formulas: [...table.matchAll(/table:formula="([^"]*)"/g)].map(([, formula = '']) => formula),
  };
}

function textOf(paragraph: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return paragraph
    .replace(/<text:s text:c="(\d+)"\/>/g, (_, count: string) => ' '.repeat(Number(count)))
    .replace(/<text:tab\/>/g, '\t')
    .replace(/<[^>]*>/g, '')
    .replace(/&(\w+);/g, (_, name: string) => named[name] ?? '');
}

const inExcel = 'book.xlsx';
const [commas, semicolons] = ['--infilter=CSV:44,34,76,1', '--infilter=CSV:59,34,76,1'];

describe('A book for Excel', () => {
  judged(['soffice', 'calc'], 'shows every cell as it stands in the book, and reckons with none as a formula', () => {
    expect(read.get(inExcel)?.rows).toEqual(BOOK);
    expect(read.get(inExcel)?.formulas).toEqual([]);
  });

  judged(['soffice', 'calc'], 'has numbers and days where they show the same characters, and text otherwise', () => {
    const sorts = read.get(inExcel)?.sorts ?? [];
    expect(sorts.map(([agenda, received]) => [agenda, received])).toEqual([
      ['string', 'string'],
      ['float', 'date'],
      ['string', 'date'],
      ['float', 'string'],
      ['float', 'string'],
      ['float', 'date'],
      ['float', 'string'],
      ['string', 'date'],
      ['float', ''],
      ['float', ''],
    ]);
    expect(new Set(sorts.flatMap((row) => row.slice(2)))).toEqual(new Set(['string', '']));
  });

  it('is never refused for one cell: what is too long for Excel ends in an ellipsis, what XML cannot hold is marked', async () => {
    const long = await workbookOf([['a'], ['x'.repeat(40_000)]]);
    expect(long.length).toBeLessThan(4_000);
    expect(await sheetIn([['x'.repeat(32_767)]])).toContain(`>${'x'.repeat(32_767)}<`);
    expect(await sheetIn([['x'.repeat(32_768)]])).toContain(`>${'x'.repeat(32_766)}…<`);
    expect(await sheetIn([['a\u0001b\uD800c\uFFFEd\r\ne']])).toContain('>a\uFFFDb\uFFFDc\uFFFDd\ne<');
  });

  it('names columns behind Z', async () => {
    const wide = Array.from({ length: 703 }, (_, i) => `${i}a`);
    const sheet = await sheetIn([wide]);
    for (const [at, i] of [
      ['Z1', 25],
      ['AA1', 26],
      ['ZZ1', 701],
      ['AAA1', 702],
    ])
      expect(sheet).toMatch(new RegExp(`r="${at}"[^>]*><is><t[^>]*>${i}a<`));
  });
});

describe('A book for other systems', () => {
  it('is CSV by RFC 4180: commas, CRLF, quotes doubled, nothing before the first heading', () => {
    expect(csvOf([['No.', 'b,c', 'd"e', 'f;g', 'h\ni', '']])).toBe('No.,"b,c","d""e","f;g","h\ni",\r\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['-5', "'-5"],
    ['@SUM(1)', "'@SUM(1)"],
    ['＋1', "'＋1"],
    ['\tx', `"'\tx"`],
    ['a;=1+1', `"a;'=1+1"`],
    ['a; "=1+1', `"a; ""'=1+1"`],
    ['a\r\n-1', `"a\r\n'-1"`],
    ['a\t@b', `"a\t'@b"`],
    ['Rp5.000,-', '"Rp5.000,-"'],
    ['a=b; c-d', '"a=b; c-d"'],
  ])('keeps a spreadsheet from running %j', (cell, written) => {
    expect(csvOf([[cell]])).toBe(`${written}\r\n`);
  });

  judged(['soffice', 'calc'], 'runs nothing, whichever separator its reader expects', () => {
    for (const filter of [commas, semicolons]) {
      expect(read.get(`book.csv ${filter}`)?.rows.length).toBeGreaterThanOrEqual(BOOK.length);
      expect(read.get(`book.csv ${filter}`)?.formulas).toEqual([]);
    }
    expect(read.get(`bare.csv ${semicolons}`)?.formulas).toHaveLength(1);
  });

  judged(['soffice', 'calc'], 'has its rows and columns where its reader knows what RFC 4180 says', () => {
    const { rows = [] } = read.get(`book.csv ${commas}`) ?? {};
    expect(rows[0]).toEqual(BOOK[0]);
    expect(rows.map((row) => row.length)).toEqual(BOOK.map((row) => row.length));
    expect(rows[1]?.[3]).toBe('Rapat; anggaran, "2026"');
  });
});

/** The sheet as it lies in the workbook. */
async function sheetIn(rows: string[][]): Promise<string> {
  const zip = await promisify<Buffer, Options, ZipFile>(yauzl.fromBuffer)(await workbookOf(rows), {
    lazyEntries: true,
  });
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      if (entry.fileName !== 'xl/worksheets/sheet1.xml') return zip.readEntry();
      zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(text(stream))));
    });
    zip.once('error', reject);
    zip.readEntry();
  });
}
