import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { openProcessPool, type PoolLoad, programBeside } from '../processes/process-pool.ts';
import { poolRefusals } from './pool-refusals.ts';

export interface PagePicture {
  png: Buffer;
  /** Pixels. */
  width: number;
  height: number;
  /** Pages of the whole document. */
  pages: number;
}

/** A PDF on this machine's disk: only the process that draws it reads it, and looks at its hash first. */
export interface StoredPdf {
  path: string;
  sha256: Buffer;
}

export interface Previewer {
  /**
   * Page `page` (from 1) of a PDF as a PNG on white, at `dpi` (36 to 300).
   * @throws Refusal `no-such-page`, `preview-too-large`, `preview-unreadable`, `typesetting-timeout`, `typesetting-busy`
   */
  preview(pdf: Uint8Array | StoredPdf, page: number, dpi: number): Promise<PagePicture>;
  /** What stands on the first page, without the white around it. Refuses as `preview`. */
  content(pdf: Uint8Array | StoredPdf, dpi: number): Promise<PagePicture>;
  load(): PoolLoad;
  close(): Promise<void>;
}

export interface PreviewSetting {
  memoryMb: number;
}

export interface PreviewJob {
  pdf: Uint8Array | StoredPdf;
  page: number;
  dpi: number;
  /** The white around what stands there is left out. */
  trimmed: boolean;
}

/** A picture of the largest size granted, in all its forms at once, beside the file and what is read out of it. */
const MEMORY_MB = 1536;

const Request = z.object({ page: z.number().int().min(1).max(10_000), dpi: z.number().min(36).max(300) });
const Answer = z.union([
  z.object({ problem: z.enum(['no-such-page', 'too-large', 'unreadable']) }),
  z.object({
    png: z.custom<Uint8Array>(ArrayBuffer.isView),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    pages: z.number().int().positive(),
  }),
]);

/** PDFium in processes of its own; it sees foreign files, so a page that takes too long costs its process. */
export function openPreviewer(options: { processes?: number; deadlineMs?: number } = {}): Previewer {
  const pool = openProcessPool({
    program: programBeside(import.meta.url, 'preview-process'),
    refusals: poolRefusals,
    argument: { memoryMb: MEMORY_MB } satisfies PreviewSetting,
    processes: options.processes ?? 1,
    deadlineMs: options.deadlineMs ?? 15_000,
  });
  const draw = async (pdf: PreviewJob['pdf'], page: number, dpi: number, trimmed: boolean): Promise<PagePicture> => {
    const request = Request.safeParse({ page, dpi });
    if (!request.success) throw refuse('no-such-page');
    const given = 'path' in pdf ? pdf : Buffer.from(pdf);
    const answer = Answer.parse(await pool.ask({ pdf: given, ...request.data, trimmed } satisfies PreviewJob));
    if ('problem' in answer) throw refuse(answer.problem);
    return { ...answer, png: Buffer.from(answer.png.buffer, answer.png.byteOffset, answer.png.byteLength) };
  };
  return {
    preview: (pdf, page, dpi) => draw(pdf, page, dpi, false),
    content: (pdf, dpi) => draw(pdf, 1, dpi, true),
    load: () => pool.load(),
    close: () => pool.close(),
  };
}

function refuse(problem: 'no-such-page' | 'too-large' | 'unreadable'): Refusal {
  if (problem === 'no-such-page') {
    return new Refusal('not-found', 'no-such-page', { id: 'Halaman itu tidak ada.', en: 'There is no such page.' });
  }
  if (problem === 'too-large') {
    return new Refusal('invalid-input', 'preview-too-large', {
      id: 'Halaman ini terlalu besar untuk ditampilkan sebagai gambar. Unduh PDF-nya.',
      en: 'This page is too large to show as a picture. Download the PDF.',
    });
  }
  return new Refusal('invalid-input', 'preview-unreadable', {
    id: 'PDF ini tidak dapat ditampilkan sebagai gambar.',
    en: 'This PDF cannot be shown as a picture.',
  });
}
