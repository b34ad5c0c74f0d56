import type { UploadProblem } from './upload-words.ts';

export const SCAN_KINDS = ['pdf', 'jpeg', 'png', 'tiff'] as const;
export type ScanKind = (typeof SCAN_KINDS)[number];

const HEADER_WITHIN = 1024;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const TIFF = ['49492a00', '4d4d002a', '49492b00', '4d4d002b'].map((hex) => Buffer.from(hex, 'hex'));

/**
 * What a scan or photo is by its first bytes (1,024 will do). Its name says nothing that counts: phones and chat programs
 * give pictures whatever ending they like, and what is not one of these kinds is not taken under any name.
 */
export function scanKind(head: Buffer): { kind: ScanKind } | { problem: UploadProblem } {
  if (head.length === 0) return { problem: 'scan-empty' };
  const starts = (bytes: Buffer) => head.subarray(0, bytes.length).equals(bytes);
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return { kind: 'jpeg' };
  if (starts(PNG)) return { kind: 'png' };
  if (TIFF.some(starts)) return { kind: 'tiff' };
  const box = head.toString('latin1', 4, 12);
  if (/^ftyp(hei|hev|mif1|msf1|heif)/.test(box)) return { problem: 'picture-heic' };
  if (/^ftypavi[fs]/.test(box)) return { problem: 'picture-webp' };
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') {
    return { problem: 'picture-webp' };
  }
  if (head.toString('latin1', 0, 4) === 'GIF8') return { problem: 'picture-gif' };
  // The header may stand a little into the file (ISO 32000-2, annex I): after the pictures, which may hold one in their remarks.
  if (head.subarray(0, HEADER_WITHIN).includes('%PDF-')) return { kind: 'pdf' };
  return { problem: 'scan-unknown-kind' };
}
