import { z } from 'zod';
import { LayoutProfile } from './page-profile.ts';
import { StructuredText } from './structured-text-schema.ts';

/** The templates that the project carries in `views/letters/`; what each is for stands at the head of its file. */
export const TEMPLATES = [
  'surat-dinas',
  'nota-dinas',
  'surat-tugas',
  'keputusan',
  'surat-keterangan',
  'pengumuman',
  'laporan',
  'edaran',
  'surat-pengantar',
  'berita-acara',
  'perjanjian',
] as const;
export type Template = (typeof TEMPLATES)[number];

/** The longest letter: the seal counts its pages in one byte, in which 255 means "or more". */
export const MOST_PAGES = 254;

/** `longest` in characters; the bound is in UTF-16 units, of which some characters take two. What is refused here is a fault. */
const line = (longest: number) => z.string().max(longest * 2);

/** A symbol to be set, as `seal/qr-drawing.ts` draws it; the quiet zone of 4 modules is added here. */
const QrSymbol = z.object({
  modules: z.number().int().min(21).max(177),
  rows: z
    .array(z.string().regex(/^[01]+$/))
    .min(21)
    .max(177),
  moduleMm: z.number().positive().max(3),
  sizeMm: z.number().min(10).max(60),
});

const Addressee = z.object({
  name: line(200),
  /** Newlines break the line; may be empty. */
  address: line(400),
});

/** How a section is printed; see `SECTION_LAYOUTS` of the kinds. Absent: by the shape of the page. */
const printing = {
  key: line(32),
  label: line(80),
  layout: z.enum(['plain', 'labelled', 'heading', 'dicta', 'hand']).exactOptional(),
  /** In place of the label; a word in the middle of the line above. */
  printed: line(80).exactOptional(),
  before: line(80).exactOptional(),
};
export const LetterSection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), ...printing, body: StructuredText }),
  z.object({ kind: z.literal('line'), ...printing, line: line(400) }),
]);
export type LetterSection = z.infer<typeof LetterSection>;

/**
 * Everything that a page of a letter shows, resolved: typesetting asks nobody and decides nothing about the letter.
 * Lengths are millimetres, strings are printed verbatim (no markup), capitals included.
 */
export const LetterPage = z.object({
  template: z.enum(TEMPLATES),
  /** Typst of the office's own in place of the template. */
  source: z.string().max(60_000).nullable(),
  shape: z.enum(['korespondensi', 'judul']),
  profile: LayoutProfile,
  language: z.enum(['id', 'en']),
  /** The document's title in the PDF's metadata, e.g. `Surat Dinas 005/12/OR: Undangan rapat`. */
  documentTitle: line(500).min(1),
  /** Unix seconds: creation date of the PDF. Equal pages with an equal date are equal bytes. */
  createdAt: z.number().int().min(0),
  /** Watermark NASKAH DRAFT, and empty boxes of the same size where the symbols will stand. */
  draft: z.boolean(),
  kop: z.object({
    /** Kop instansi: the local government (`PEMERINTAH KABUPATEN …`). Kop jabatan: the office-holder (`BUPATI …`). */
    office: line(200),
    /** Kop instansi: the agency, set larger and bold. Not printed on a kop jabatan. */
    unit: line(200),
    address: line(300),
    contact: line(300),
    /** Kop jabatan: for the head of the region. */
    ofHead: z.boolean(),
    /** SHA-256 of the emblem, a PNG of the document store, in lower-case hex; null: none is printed. */
    emblem: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  place: line(80),
  /** As printed, `21 November 2026`; null only in a draft. */
  date: line(40).nullable(),
  /** As printed; null only in a draft, which shows `numberPattern` (or an ellipsis). */
  number: line(120).nullable(),
  numberPattern: line(120).nullable(),
  security: z.enum(['B', 'T', 'R', 'SR']),
  /** `Segera`; null for ordinary speed. */
  urgency: line(40).nullable(),
  /** R and SR: the line under the code, as `Salinan tunggal` or `3 salinan menurut daftar distribusi`. */
  copyNumber: line(60),
  /** Which copy goes to whom, on a page of its own; empty where there is one copy or none is numbered. */
  distribution: z.array(z.object({ copy: z.number().int().positive(), ...Addressee.shape })).max(400),
  /** After "Lampiran"; empty prints a dash. */
  lampiran: line(120),
  /** Shape judul: `SURAT TUGAS`, `KEPUTUSAN BUPATI …`; nota dinas: `NOTA DINAS`. Not printed on a surat dinas. */
  title: line(200),
  /** After "Hal"; in a keputusan below "TENTANG"; a surat tugas does not print it. */
  hal: line(400),
  /** Nota dinas: the sender after "Dari". */
  from: line(200),
  /** Members of the groups that recipients or copies name by the group's name: on pages of their own. */
  recipientLists: z
    .array(z.object({ name: line(200), members: z.array(Addressee).max(400) }))
    .max(60)
    .exactOptional(),
  /** Shape judul does not print them: they are the distribution, not a part of the page. */
  recipients: z.array(Addressee).max(300),
  /** `u.p.`: for the attention of. */
  attention: line(200).nullable(),
  sections: z.array(LetterSection).min(1).max(30),
  signature: z.object({
    /** Authority lines and the office, top to bottom, the last one with its comma: `a.n. BUPATI …`, `SEKRETARIS DAERAH,`. */
    office: z.array(line(200)).min(1).max(6),
    /** `Ditandatangani secara elektronik dengan … oleh:` */
    statement: line(240),
    name: line(160),
    /** Rank and `NIP …` where Pasal 44 shows them. */
    under: z.array(line(120)).max(4),
  }),
  tembusan: z.array(Addressee).max(100),
  footer: z.object({
    /** What the certificate is, by the provider that signed. */
    statement: line(600),
    /** The check origin's host. */
    host: line(120),
    /** `008J-4CT4-ANK7-F246`; null only in a draft. */
    code: line(40).nullable(),
  }),
  /** Decides the size of the fixed box: 30 for the short seal, 35 for the one with text. */
  sealSizeMm: z.union([z.literal(30), z.literal(35)]),
  /** Null only in a draft. */
  seal: QrSymbol.nullable(),
  /** Pages that come behind the letter's own in the same document: `hal 1/7` counts them. */
  attachedPages: z.number().int().min(0).optional(),
  /** The symbol of page n at n - 1, exactly as many as the letter has pages; empty in a draft. */
  pageSymbols: z.array(QrSymbol).max(MOST_PAGES),
});
export type LetterPage = z.infer<typeof LetterPage>;
export type PageSymbol = LetterPage['pageSymbols'][number];
