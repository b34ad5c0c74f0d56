import { Refusal, type Words } from '../errors.ts';
import { type Coverage, missingGlyphs } from './glyph-coverage.ts';
import type { LetterPage } from './letter-page.ts';
import { codePointName, findFlaw, flawWords } from './printable-text.ts';
import type { Block, Inline, ListItem } from './structured-text.ts';

/**
 * Every text of the page must be printable as it reads: no controls, no hidden direction changes, and a glyph for each
 * character in the letter's typefaces.
 * @throws Refusal `bidi-control`, `invisible-character` or `glyph-missing`, with a message for each field concerned
 */
export function demandPrintable(page: LetterPage, coverage: Coverage): void {
  demandTexts(textsOf(page), coverage);
}

/** The same for texts that the caller names. */
export function demandTexts(texts: readonly Located[], coverage: Coverage): void {
  const fields: Record<string, Words> = {};
  let code = '';
  for (const { field, where, text } of texts) {
    if (fields[field] !== undefined) continue;
    const flaw = findFlaw(text);
    const missing = missingGlyphs(coverage, text);
    if (flaw !== undefined) fields[field] = flawWords(flaw, where);
    else if (missing.length > 0) fields[field] = missingWords(missing, where, text);
    else continue;
    code ||= flaw?.code ?? 'glyph-missing';
  }
  const first = Object.values(fields)[0];
  if (first !== undefined) throw new Refusal('invalid-input', code, first, fields);
}

export interface Located {
  field: string;
  where: Words;
  text: string;
}

function textsOf(page: LetterPage): Located[] {
  const plain = (field: string, id: string, en: string, ...texts: (string | null)[]): Located[] =>
    texts.map((text) => ({ field, where: { id, en }, text: text ?? '' }));
  const { kop, signature, footer } = page;
  return [
    ...plain('kop', 'kop surat', 'the letterhead', kop.office, kop.unit, kop.address, kop.contact),
    ...plain('place', 'tempat dan tanggal', 'place and date', page.place, page.date),
    ...plain('number', 'nomor surat', 'the number', page.number, page.numberPattern),
    ...plain('urgency', 'sifat', 'the urgency', page.urgency, page.copyNumber),
    ...plain('lampiran', 'lampiran', 'the attachment line', page.lampiran),
    ...plain('title', 'judul', 'the title', page.title, page.documentTitle),
    ...plain('hal', 'hal', 'the subject', page.hal),
    ...plain('from', 'pengirim', 'the sender', page.from),
    ...page.recipients.flatMap(({ name, address }) => plain('recipients', 'penerima', 'the recipients', name, address)),
    ...(page.recipientLists ?? []).flatMap(({ name, members }) =>
      plain(
        'recipients',
        'daftar penerima',
        'the list of recipients',
        name,
        ...members.flatMap((one) => [one.name, one.address]),
      ),
    ),
    ...plain('attention', 'u.p.', 'the attention line', page.attention),
    ...page.sections.flatMap((section) =>
      plain(
        `sections.${section.key}`,
        `bagian "${section.label}"`,
        `the part "${section.label}"`,
        section.label,
        ...(section.kind === 'line' ? [section.line] : section.body.content.flatMap(textsOfBlock)),
      ),
    ),
    ...plain('signature', 'blok tanda tangan', 'the signature block', ...signature.office, signature.statement),
    ...plain('signature', 'blok tanda tangan', 'the signature block', signature.name, ...signature.under),
    ...page.tembusan.flatMap(({ name, address }) => plain('copies', 'tembusan', 'the copies', name, address)),
    ...plain('footer', 'kaki halaman', 'the footer', footer.statement, footer.host, footer.code),
  ];
}

function textsOfBlock(block: Block): string[] {
  if (block.type === 'table') {
    return block.content.flatMap((row) => row.content.flatMap((cell) => cell.content.flatMap(textsOfBlock)));
  }
  if (block.type === 'orderedList') return block.content.flatMap(textsOfItem);
  return [block.content.map(textOfInline).join('')];
}

function textsOfItem(item: ListItem): string[] {
  return item.content.flatMap(textsOfBlock);
}

function textOfInline(node: Inline): string {
  return node.type === 'text' ? node.text : '\n';
}

function missingWords(missing: string[], where: Words, text: string): Words {
  const shown = missing.slice(0, 5).map((character) => `"${character}" (${codePointName(character)})`);
  const at = text.indexOf(missing[0] ?? '');
  const around = text.slice(Math.max(0, at - 12), at + 14).replace(/\s+/gu, ' ');
  return {
    id: `Tidak ada huruf yang dapat mencetak ${shown.join(', ')} di ${where.id}, dekat "${around}". Ganti dengan tulisan lain.`,
    en: `No typeface can print ${shown.join(', ')} in ${where.en}, near "${around}". Write it in another way.`,
  };
}
