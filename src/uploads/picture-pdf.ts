import { PDFDocument, PDFName } from 'pdf-lib';
import type { EncodedPicture } from './encode-page.ts';
import type { PageFormat } from './page-format.ts';

/** A document to which pictures are added page by page; the pixels go in as they were encoded. Equal pages are equal bytes. */
export async function startPicturePdf() {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  return {
    add(picture: EncodedPicture, { width, height, matrix }: PageFormat): void {
      const image = context.stream(picture.bytes, {
        Type: 'XObject',
        Subtype: 'Image',
        Width: picture.width,
        Height: picture.height,
        ColorSpace: picture.colours,
        BitsPerComponent: picture.bits,
        Filter: picture.filter,
        ...(picture.predicted ? { DecodeParms: predictors(picture) } : {}),
      });
      const page = document.addPage([rounded(width), rounded(height)]);
      page.node.setXObject(PDFName.of('Picture'), context.register(image));
      const drawing = context.flateStream(`q ${matrix.map(rounded).join(' ')} cm /Picture Do Q`);
      page.node.set(PDFName.of('Contents'), context.register(drawing));
    },
    save: () => document.save({ updateFieldAppearances: false, objectsPerTick: Number.POSITIVE_INFINITY }),
  };
}

function predictors({ colours, bits, width }: EncodedPicture) {
  return { Predictor: 15, Colors: colours === 'DeviceRGB' ? 3 : 1, BitsPerComponent: bits, Columns: width };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
