import {
  decodePDFRawStream,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  type PDFPageLeaf,
  PDFRawStream,
} from 'pdf-lib';
import { isPdfDamage } from '../pdf/damage.ts';
import { isKind, type PdfObject } from '../pdf/objects.ts';
import { archivalPicture, type Carrying, openCarrying } from './archival-pictures.ts';
import type { Operation } from './content-operations.ts';
import { appearancesOf, boxOf, contentOf, contentsOf, leavesOf, matrixOf, readLeniently } from './page-parts.ts';
import { type ScannedContent, type Surroundings, scannedContent } from './scanned-content.ts';

/**
 * The pages of a PDF that scanners and copiers make, every one of them pictures and nothing else, as a document that may say that
 * it is PDF/A-2b: same pixels, same boxes, same turn. Undefined for every other document, and `obstacle`, a page from 1, where
 * pictures are all there is but one of them cannot be taken over as it is.
 * @throws what pdf-lib throws when it cannot read the file
 */
export async function takeScannedPages(
  pdf: Uint8Array,
): Promise<{ pdf: Uint8Array } | { obstacle: number } | undefined> {
  const source = await readLeniently(pdf);
  const target = await PDFDocument.create({ updateMetadata: false });
  const carrying = openCarrying(source.context, target.context);
  const leaves = leavesOf(source);
  let pictures = 0;
  let obstacle: number | undefined;
  for (const [index, leaf] of leaves.entries()) {
    const names = new Map<PDFRawStream, { name: string; stencil: boolean }>();
    const read = readPage(leaf, surroundingsOf(carrying, source.context, names));
    if (read.is === 'other') return undefined;
    pictures += read.pictures;
    const frame = frameOf(leaf);
    if (read.is === 'obstacle' || frame === undefined || !appearancesOf(leaf).next().done) {
      obstacle ??= index + 1;
      continue;
    }
    const page = target.addPage();
    for (const key of ['MediaBox', 'CropBox', 'Rotate', 'UserUnit']) {
      const value = frame.get(key);
      if (value === undefined) page.node.delete(PDFName.of(key));
      else page.node.set(PDFName.of(key), typeof value === 'number' ? PDFNumber.of(value) : target.context.obj(value));
    }
    for (const [picture, { name }] of names) {
      const ref = carrying.pictures.get(picture);
      if (ref !== undefined) page.node.setXObject(PDFName.of(name), ref);
    }
    const drawing = target.context.flateStream(read.operators.join('\n'));
    page.node.set(PDFName.of('Contents'), target.context.register(drawing));
  }
  if (pictures === 0) return undefined;
  if (obstacle !== undefined) return { obstacle };
  return { pdf: await target.save({ updateFieldAppearances: false, objectsPerTick: Number.POSITIVE_INFINITY }) };
}

function readPage(leaf: PDFPageLeaf, surroundings: Surroundings<PDFDict | undefined>): ScannedContent {
  try {
    return scannedContent(wholeContent(leaf), leaf.Resources(), surroundings);
  } catch (error) {
    if (isPdfDamage(error)) return { is: 'other' };
    throw error;
  }
}

function wholeContent(leaf: PDFPageLeaf): Buffer {
  return Buffer.concat(contentsOf(leaf).flatMap((stream) => [Buffer.from(contentOf(stream)), Buffer.from('\n')]));
}

function surroundingsOf(
  carrying: Carrying,
  context: PDFContext,
  names: Map<PDFRawStream, { name: string; stencil: boolean }>,
): Surroundings<PDFDict | undefined> {
  const listed = (resources: PDFDict | undefined, kind: string, name: string) => {
    const list = carrying.lookup(resources?.get(PDFName.of(kind)));
    return list instanceof PDFDict ? carrying.lookup(list.get(PDFName.of(name))) : undefined;
  };
  const isOf = (stream: PDFRawStream, subtype: string) =>
    carrying.lookup(stream.dict.get(PDFName.of('Subtype'))) === PDFName.of(subtype);
  return {
    picture(resources, of) {
      const stream = typeof of === 'string' ? listed(resources, 'XObject', of) : inlineStream(context, of);
      if (!(stream instanceof PDFRawStream) || (typeof of === 'string' && !isOf(stream, 'Image'))) return undefined;
      if (archivalPicture(carrying, resources, stream) === undefined) return undefined;
      const known = names.get(stream);
      const mask = carrying.lookup(stream.dict.get(PDFName.of('ImageMask')) ?? stream.dict.get(PDFName.of('IM')));
      const named = known ?? { name: `Picture${names.size + 1}`, stencil: mask?.toString() === 'true' };
      names.set(stream, named);
      return named;
    },
    form(resources, name) {
      const stream = listed(resources, 'XObject', name);
      if (!(stream instanceof PDFRawStream) || !isOf(stream, 'Form')) return undefined;
      const box = boxOf(carrying.lookup(stream.dict.get(PDFName.of('BBox'))));
      const group = carrying.lookup(stream.dict.get(PDFName.of('Group')));
      // Opaque pictures, one over the other, look the same in a group of any kind but one that knocks out.
      if (box === undefined || (group instanceof PDFDict && group.get(PDFName.of('K'))?.toString() === 'true')) {
        return undefined;
      }
      const own = carrying.lookup(stream.dict.get(PDFName.of('Resources')));
      return {
        content: Buffer.from(decodePDFRawStream(stream).decode()),
        matrix: matrixOf(carrying.lookup(stream.dict.get(PDFName.of('Matrix')))),
        box: [...box],
        // A form without any of its own takes those of the page (ISO 32000-2, 7.8.3).
        resources: own instanceof PDFDict ? own : resources,
      };
    },
    isHarmless(resources, name) {
      const state = listed(resources, 'ExtGState', name);
      return (
        state instanceof PDFDict &&
        state.entries().every(([key, value]) => changesNothing(key.decodeText(), carrying.lookup(value)?.toString()))
      );
    },
  };
}

/** Entries of a graphics state (ISO 32000-2, table 57) that leave pictures as they are. */
function changesNothing(key: string, value: string | undefined): boolean {
  if (['Type', 'LW', 'LC', 'LJ', 'ML', 'D', 'RI', 'FL', 'SM', 'SA', 'AIS', 'TK', 'OPM', 'Font'].includes(key))
    return true;
  if (key === 'OP' || key === 'op') return value === 'false';
  if (key === 'ca' || key === 'CA') return Number(value) === 1;
  if (key === 'BM') return value === '/Normal' || value === '/Compatible';
  if (key === 'TR2') return value === '/Default';
  return key === 'SMask' && value === '/None';
}

/** Boxes, turn and unit of a page as they came; undefined where readers would have to guess them, or PDF/A forbids the size. */
function frameOf(leaf: PDFPageLeaf): Map<string, number | number[]> | undefined {
  const inherited = (key: string) => leaf.context.lookup(leaf.getInheritableAttribute(PDFName.of(key)));
  const number = (key: string) => {
    const value = inherited(key);
    return value instanceof PDFNumber ? value.asNumber() : undefined;
  };
  const media = boxOf(inherited('MediaBox'));
  const [left = 0, bottom = 0, right = 0, top = 0] = media ?? [];
  // ISO 19005-2, 6.1.13.
  if (![right - left, top - bottom].every((side) => side >= 3 && side <= 14_400)) return undefined;
  const frame = new Map<string, number | number[]>([['MediaBox', [left, bottom, right, top]]]);
  const crop = inherited('CropBox');
  if (crop !== undefined) {
    const box = boxOf(crop);
    if (box === undefined || box[2] - box[0] < 3 || box[3] - box[1] < 3) return undefined;
    frame.set('CropBox', [...box]);
  }
  const turn = number('Rotate') ?? 0;
  if (turn % 90 !== 0) return undefined;
  if (turn !== 0) frame.set('Rotate', ((turn % 360) + 360) % 360);
  const unit = leaf.lookup(PDFName.of('UserUnit'));
  if (unit instanceof PDFNumber && unit.asNumber() !== 1) frame.set('UserUnit', unit.asNumber());
  return frame;
}

function inlineStream(context: PDFContext, { dict, data }: NonNullable<Operation['inline']>): PDFRawStream {
  const entries = plain(context, dict) as PDFDict;
  return PDFRawStream.of(entries, data);
}

function plain(context: PDFContext, object: PdfObject): PDFObject {
  if (object === null) return PDFNull;
  if (typeof object === 'boolean') return object ? PDFBool.True : PDFBool.False;
  if (typeof object === 'number') return PDFNumber.of(object);
  if (isKind(object, 'name')) return PDFName.of(object.value);
  if (isKind(object, 'string')) return PDFHexString.of(object.bytes.toString('hex'));
  if (isKind(object, 'array')) return context.obj(object.items.map((item) => plain(context, item)));
  if (!isKind(object, 'dict')) return PDFNull;
  return context.obj(Object.fromEntries([...object.entries].map(([key, value]) => [key, plain(context, value)])));
}
