import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { ZipFile } from 'yazl';

/**
 * Rows, the headings first, as an Excel workbook of one sheet (ECMA-376, Office Open XML). What separates cells is no question of
 * a reader's settings here, no text is taken for a formula, and `005/12/2026` stays what it is. A cell becomes a number or a day
 * only where a spreadsheet then shows the very same characters; all others are text.
 */
export async function workbookOf(rows: readonly (readonly string[])[]): Promise<Buffer> {
  return archiveOf({
    '[Content_Types].xml': xml(
      `<Types xmlns="${OPC}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
        ['workbook', 'sheet.main'],
        ['worksheets/sheet1', 'worksheet'],
        ['styles', 'styles'],
      ]
        .map(([part, kind]) => `<Override PartName="/xl/${part}.xml" ContentType="${SHEET_TYPE}.${kind}+xml"/>`)
        .join('')}</Types>`,
    ),
    '_rels/.rels': related({ officeDocument: 'xl/workbook.xml' }),
    'xl/workbook.xml': xml(
      `<workbook ${MAIN} xmlns:r="${DOCUMENT}/relationships"><bookViews><workbookView/></bookViews><sheets><sheet name="Buku" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': related({ worksheet: 'worksheets/sheet1.xml', styles: 'styles.xml' }),
    'xl/styles.xml': xml(STYLES),
    'xl/worksheets/sheet1.xml': xml(await sheet(rows)),
  });
}

/** Packed by zlib's own threads: others are answered meanwhile. */
function archiveOf(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [path, text] of Object.entries(parts)) archive.addBuffer(Buffer.from(text), path);
  archive.end();
  return buffer(archive.outputStream as Readable);
}

const OPC = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Places in `cellXfs` below. A text keeps its format: what looks like a date does not become one when somebody edits it. */
const [HEADING, TEXT, WHOLE, DAY, DAY_AND_TIME] = [1, 2, 3, 4, 5];
const STYLES = `<styleSheet ${MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh\\:mm"/></numFmts><fonts count="2">${['', '<b/>'].map((bold) => `<font>${bold}<sz val="11"/><name val="Calibri"/></font>`).join('')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${[
  [49, 1],
  [49, 0],
  [1, 0],
  [164, 0],
  [165, 0],
]
  .map(
    ([format, font]) =>
      `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment horizontal="left" vertical="top" wrapText="1"/></xf>`,
  )
  .join(
    '',
  )}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

async function sheet(rows: readonly (readonly string[])[]): Promise<string> {
  const lines: string[] = [];
  const widths: number[] = [];
  for (const [row, cells] of rows.entries()) {
    // A register may have a hundred thousand numbers in a year: others are answered in between.
    if (row % 1_000 === 999) await setImmediate();
    const written = cells.map((text, column) => {
      widths[column] = Math.max(widths[column] ?? NARROWEST, widthOf(text));
      return cell(text, `${columnName(column)}${row + 1}`, row === 0);
    });
    lines.push(`<row r="${row + 1}">${written.join('')}</row>`);
  }
  const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  const head = `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;
  return `<worksheet ${MAIN}>${head}<cols>${columns.join('')}</cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

/** In characters. What is longer goes on in further lines of its cell. */
const [NARROWEST, WIDEST] = [10, 52];

function widthOf(text: string): number {
  const longest = text.length < NARROWEST ? 0 : Math.max(...text.split('\n', 50).map((line) => line.length));
  return Math.min(longest + 2, WIDEST);
}

function cell(text: string, at: string, isHeading: boolean): string {
  if (text === '') return '';
  if (isHeading) return textCell(text, at, HEADING);
  if (/^(0|[1-9][0-9]{0,8})$/.test(text)) return `<c r="${at}" s="${WHOLE}"><v>${text}</v></c>`;
  const days = daysUntil(text);
  if (days === undefined) return textCell(text, at, TEXT);
  return `<c r="${at}" s="${text.length === 10 ? DAY : DAY_AND_TIME}"><v>${days}</v></c>`;
}

/** Excel refuses a workbook with a longer text in a cell, the whole of it. */
const LONGEST_TEXT = 32_767;

function textCell(text: string, at: string, style: number): string {
  const whole = text.replace(/\r\n?/g, '\n');
  const kept = whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT - 1)}…` : whole;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(kept)}</t></is></c>`;
}

/** What XML cannot hold is shown as U+FFFD. `_x0041_` would be read as a character's number (ECMA-376 part 1, 22.9.2.19). */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** The days since 30 December 1899 of `2026-11-21` or `2026-11-21 14:05`; of the months before March 1900 spreadsheets differ. */
function daysUntil(text: string): number | undefined {
  const [, day, hour = '0', minute = '0'] =
    /^([12][0-9]{3}-[0-9]{2}-[0-9]{2})(?: ([01][0-9]|2[0-3]):([0-5][0-9]))?$/.exec(text) ?? [];
  if (day === undefined || day < '1900-03-01') return undefined;
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return undefined;
  return (midnight.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000 + (Number(hour) * 60 + Number(minute)) / 1440;
}

/** 0 is A, 26 is AA. */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

function related(targets: Readonly<Record<string, string>>): string {
  const lines = Object.entries(targets).map(
    ([kind, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${DOCUMENT}/relationships/${kind}" Target="${target}"/>`,
  );
  return xml(`<Relationships xmlns="${OPC}/relationships">${lines.join('')}</Relationships>`);
}

function xml(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${content}`;
}
