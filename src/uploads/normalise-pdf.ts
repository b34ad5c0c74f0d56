import {
  PDFDict,
  PDFDocument,
  PDFName,
  PDFObjectCopier,
  type PDFPage,
  type PDFPageLeaf,
  PDFRawStream,
  type PDFRef,
} from 'pdf-lib';
import {
  appearancesOf,
  boxOf,
  contentOf,
  contentsOf,
  factsOf,
  leavesOf,
  matrixOf,
  readLeniently,
} from './page-parts.ts';
import { appearanceMatrix, type Matrix, type Sheet, sheetFor } from './sheet-geometry.ts';

export interface Normalised {
  pdf: Uint8Array;
  /** The size of every sheet, in points. */
  sheets: { width: number; height: number }[];
}

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

function numbers(matrix: Matrix): string {
  return matrix.map((value) => String(Math.round(value * 1e5) / 1e5)).join(' ');
}
