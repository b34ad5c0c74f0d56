import { degrees, PDFDocument, rgb, StandardFonts } from 'pdf-lib';

/** A plain PDF: text on every page, at the foot too where `foot` is set. */
export async function samplePdf(
  options: { pages?: number; width?: number; height?: number; foot?: boolean; rotate?: number } = {},
): Promise<Uint8Array> {
  const { pages = 1, width = 595, height = 842, foot = false, rotate = 0 } = options;
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.TimesRoman);
  for (let number = 1; number <= pages; number++) {
    const page = document.addPage([width, height]);
    page.setRotation(degrees(rotate));
    page.drawText(`Halaman ${number}`, { x: 90, y: height - 100, size: 24, font });
    for (let line = 0; line < 12; line++) {
      page.drawText('Dengan hormat, bersama ini kami sampaikan laporan kegiatan.', {
        x: 90,
        y: height - 150 - line * 20,
        size: 12,
        font,
      });
    }
    if (foot)
      page.drawText('Jalan Merdeka 1 - halaman kaki surat', { x: 90, y: 30, size: 10, font, color: rgb(0, 0, 0.6) });
  }
  return document.save();
}
