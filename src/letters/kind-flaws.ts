import { isRefusal, type Words } from '../errors.ts';
import { parseNumberFormat } from '../registers/letter-number.ts';
import { TEMPLATES } from '../typesetting/letter-page.ts';
import { PAPER_MM } from '../typesetting/page-profile.ts';
import type { KindDefinition } from './letter-kind.ts';
import { checkLine, checkParagraphs } from './letter-text.ts';
import { collidingKind, type NumberingKind } from './number-formats-collide.ts';

type Flaws = Record<string, Words>;
/** What of a definition is shaped as it must be. */
type SomeOfKind = { [K in keyof KindDefinition]?: KindDefinition[K] | undefined };

/** The page's own symbol stands in the left margin, the footer's three lines in the bottom one, the security code in the top one. */
export const MARGINS = {
  top: { least: 15, most: 60 },
  bottom: { least: 22, most: 60 },
  left: { least: 28, most: 60 },
  right: { least: 10, most: 60 },
} as const;
export const FONT_SIZE = { least: 10, most: 14 } as const;
export const LINE_SPACING = { least: 1, most: 2.5 } as const;
/** As the definition's schema bounds them; here it is what they hold that is looked at. */
const LONGEST_LINE = 200;
const LONGEST_STARTER = 4_000;
/** What is left for text, in millimetres: less does not hold the signature block with its seal, which would run into the margin. */
const LEAST_TEXT = { width: 138, height: 150 };

/**
 * What keeps a definition from becoming a version, as far as it is given, a sentence a field: empty when it may. Fields are named as in the definition
 * (`profile.margin.left`, `sections.2.label`). Whether the page can be set is for typesetting to say.
 */
export function kindFlaws(kind: SomeOfKind): Flaws {
  const { numberFormat, title, shape, template, sections, profile } = kind;
  return {
    ...printFlaws(kind),
    ...(numberFormat === undefined ? {} : formatFlaws(numberFormat)),
    ...(title === undefined ? {} : titleFlaws(title, shape)),
    ...(template === undefined ? {} : templateFlaws(template)),
    ...(sections === undefined ? {} : sectionFlaws(sections)),
    ...(profile === undefined ? {} : layoutFlaws(profile)),
  };
}

/** What is printed, or stands in a new letter, holds nothing that a letter itself could not hold. */
function printFlaws({ name = '', nameEn = '', title = '', sections = [] }: SomeOfKind): Flaws {
  const lines: [field: string, text: string][] = [
    ['name', name],
    ['nameEn', nameEn],
    ['title', title],
    ...sections.flatMap(({ label, labelEn, printed = '', before = '' }, i): [string, string][] =>
      Object.entries({ label, labelEn, printed, before }).map(([part, text]) => [`sections.${i}.${part}`, text]),
    ),
  ];
  const checked = [
    ...lines.map(([field, text]) => [field, checkLine(text, LONGEST_LINE)] as const),
    ...sections.map(({ starter }, i) => [`sections.${i}.starter`, checkParagraphs(starter, LONGEST_STARTER)] as const),
  ];
  return Object.fromEntries(checked.flatMap(([field, found]) => ('problem' in found ? [[field, found.problem]] : [])));
}

function formatFlaws(numberFormat: string): Flaws {
  try {
    parseNumberFormat(numberFormat);
    return {};
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { numberFormat: error.words };
  }
}

function titleFlaws(title: string, shape: KindDefinition['shape'] | undefined): Flaws {
  if (/[{}]/.test(title.replace('{jabatan}', ''))) {
    return {
      title: {
        id: 'Di dalam judul hanya {jabatan} yang dikenal, satu kali.',
        en: 'In a title only {jabatan} is known, once.',
      },
    };
  }
  if (shape !== 'judul' || title.trim() !== '') return {};
  return {
    title: {
      id: 'Naskah berbentuk judul memerlukan judul, misalnya SURAT TUGAS.',
      en: 'A letter of shape title needs a title, for example SURAT TUGAS.',
    },
  };
}

function templateFlaws(template: string): Flaws {
  if (TEMPLATES.some((known) => known === template)) return {};
  return { template: { id: 'Pilih templat dari daftar.', en: 'Choose a template from the list.' } };
}

function sectionFlaws(sections: KindDefinition['sections']): Flaws {
  const flaws: Flaws = {};
  const seen = new Set<string>();
  sections.forEach(({ label, labelEn, layout, kind }, i) => {
    if (layout === 'dicta' && kind === 'line') {
      flaws[`sections.${i}.layout`] = { id: 'Diktum memerlukan paragraf.', en: 'Dicta need paragraphs.' };
    }
    if (layout === 'hand' && kind === 'text') {
      flaws[`sections.${i}.layout`] = {
        id: 'Di ruang tanda tangan pihak kedua hanya ada baris.',
        en: 'The space that a second party signs holds lines only.',
      };
    }
    const [id, en] = [label.toLowerCase(), `en ${labelEn.toLowerCase()}`];
    const twice = { id: 'Sudah ada bagian dengan label ini.', en: 'There is a part with this label already.' };
    if (seen.has(id)) flaws[`sections.${i}.label`] = twice;
    if (seen.has(en)) flaws[`sections.${i}.labelEn`] = twice;
    seen.add(id).add(en);
  });
  if (!sections.some(({ kind }) => kind === 'text')) {
    flaws.sections = {
      id: 'Paling sedikit satu bagian harus berisi paragraf.',
      en: 'At least one part must hold paragraphs.',
    };
  }
  return flaws;
}

function layoutFlaws(profile: KindDefinition['profile']): Flaws {
  const flaws: Flaws = {};
  const within = (field: string, value: number, { least, most }: { least: number; most: number }) => {
    if (Number.isFinite(value) && value >= least && value <= most) return;
    const range = (language: string) => [least, most].map((bound) => bound.toLocaleString(language));
    const [from, to] = range('id-ID');
    const [fromEn, toEn] = range('en-GB');
    flaws[`profile.${field}`] = { id: `Antara ${from} dan ${to}.`, en: `Between ${fromEn} and ${toEn}.` };
  };
  const { margin, fontSize, lineSpacing } = profile;
  for (const side of ['top', 'bottom', 'left', 'right'] as const) within(`margin.${side}`, margin[side], MARGINS[side]);
  within('fontSize', fontSize, FONT_SIZE);
  within('lineSpacing', lineSpacing, LINE_SPACING);
  const paper = PAPER_MM[profile.paper];
  const room = {
    id: 'Sisa bidang untuk teks terlalu sempit. Kurangi margin.',
    en: 'Too little room is left for text. Reduce the margins.',
  };
  if (paper.width - margin.left - margin.right < LEAST_TEXT.width) flaws['profile.margin.right'] ??= room;
  if (paper.height - margin.top - margin.bottom < LEAST_TEXT.height) flaws['profile.margin.bottom'] ??= room;
  return flaws;
}

/** The same number twice from two counters; `others` may hold this kind's own versions of before. */
export function collisionFlaw(kind: NumberingKind, others: readonly NumberingKind[]): Flaws {
  const found = collidingKind(kind, others);
  if (found === undefined) return {};
  const { name, nameEn } = found.other;
  return {
    numberFormat: {
      id: `Nomor ini dapat kembar dengan nomor ${name}, misalnya ${found.example}: keduanya dihitung di buku nomor yang berbeda. Pakai buku nomor yang sama, atau format yang lain.`,
      en: `This number could be the same as one of ${nameEn}, for example ${found.example}: the two are counted in different registers. Use the same register, or another format.`,
    },
  };
}
