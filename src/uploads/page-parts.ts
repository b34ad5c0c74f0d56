import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFPageLeaf,
  PDFRawStream,
  PDFStream,
} from 'pdf-lib';
import type { Box, Matrix } from './sheet-geometry.ts';

/* What a page of somebody else's file has, as a lenient reader finds it. */

const HIDDEN = 2;
const NO_VIEW = 32;
/** What is there to be clicked, or is shown by its parent. */
const NOT_DRAWN = new Set(['Link', 'Popup']);

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
export function leavesOf(document: PDFDocument): PDFPageLeaf[] {
  const leaves: PDFPageLeaf[] = [];
  document.catalog.Pages().traverse((node) => {
    if (node instanceof PDFPageLeaf) leaves.push(node);
  });
  return leaves;
}

export function contentsOf(node: PDFPageLeaf): PDFStream[] {
  const contents = node.Contents();
  if (contents instanceof PDFStream) return [contents];
  if (!(contents instanceof PDFArray)) return [];
  return contents.asArray().flatMap((item) => {
    const stream = node.context.lookup(item);
    return stream instanceof PDFStream ? [stream] : [];
  });
}

export function contentOf(stream: PDFStream): Uint8Array {
  return stream instanceof PDFRawStream ? decodePDFRawStream(stream).decode() : stream.getContents();
}

/** The normal appearance of every annotation that a reader shows, in its present state. */
export function* appearancesOf(node: PDFPageLeaf): Generator<{ appearance: PDFStream; rectangle: Box }> {
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

export function factsOf(node: PDFPageLeaf) {
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

export function boxOf(object: unknown): Box | undefined {
  const [a, b, c, d] = numbersOf(object, 4);
  return a === undefined || b === undefined || c === undefined || d === undefined ? undefined : [a, b, c, d];
}

export function matrixOf(object: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbersOf(object, 6);
  return [a, b, c, d, e, f];
}

function numbersOf(object: unknown, count: number): number[] {
  if (!(object instanceof PDFArray) || object.size() < count) return [];
  const found = Array.from({ length: count }, (_, index) => object.lookup(index));
  const values = found.flatMap((item) => (item instanceof PDFNumber ? [item.asNumber()] : []));
  return values.length === count ? values : [];
}
