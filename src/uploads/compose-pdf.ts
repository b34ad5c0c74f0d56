import { PDFArray, PDFDocument, type PDFEmbeddedPage, PDFName, type PDFPage, PDFRef } from 'pdf-lib';
import { HEAD_SHARE, SCALE } from './free-bands.ts';

/** A normalised file as part of a letter. */
export interface ComposedPart {
  pdf: Uint8Array;
  /** Pages from 1 that are made smaller, for a free band at the bottom. */
  smaller: ReadonlySet<number>;
  /** Page 1 is made smaller for a free band at the top as well. */
  headToo: boolean;
}

export interface Composition {
  /** A letter set by Typst, whose pages stay as they are; or undefined, and the first part is the letter. */
  letter: Uint8Array | undefined;
  /** Pages of ours that stand behind the first part, as a part of their own. */
  lists?: Uint8Array | undefined;
  parts: ComposedPart[];
  /** In all of them together one page for every page of the parts, in order and of the same size: the marks. */
  marks: Uint8Array[];
  title: string;
  author: string;
  createdAt: Date;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * One document of the letter and its parts, every page with its marks on top. What claims PDF/A goes: parts from elsewhere
 * keep to no profile. Equal input is equal bytes.
 */
export async function composePdf(composition: Composition): Promise<{ pdf: Uint8Array; pages: number }> {
  const { letter, lists, marks, title, author, createdAt } = composition;
  const [first, ...others] = composition.parts;
  const rest = lists === undefined ? others : [{ pdf: lists, smaller: NONE, headToo: false }, ...others];
  if (first === undefined) throw new RangeError('nothing to compose');
  const whole = await load(letter ?? first.pdf);
  const pages: { page: PDFPage; part: ComposedPart; number: number }[] = [];
  if (letter === undefined) {
    pages.push(...whole.getPages().map((page, index) => ({ page, part: first, number: index + 1 })));
  }
  for (const part of letter === undefined ? rest : [first, ...rest]) {
    const source = await load(part.pdf);
    const copied = await whole.copyPages(source, source.getPageIndices());
    copied.forEach((page, index) => {
      whole.addPage(page);
      pages.push({ page, part, number: index + 1 });
    });
  }
  const forms: PDFEmbeddedPage[] = [];
  for (const some of marks) forms.push(...(await whole.embedPages((await load(some)).getPages())));
  if (forms.length !== pages.length) throw new RangeError(`${forms.length} pages of marks for ${pages.length} pages`);
  pages.forEach(({ page, part, number }, index) => {
    const form = forms[index];
    if (form === undefined) return;
    page.node.setXObject(PDFName.of('Marks'), form.ref);
    const { width, height } = page.getSize();
    const place = placing(part, number, width, height);
    const own = page.node.Contents();
    const before = own instanceof PDFArray ? own.asArray() : own === undefined ? [] : [own];
    const { context } = whole;
    const open = context.register(context.flateStream(`q ${place} cm`));
    const close = context.register(context.flateStream('Q q /Marks Do Q'));
    const contents = context.obj([]);
    contents.push(open);
    for (const stream of before)
      contents.push(stream instanceof PDFRef ? stream : (context.getObjectRef(stream) ?? context.register(stream)));
    contents.push(close);
    page.node.set(PDFName.of('Contents'), contents);
  });
  dropClaims(whole);
  whole.setTitle(title);
  whole.setAuthor(author);
  whole.setProducer('Layang');
  whole.setCreator('Layang');
  whole.setCreationDate(createdAt);
  whole.setModificationDate(createdAt);
  const pdf = await whole.save({ updateFieldAppearances: false, objectsPerTick: Number.POSITIVE_INFINITY });
  return { pdf, pages: whole.getPageCount() };
}

/** What is made smaller keeps its top right corner, so that the bottom and the left, where the marks stand, come free. */
function placing({ smaller, headToo }: ComposedPart, number: number, width: number, height: number): string {
  const both = number === 1 && headToo;
  if (!both && !smaller.has(number)) return '1 0 0 1 0 0';
  const scale = both ? SCALE.headAndFoot : SCALE.foot;
  const x = width * (1 - scale);
  const y = height * (1 - scale) - (both ? height * HEAD_SHARE : 0);
  return [scale, 0, 0, scale, x, y].map((value) => String(Math.round(value * 1e4) / 1e4)).join(' ');
}

function dropClaims(document: PDFDocument): void {
  for (const key of ['Metadata', 'OutputIntents']) {
    const claim = document.catalog.get(PDFName.of(key));
    document.catalog.delete(PDFName.of(key));
    if (claim instanceof PDFRef) document.context.delete(claim);
  }
}

function load(pdf: Uint8Array): Promise<PDFDocument> {
  return PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: Number.POSITIVE_INFINITY });
}
