import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findDocxConverter } from '../../src/uploads/convert-docx.ts';
import { inspectPdf } from '../../src/uploads/inspect-pdf.ts';
import { lookIntoDocx } from '../../src/uploads/look-into-docx.ts';
import { takeText } from '../../src/uploads/take-text.ts';
import { judged } from '../support/judge.ts';
import { docx, external, paragraph, zipOf } from './docx-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-docx-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(bytes: Buffer): string {
  files += 1;
  const path = join(folder, `${files}.docx`);
  writeFileSync(path, bytes);
  return path;
}

const look = (bytes: Buffer) => lookIntoDocx(fileOf(bytes));
const field = (...runs: string[]) =>
  `<w:p>${runs.map((run) => `<w:r><w:instrText xml:space="preserve">${run}</w:instrText></w:r>`).join('')}</w:p>`;

describe('A DOCX is looked into before anything opens it', () => {
  it('is fine with text, pictures of its own and links to be clicked', async () => {
    const plain = docx(
      paragraph('Dengan hormat') + field(' HYPERLINK "https://example.org" '),
      { 'word/media/a.png': 'x' },
      external('hyperlink', 'https://example.org'),
    );
    expect(await look(plain)).toEqual({ fine: true });
  });

  it.each([
    ['macros', docx(paragraph('x'), { 'word/vbaProject.bin': 'x' }), 'docx-macros'],
    ['macros under another name', docx(paragraph('x'), { 'word/vbaProject2.bin': 'x' }), 'docx-macros'],
    ['an active control', docx(paragraph('x'), { 'word/activeX/activeX1.xml': '<x/>' }), 'docx-macros'],
    ['a linked picture', docx(paragraph('x'), {}, external('image', 'http://evil.example/x.png')), 'docx-external'],
    [
      'a template from elsewhere',
      docx(paragraph('x'), {}, external('attachedTemplate', 'http://evil.example/x.dotm')),
      'docx-external',
    ],
    ['a linked object', docx(paragraph('x'), {}, external('oleObject', 'file:///etc/passwd')), 'docx-external'],
    [
      'HTML taken in whole',
      docx(paragraph('x'), {}, '<Relationship Id="r" Type="http://x/relationships/aFChunk" Target="a.html"/>'),
      'docx-external',
    ],
    ['a field that fetches a file', docx(field(' INCLUDETEXT "/etc/passwd" ')), 'docx-external'],
    ['the same, cut over runs', docx(field(' INCLU', 'DEPICTURE "http://evil.example/"')), 'docx-external'],
    ['Dynamic Data Exchange', docx(field(' DDEAUTO c:\\\\cmd.exe ')), 'docx-external'],
    [
      'a linked picture whose mode is written with a reference',
      docx(paragraph('x'), {}, external('image', 'file:///etc/passwd').replace('External', '&#x0045;xternal')),
      'docx-external',
    ],
    [
      'a linked picture behind a sign that looks like the end',
      docx(paragraph('x'), {}, external('image', 'http://evil.example/&gt;').replace('&gt;', '>')),
      'docx-external',
    ],
    [
      'a linked picture between what looks like a comment',
      docx(paragraph('x'), {}, `<![CDATA[<!--]]>${external('image', 'file:///etc/passwd')}<![CDATA[-->]]>`),
      'docx-external',
    ],
    [
      'a field whose words are written with references',
      docx(field(' &#73;NCLUDETEXT "/etc/passwd" ')),
      'docx-external',
    ],
    ['a field cut by comments', docx(field(' INCLUDE<!-- -->TEXT "/etc/passwd" ')), 'docx-external'],
    ['a field in CDATA', docx(field('<![CDATA[INCLUDETEXT "/etc/passwd"]]>')), 'docx-external'],
    ['a field under another prefix', docx(field(' INCLUDETEXT "x" ').replaceAll('w:', 'q:')), 'docx-external'],
    [
      'a simple field in single quotes',
      docx(`<w:p><w:fldSimple w:instr='INCLUDEPICTURE "x"'/></w:p>`),
      'docx-external',
    ],
    [
      'a field in a part of any name',
      docx(paragraph('x'), { 'elsewhere/a.part': `<w:p>${field(' INCLUDETEXT "x" ')}</w:p>` }),
      'docx-external',
    ],
    [
      'a part that is not UTF-8',
      docx(paragraph('x'), {
        'word/a.xml': Buffer.from(`\uFEFF<?xml version="1.0"?>${field('INCLUDETEXT')}`, 'utf16le'),
      }),
      'docx-damaged',
    ],
    [
      'a part that says it is not UTF-8',
      docx(paragraph('x'), { 'word/a.xml': '<?xml version="1.0" encoding="UTF-7"?><x/>' }),
      'docx-damaged',
    ],
    [
      'a part with entities of its own',
      docx(paragraph('x'), { 'word/a.xml': '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' }),
      'docx-damaged',
    ],
    ['no document at all', zipOf({ 'a.txt': 'x' }), 'upload-not-its-name'],
    [
      'nothing but zeros in great number',
      docx(paragraph('x'), { 'word/media/bomb.bmp': Buffer.alloc(60 * 1024 * 1024) }),
      'docx-too-large',
    ],
    [
      'more than one unpacks in memory',
      docx(
        paragraph('x'),
        Object.fromEntries(
          Array.from({ length: 5 }, (_, n) => [`word/media/${n}.bmp`, Buffer.alloc(64 * 1024 * 1024, `${n}abc`)]),
        ),
      ),
      'docx-too-large',
    ],
    [
      'too many entries',
      zipOf(Object.fromEntries(Array.from({ length: 4_100 }, (_, n) => [`${n}`, '']))),
      'docx-too-large',
    ],
    ['half of it', docx(paragraph('x')).subarray(0, 300), 'docx-damaged'],
  ])('%s is refused', async (_name, bytes, problem) => {
    expect(await look(bytes)).toEqual({ problem });
  });

  it('is refused where an entry is larger than it says', async () => {
    const lying = zipOf(
      { '[Content_Types].xml': 'x'.repeat(5_000), 'word/document.xml': '' },
      { '[Content_Types].xml': 10 },
    );
    expect(await look(lying)).toEqual({ problem: 'docx-damaged' });
  });
});

describe('The words of a DOCX', () => {
  it('come over as paragraphs, bold, lists, tables, with signs of the markup printed as they are', async () => {
    const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
    const body = [
      paragraph('Dengan hormat,'),
      paragraph('Anggaran *2026* {nomor}', true),
      paragraph('1. bukan daftar'),
      `<w:tbl><w:tr>${cell('No')}${cell('Uraian')}</w:tr><w:tr>${cell('1')}${cell('a|b')}</w:tr></w:tbl>`,
    ].join('');
    expect(await takeText(fileOf(docx(body)))).toEqual({
      text: 'Dengan hormat,\n\n**Anggaran \\*2026\\* \\{nomor\\}**\n\n1\\. bukan daftar\n\n| No | Uraian |\n| 1 | a\\|b |',
      left: [],
    });
  });

  it('of one with macros are not taken', async () => {
    expect(await takeText(fileOf(docx(paragraph('x'), { 'word/vbaProject.bin': 'x' })))).toEqual({
      problem: 'docx-macros',
    });
  });
});

describe('LibreOffice', () => {
  judged(['soffice'], 'turns a DOCX into a PDF that is taken like any other', async () => {
    const converter = findDocxConverter();
    const out = join(folder, 'out.pdf');
    expect(await converter?.convert(fileOf(docx(paragraph('Dengan hormat'))), out)).toBeUndefined();
    expect(inspectPdf(readFileSync(out))).toEqual({ pages: 1 });
  });

  judged(['soffice'], 'fetches nothing, even from a file that was never looked into', async () => {
    let asked = 0;
    const server = createServer((_req, res) => {
      asked += 1;
      res.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const drawing = `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rId9"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
    const linked = docx(drawing + field(` INCLUDETEXT "${origin}/x" `), {}, external('image', `${origin}/x.png`));
    await findDocxConverter()?.convert(fileOf(linked), join(folder, 'linked.pdf'));
    server.close();
    expect(asked).toBe(0);
  });

  judged(['soffice'], 'is killed at its deadline, with whatever it started', async () => {
    const converter = findDocxConverter({ deadlineMs: 50 });
    expect(await converter?.convert(fileOf(docx(paragraph('x'))), join(folder, 'late.pdf'))).toEqual({
      problem: 'upload-too-costly',
    });
  });

  it('is not there where it is not installed', () => {
    expect(findDocxConverter({ path: folder })).toBeUndefined();
  });
});
