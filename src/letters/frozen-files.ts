import { z } from 'zod';
import type { Words } from '../errors.ts';
import { RANGES } from '../uploads/page-ranges.ts';
import { Places, proposedPlaces } from '../uploads/places.ts';
import { SheetRuns } from '../uploads/upload-jobs.ts';
import type { Upload } from '../uploads/upload-store.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A file from outside as a part of a version: which bytes came, what is printed of them, and how. */
const FrozenFile = z.strictObject({
  /** As the sender's machine named it, NFC. */
  name: z.string(),
  /** Of the bytes received: what the seal commits to. */
  sha256: hash,
  /** Of the normalised PDF, whose pages are printed. */
  normalised: hash,
  pages: z.number().int().min(1),
  sheets: SheetRuns,
  /** Pages made smaller for their footer, which the drafter approved. */
  smaller: z.string().regex(RANGES),
});

/** The letter's text as an uploaded file. */
export const FrozenUpload = FrozenFile.extend({ places: Places });
export type FrozenUpload = z.infer<typeof FrozenUpload>;

/** `headToo`: the first page is made smaller for its heading as well. */
export const FrozenAttachment = FrozenFile.extend({ headToo: z.boolean() });
export type FrozenAttachment = z.infer<typeof FrozenAttachment>;

export interface FrozenFiles {
  upload?: FrozenUpload;
  attachments?: FrozenAttachment[];
}

/**
 * What a letter's files are at this moment as parts of its content. What is refused, or still being worked on, is left out;
 * `problem` says what keeps the letter from going round.
 */
export function freezeFiles(uploads: readonly Upload[]): FrozenFiles & { problem?: Words } {
  const frozen: FrozenFiles & { problem?: Words } = {};
  const attachments: FrozenAttachment[] = [];
  for (const upload of uploads) {
    const { state, role, places, approved, facts, pages, normalisedSha256 } = upload;
    if (state !== 'ready' || facts === null || pages === null || normalisedSha256 === null) {
      frozen.problem ??= state === 'refused' ? REFUSED : UNFINISHED;
      continue;
    }
    const file = {
      name: upload.name.normalize('NFC'),
      sha256: upload.receivedSha256.toString('hex'),
      normalised: normalisedSha256.toString('hex'),
      pages,
      sheets: facts.sheets,
      smaller: facts.footTaken,
    };
    if (role === 'attachment') attachments.push({ ...file, headToo: facts.headTaken });
    else frozen.upload = { ...file, places: places ?? proposedPlaces(pages) };
    if (!approved) frozen.problem ??= NOT_APPROVED;
  }
  return attachments.length === 0 ? frozen : { ...frozen, attachments };
}

const REFUSED: Words = {
  id: 'Ada berkas yang tidak dapat dipakai. Hapus atau ganti di halaman Berkas.',
  en: 'One of the files cannot be used. Remove or replace it on the page Files.',
};
const UNFINISHED: Words = {
  id: 'Ada berkas yang masih diperiksa. Tunggu sebentar.',
  en: 'One of the files is still being checked. Wait a moment.',
};
const NOT_APPROVED: Words = {
  id: 'Lihat halaman yang sudah dibubuhi tanda, lalu setujui di halaman Berkas.',
  en: 'Look at the stamped pages and approve them on the page Files.',
};

/** "2 (dua) berkas", for the line "Lampiran" that the drafter left empty; empty without any. */
export function attachmentCount(count: number): string {
  if (count === 0) return '';
  return `${count} (${NUMERALS[count] ?? count}) berkas`;
}

const NUMERALS = [
  ...['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan', 'sepuluh', 'sebelas'],
  ...['dua belas', 'tiga belas', 'empat belas', 'lima belas', 'enam belas', 'tujuh belas', 'delapan belas'],
  ...['sembilan belas', 'dua puluh'],
];
