import sharp from 'sharp';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { EMPTY_DRAFT } from '../../src/letters/draft-content.ts';
import type { Layang } from '../../src/wiring.ts';

const SCANNER_DPI = 180;
const PAPER = { background: { r: 246, g: 244, b: 238 } };

export interface ScannedLetter {
  /** Its first page as the glass of a scanner gives it. */
  jpeg: Buffer;
  number: string;
  /** `YYYY-MM-DD` */
  date: string;
}

/** A letter of the district, written, signed and sealed with real keys, that comes on paper: printed, laid on the glass, scanned. */
export async function scannedLetter(
  layang: Layang,
  { subject, to }: { subject: string; to: string },
): Promise<ScannedLetter> {
  const { letters, approvals, people, documents, previewer } = layang;
  const writer = await actorNamed(layang, 'camat');
  const posts = new Map((await people.listPositions()).map(({ name, id }) => [name, id]));
  const letterId = await letters.createLetter(writer, { kind: 'surat-dinas' });
  const draft = {
    ...EMPTY_DRAFT,
    signatoryId: posts.get('Camat Muara Sagara') ?? null,
    recipients: [{ type: 'position' as const, positionId: posts.get(to) ?? 0 }],
    subject,
    classification: '800.1.2',
    sections: { isi: 'Dengan hormat,\n\nkami mohon data guru honorer pada sekolah di kecamatan kami.' },
  };
  const revision = await letters.saveDraft(writer, { letterId, revision: 0, draft });
  await approvals.submitLetter(writer, { letterId, revision, initials: [] });
  const { version } = await letters.readLetter(writer, letterId);
  const versionSha256 = version?.sha256 ?? Buffer.alloc(32);
  const passphrase = demoPassphrase('camat');
  const { number, documentSha256 } = await layang.signLetter({ actor: writer, letterId, versionSha256, passphrase });
  const { issued } = await letters.readLetter(writer, letterId);
  const { png } = await previewer.preview(await documents.read(documentSha256), 1, SCANNER_DPI);
  const jpeg = await sharp(png).rotate(0.8, PAPER).jpeg({ quality: 72 }).toBuffer();
  return { jpeg, number, date: issued?.letterDate ?? '' };
}

/** A sheet with these lines, as somebody photographs it. */
export function photographed(lines: readonly string[]): Promise<Buffer> {
  const text = lines.map((line, at) => `<text x="90" y="${160 + at * 70}">${line}</text>`).join('');
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1270" font-size="34">${text}</svg>`;
  return sharp(Buffer.from(sheet)).flatten(PAPER).rotate(1.5, PAPER).jpeg({ quality: 70 }).toBuffer();
}
