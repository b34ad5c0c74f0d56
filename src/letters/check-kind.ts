import type { z } from 'zod';
import { isRefusal, Refusal, type Words } from '../errors.ts';
import { parseNumberFormat } from '../registers/letter-number.ts';
import { TEMPLATES } from '../typesetting/letter-page.ts';
import { type LayoutProfile, PAPER_MM } from '../typesetting/page-profile.ts';
import { findFlaw, flawWords } from '../typesetting/printable-text.ts';
import { KindDefinition } from './letter-kind.ts';

type Fields = Record<string, Words>;

/**
 * Bounds of a layout in millimetres and points. The left margin holds the symbol of every page (23 mm with its quiet zone,
 * clear of what printers cannot reach), the bottom the two lines about the certificate, the line the signature block.
 */
const BOUNDS = {
  top: [10, 60],
  bottom: [22, 60],
  left: [28, 50],
  right: [10, 50],
  fontSize: [10, 13],
  lineSpacing: [1, 2],
} as const;
const LEAST_TEXT_WIDTH = 138;

const CODE = /^[a-z][a-z0-9-]{1,39}$/;

/**
 * A kind as an administrator made it, checked and clean.
 * @throws Refusal `kind-invalid` with a message for each field, named as in the definition: `numberFormat`,
 *   `profile.margin.left`, `sections.2.key`
 */
export function checkKind(raw: unknown): KindDefinition {
  const shaped = KindDefinition.safeParse(raw);
  if (!shaped.success) throw invalid(shapeFields(shaped.error.issues));
  const kind = shaped.data;
  const fields: Fields = { ...checkLayout(kind.profile), ...checkSections(kind.sections), ...checkWords(kind) };
  if (!TEMPLATES.some((known) => known === kind.template)) {
    fields.template = {
      id: 'Pilih salah satu tata letak dari daftar.',
      en: 'Choose one of the templates in the list.',
    };
  }
  try {
    parseNumberFormat(kind.numberFormat);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    fields.numberFormat = error.words;
  }
  if (kind.shape === 'judul' && kind.title.trim() === '') {
    fields.title = {
      id: 'Bentuk judul memerlukan judul yang dicetak.',
      en: 'The shape "judul" needs a printed title.',
    };
  }
  if (Object.keys(fields).length > 0) throw invalid(fields);
  return kind;
}

/** The code of a new kind: it names the kind for good. */
export function checkKindCode(code: string): string {
  if (CODE.test(code)) return code;
  throw invalid({
    code: {
      id: 'Kode terdiri dari 2–40 huruf kecil, angka, atau tanda hubung, diawali huruf.',
      en: 'A code is 2–40 small letters, figures or hyphens and begins with a letter.',
    },
  });
}

function checkLayout({ margin, paper, ...measures }: LayoutProfile): Fields {
  const { fontSize, lineSpacing } = measures;
  const fields: Fields = {};
  for (const [key, value] of Object.entries({ ...margin, fontSize, lineSpacing })) {
    const [least, most] = BOUNDS[key as keyof typeof BOUNDS];
    if (value >= least && value <= most) continue;
    const field = key in margin ? `profile.margin.${key}` : `profile.${key}`;
    fields[field] = { id: `Isi angka ${least}–${most}.`, en: `Write a number from ${least} to ${most}.` };
  }
  const width = PAPER_MM[paper].width - margin.left - margin.right;
  if (Object.keys(fields).length === 0 && width < LEAST_TEXT_WIDTH) {
    fields['profile.margin.right'] = {
      id: `Di antara tepi kiri dan kanan tinggal ${width} mm; blok tanda tangan memerlukan ${LEAST_TEXT_WIDTH} mm.`,
      en: `Between the left and right margins remain ${width} mm; the signature block needs ${LEAST_TEXT_WIDTH} mm.`,
    };
  }
  return fields;
}

function checkSections(sections: KindDefinition['sections']): Fields {
  const fields: Fields = {};
  for (const [i, section] of sections.entries()) {
    if (sections.findIndex(({ key }) => key === section.key) < i) {
      fields[`sections.${i}.key`] = { id: `Kunci "${section.key}" sudah dipakai.`, en: `"${section.key}" is taken.` };
    }
    if (section.layout === 'dicta' && section.kind === 'line') {
      fields[`sections.${i}.layout`] = { id: 'Diktum memerlukan teks.', en: 'Dicta need a text, not a line.' };
    }
    if (section.layout === 'hand' && section.kind === 'text') {
      fields[`sections.${i}.layout`] = {
        id: 'Baris di bawah ruang tanda tangan berupa satu baris.',
        en: 'What stands below the space to sign is a single line.',
      };
    }
    if (section.kind === 'line' && section.starter.includes('\n')) {
      fields[`sections.${i}.starter`] = { id: 'Tulis dalam satu baris.', en: 'Write it in one line.' };
    }
  }
  return fields;
}

/** Nothing hidden in what every letter of the kind will print. */
function checkWords({ name, nameEn, title, sections }: KindDefinition): Fields {
  const fields: Fields = {};
  const look = (field: string, text = '') => {
    const flaw = findFlaw(text);
    if (flaw !== undefined) fields[field] = flawWords(flaw, { id: 'isian ini', en: 'this entry' });
  };
  look('name', name);
  look('nameEn', nameEn);
  look('title', title);
  for (const [i, { label, labelEn, starter, printed, before }] of sections.entries()) {
    for (const [key, text] of Object.entries({ label, labelEn, starter, printed, before })) {
      look(`sections.${i}.${key}`, text);
    }
  }
  return fields;
}

function shapeFields(issues: z.core.$ZodIssue[]): Fields {
  return Object.fromEntries(issues.map((issue) => [issue.path.join('.') || 'form', wordsOf(issue)]));
}

function wordsOf(issue: z.core.$ZodIssue): Words {
  const text = issue.code === 'too_small' || issue.code === 'too_big' ? issue.origin : '';
  if (text === 'string' && issue.code === 'too_small') return { id: 'Isi bagian ini.', en: 'Fill this in.' };
  if (text === 'string' && issue.code === 'too_big') {
    return { id: `Paling banyak ${issue.maximum} karakter.`, en: `At most ${issue.maximum} characters.` };
  }
  if (text === 'array') return { id: 'Isi 1–20 bagian surat.', en: 'A letter has 1–20 parts.' };
  if (issue.code === 'invalid_format') {
    return {
      id: 'Pakai huruf kecil, angka, dan tanda hubung atau garis bawah, diawali huruf.',
      en: 'Use small letters, figures and hyphens or underscores, beginning with a letter.',
    };
  }
  return { id: 'Isian ini tidak dapat dibaca.', en: 'This entry cannot be read.' };
}

function invalid(fields: Fields): Refusal {
  return new Refusal(
    'invalid-input',
    'kind-invalid',
    { id: 'Ada isian jenis surat yang harus diperbaiki.', en: 'Some entries of the kind need correction.' },
    fields,
  );
}
