import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { judged } from '../support/judge.ts';
import { editorOf, enterInBrowser, expectStored, letterWith, saved, stored } from './editor-page.ts';
import { faultsOf, startLetterApp } from './letters-office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
});

/** As Word puts it on the clipboard: conditional comments, style sheet, list paragraphs whose markers are text. */
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-family:"Bookman Old Style"} @list l0 {mso-list-id:1} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head>
<body lang=IN style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal align=center style='text-align:center'><b style='mso-bidi-font-weight:normal'><u><span style='font-size:14.0pt;color:red'>LAPORAN KEGIATAN<o:p></o:p></span></u></b></p>
<p class=MsoNormal style='text-align:justify;text-indent:36.0pt'>Berdasarkan hasil&nbsp;&nbsp;rapat pada tanggal <i>21&nbsp;November 2026</i>,
kami menyampaikan {penerima}:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:36.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Persiapan<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:54.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>a)<span>&nbsp;&nbsp; </span></span><![endif]>surat <span style='font-weight:bold'>undangan</span></p>
<p class=MsoListParagraphCxSpLast style='margin-left:36.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>Pelaksanaan</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>\uf0b7<span>&nbsp; </span></span><![endif]>butir bertanda titik</p>
<table class=MsoTableGrid border=1 cellspacing=0><thead><tr><td colspan=2><p class=MsoNormal><b>Uraian</b></p></td><td><p class=MsoNormal>Jumlah</p></td></tr></thead>
<tr><td rowspan=2><p>Meja</p></td><td><p>kayu</p><p>jati</p></td><td><p>2</p></td></tr><tr><td><p>besi</p></td><td><p>3</p></td></tr></table>
<p class=MsoNormal style='margin-left:36.0pt'>Alinea menjorok <a href="https://jahat.example/" onclick="x()">dengan tautan</a>.<script>alert(1)</script></p>
<!--EndFragment--></body></html>`;

const FROM_WORD = [
  '**__LAPORAN KEGIATAN__**',
  'Berdasarkan hasil rapat pada tanggal *21\u00a0November 2026*, kami menyampaikan {penerima}:',
  '1. Persiapan\n  a) surat **undangan**\n2. Pelaksanaan\n3. butir bertanda titik',
  '| **Uraian** |  | Jumlah |\n|---|---|---|\n| Meja | kayu <br> jati | 2 |\n|  | besi | 3 |',
  '> Alinea menjorok dengan tautan.',
].join('\n\n');

const LIBREOFFICE = `<html><head><meta name="generator" content="LibreOffice 24.2 (Linux)"/><style>p { line-height: 115% }</style></head><body lang="id-ID">
<p style="margin-bottom: 0cm"><font face="Times New Roman"><font size="3">Dengan hormat,</font></font></p>
<ol><li><p>satu</p><ol type="a"><li><p>dua</p></li></ol></li><li><p><u>tiga</u></p></li></ol>
<p><br/></p></body></html>`;

const WEB = `<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1"><h2 style="font-size:18pt">Judul</h2>
<p dir="ltr"><span style="font-weight:700">Tebal</span><span style="font-weight:400"> biasa </span><span style="font-style:italic">miring</span>\u200b</p>
<ul><li>butir<img src="/gambar-tempel.png" onerror="x()"></li></ul><div>baris<br>kedua</div><img src="https://jejak.example/x.png"></b>`;

/** Pastes; the answer is how many pages the editor read for it. */
async function paste(page: Page, data: Record<string, string>): Promise<number> {
  return page.evaluate(
    ({ selector, parts }) => {
      const transfer = new DataTransfer();
      for (const [type, text] of Object.entries(parts)) transfer.setData(type, text);
      const { parseFromString } = DOMParser.prototype;
      let reads = 0;
      DOMParser.prototype.parseFromString = function (...words) {
        reads += 1;
        return parseFromString.apply(this, words);
      };
      document
        .querySelector(selector)
        ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
      DOMParser.prototype.parseFromString = parseFromString;
      return reads;
    },
    { selector: editorOf('isi'), parts: data },
  );
}

async function emptied(page: Page): Promise<void> {
  await page.click(editorOf('isi'));
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
}

describe('What is pasted into a letter', () => {
  judged(
    ['chromium'],
    'from Word, LibreOffice and the web keeps paragraphs, lists, tables and marks, and loses the rest',
    async () => {
      const letter = await letterWith(app, 'lama');
      const { page, context } = await enterInBrowser(app, { width: 1280, height: 900 }, 'wati');
      const asked: string[] = [];
      const paths: string[] = [];
      page.on('request', (request) => {
        asked.push(new URL(request.url()).host);
        paths.push(new URL(request.url()).pathname);
      });
      await page.goto(`${app.origin}${letter}/edit`);
      for (const [html, text] of [
        [WORD, FROM_WORD],
        [LIBREOFFICE, 'Dengan hormat,\n\n1. satu\n  a. dua\n2. __tiga__'],
        [WEB, 'Judul\n\n**Tebal** biasa *miring*\n\n1. butir\n\nbaris\nkedua'],
      ] as const) {
        await emptied(page);
        await paste(page, { 'text/html': html, 'text/plain': 'teks' });
        await expectStored(app, letter, text);
        await saved(page);
      }
      expect(await page.textContent('.layang-section__notice')).toMatch(/Gambar tidak dapat masuk/);
      await emptied(page);
      await paste(page, { 'text/plain': 'Satu *bintang* {nomor} {lain}\r\n\r\n1. a\r\n2. b' });
      await expectStored(app, letter, 'Satu \\*bintang\\* {nomor} \\{lain}\n\n1. a\n2. b');
      await saved(page);
      expect([...new Set(asked)]).toEqual([new URL(app.origin).host]);
      expect(paths).not.toContain('/gambar-tempel.png');
      expect(faultsOf(app)).toEqual([]);
      await context.close();
    },
  );

  judged(['chromium'], 'is refused in a sentence where it is too large or a picture, and nothing is lost', async () => {
    const letter = await letterWith(app, 'isi yang tetap');
    const { page, context } = await enterInBrowser(app, { width: 360 }, 'wati');
    await page.goto(`${app.origin}${letter}/edit`);
    await page.click(editorOf('isi'));
    const large = { 'text/html': `<p>${'surat '.repeat(900_000)}</p>` };
    expect(await paste(page, large)).toBe(0);
    expect(await page.textContent('.layang-section__notice')).toMatch(/terlalu besar \(5\.1 MB/);
    expect(await paste(page, { 'text/html': `<p>${'surat '.repeat(20_000)}</p>` })).toBe(1);
    expect(await page.textContent('.layang-section__notice')).toMatch(/lebih panjang daripada 60000/);
    await page.evaluate((selector) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(8)], 'stempel.png', { type: 'image/png' }));
      document
        .querySelector(selector)
        ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
    }, editorOf('isi'));
    expect(await page.textContent('.layang-section__notice')).toMatch(/Gambar tidak dapat masuk/);
    expect(await page.textContent(editorOf('isi'))).toBe('isi yang tetap');
    expect(await stored(app, letter)).toBe('isi yang tetap');
    await context.close();
  });
});
