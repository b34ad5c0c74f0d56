import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFObjectCopier,
  type PDFPage,
  PDFPageLeaf,
  PDFRawStream,
  type PDFRef,
  PDFStream,
} from 'pdf-lib';
import { appearanceMatrix, type Box, type Matrix, type Sheet, sheetFor } from './sheet-geometry.ts';

export interface Normalised {
  pdf: Uint8Array;
  /** The size of every sheet, in points. */
  sheets: { width: number; height: number }[];
}

const HIDDEN = 2;
const NO_VIEW = 32;
/** What is there to be clicked, or is shown by its parent. */
const NOT_DRAWN = new Set(['Link', 'Popup']);

/**
 * A new document that shows what the pages show and is nothing else: upright sheets from (0, 0), one form object a page with
 * all its resources, filled-in fields and remarks drawn as they look. Actions, names, scripts, files, layers, structure,
 * metadata and every claim of PDF/A stay behind, because only what a page draws is copied.
 * @throws what pdf-lib throws when it cannot read the file
 */
export async function normalisePdf(pdf: Uint8Array): Promise<Normalised> {
  const source = await readLeniently(pdf);
  const target = await PDFDocument.create({ updateMetadata: false });
  const copier = PDFObjectCopier.for(source.context, target.context);
  const sheets: Normalised['sheets'] = [];
  for (const node of leavesOf(source)) {
    const sheet = sheetFor(factsOf(node));
    const drawn = target.addPage([sheet.width, sheet.height]);
    drawOn(drawn, node, sheet, copier);
    sheets.push({ width: sheet.width, height: sheet.height });
  }
  return {
    pdf: await target.save({ updateFieldAppearances: false, objectsPerTick: Number.POSITIVE_INFINITY }),
    sheets,
  };
}

/** pdf-lib finds objects where the cross-reference is broken. Never used on what is encrypted. */
export async function readLeniently(pdf: Uint8Array): Promise<PDFDocument> {
  return await PDFDocument.load(pdf, {
    updateMetadata: false,
    throwOnInvalidObject: false,
    warnOnInvalidObjects: false,
    parseSpeed: Number.POSITIVE_INFINITY,
  });
}

/** The page tree's own walk, because a page may stand directly in its parent, where it has no reference. */
function leavesOf(document: PDFDocument): PDFPageLeaf[] {
  const leaves: PDFPageLeaf[] = [];
  document.catalog.Pages().traverse((node) => {
    if (node instanceof PDFPageLeaf) leaves.push(node);
  });
  return leaves;
}

function drawOn(drawn: PDFPage, node: PDFPageLeaf, sheet: Sheet, copier: PDFObjectCopier): void {
  const { context } = drawn.doc;
  const operators: string[] = [];
  const page = pageForm(drawn, node, sheet, copier);
  drawn.node.setXObject(PDFName.of('Page'), page);
  operators.push('q /Page Do Q');
  let count = 0;
  for (const { appearance, rectangle } of appearancesOf(node)) {
    const { dict } = appearance;
    const box = boxOf(dict.lookup(PDFName.of('BBox')));
    const own = matrixOf(dict.lookup(PDFName.of('Matrix')));
    const placed = box && appearanceMatrix(box, own, rectangle);
    if (placed === undefined) continue;
    const copied = copier.copy(appearance);
    copied.dict.set(PDFName.of('Type'), PDFName.of('XObject'));
    copied.dict.set(PDFName.of('Subtype'), PDFName.of('Form'));
    count += 1;
    drawn.node.setXObject(PDFName.of(`Mark${count}`), context.register(copied));
    operators.push(`q ${numbers(sheet.matrix)} cm ${numbers(placed)} cm /Mark${count} Do Q`);
  }
  drawn.node.set(PDFName.of('Contents'), context.register(context.flateStream(operators.join('\n'))));
}

/** The page's content as a form object: nothing that it leaves open in the graphics state reaches the marks. */
function pageForm(drawn: PDFPage, node: PDFPageLeaf, { box, matrix }: Sheet, copier: PDFObjectCopier): PDFRef {
  const { context } = drawn.doc;
  const resources = node.Resources();
  const group = node.lookup(PDFName.of('Group'));
  const entries = {
    Type: 'XObject',
    Subtype: 'Form',
    FormType: 1,
    BBox: [...box],
    Matrix: [...matrix],
    Resources: resources === undefined ? context.obj({}) : copier.copy(resources),
    ...(group instanceof PDFDict ? { Group: copier.copy(group) } : {}),
  };
  const streams = contentsOf(node);
  const [only] = streams;
  if (streams.length === 1 && only instanceof PDFRawStream) {
    // Already packed: the bytes go over as they are.
    const copied = copier.copy(only);
    for (const key of copied.dict.keys()) {
      if (!['Filter', 'DecodeParms', 'Length'].includes(key.decodeText())) copied.dict.delete(key);
    }
    for (const [key, value] of context.obj(entries).entries()) copied.dict.set(key, value);
    return context.register(copied);
  }
  const pieces = streams.map((stream) => Buffer.from(contentOf(stream)));
  const whole = Buffer.concat(pieces.flatMap((piece) => [piece, Buffer.from('\n')]));
  return context.register(context.flateStream(whole, entries));
}

function contentsOf(node: PDFPageLeaf): PDFStream[] {
  const contents = node.Contents();
  if (contents instanceof PDFStream) return [contents];
  if (!(contents instanceof PDFArray)) return [];
  return contents.asArray().flatMap((item) => {
    const stream = node.context.lookup(item);
    return stream instanceof PDFStream ? [stream] : [];
  });
}

function contentOf(stream: PDFStream): Uint8Array {
  return stream instanceof PDFRawStream ? decodePDFRawStream(stream).decode() : stream.getContents();
}

/** The normal appearance of every annotation that a reader shows, in its present state. */
function* appearancesOf(node: PDFPageLeaf): Generator<{ appearance: PDFStream; rectangle: Box }> {
  const annotations = node.lookup(PDFName.of('Annots'));
  if (!(annotations instanceof PDFArray)) return;
  for (const item of annotations.asArray()) {
    const annotation = node.context.lookup(item);
    if (!(annotation instanceof PDFDict)) continue;
    const subtype = annotation.lookup(PDFName.of('Subtype'));
    const flags = annotation.lookup(PDFName.of('F'));
    const hidden = flags instanceof PDFNumber && (flags.asNumber() & (HIDDEN | NO_VIEW)) !== 0;
    if (hidden || (subtype instanceof PDFName && NOT_DRAWN.has(subtype.decodeText()))) continue;
    const rectangle = boxOf(annotation.lookup(PDFName.of('Rect')));
    const appearance = presentAppearance(annotation);
    if (rectangle !== undefined && appearance !== undefined) yield { appearance, rectangle };
  }
}

function presentAppearance(annotation: PDFDict): PDFStream | undefined {
  const appearances = annotation.lookup(PDFName.of('AP'));
  const normal = appearances instanceof PDFDict ? appearances.lookup(PDFName.of('N')) : undefined;
  if (normal instanceof PDFStream) return normal;
  const state = annotation.lookup(PDFName.of('AS'));
  if (!(normal instanceof PDFDict) || !(state instanceof PDFName)) return undefined;
  const chosen = normal.lookup(state);
  return chosen instanceof PDFStream ? chosen : undefined;
}

function factsOf(node: PDFPageLeaf) {
  const inherited = (key: string) => node.context.lookup(node.getInheritableAttribute(PDFName.of(key)));
  const rotate = inherited('Rotate');
  const unit = node.lookup(PDFName.of('UserUnit'));
  return {
    mediaBox: boxOf(inherited('MediaBox')),
    cropBox: boxOf(inherited('CropBox')),
    rotate: rotate instanceof PDFNumber ? rotate.asNumber() : 0,
    userUnit: unit instanceof PDFNumber ? unit.asNumber() : 1,
  };
}

function boxOf(object: unknown): Box | undefined {
  const [a, b, c, d] = numbersOf(object, 4);
  return a === undefined || b === undefined || c === undefined || d === undefined ? undefined : [a, b, c, d];
}

function matrixOf(object: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbersOf(object, 6);
  return [a, b, c, d, e, f];
}

function numbersOf(object: unknown, count: number): number[] {
  if (!(object instanceof PDFArray) || object.size() < count) return [];
  const found = Array.from({ length: count }, (_, index) => object.lookup(index));
  const values = found.flatMap((item) => (item instanceof PDFNumber ? [item.asNumber()] : []));
  return values.length === count ? values : [];
}

function numbers(matrix: Matrix): string {
  return matrix.map((value) => String(Math.round(value * 1e5) / 1e5)).join(' ');
}
