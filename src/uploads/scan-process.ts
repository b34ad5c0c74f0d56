/*
 * A process of its own for scans and PDFs from strangers: decodes pictures, looks for QR symbols, joins pages, and may be
 * killed. Apart from upload-process.ts, because the picture library and the QR reader need memory of their own.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { watchSelf } from '../processes/watch-self.ts';
import { joinScans } from './join-scans.ts';
import { searchPdf } from './look-for-symbols.ts';
import { preparePdf } from './prepare-pdf.ts';
import { preparePictures } from './prepare-pictures.ts';
import { openSymbolReader } from './read-symbols.ts';
import type { PreparedScan, ScanJob, ScanSetting } from './scan-jobs.ts';
import { takeScan } from './take-scan.ts';
import type { UploadProblem } from './upload-words.ts';

const { memoryMb } = JSON.parse(process.argv[2] ?? '{}') as ScanSetting;
await watchSelf(memoryMb);
// Whoever opens a page comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** A letter from outside is read as its pages show it: what else it carries stays in the bytes that came. */
const FORGIVEN: ReadonlySet<UploadProblem> = new Set([
  'pdf-signed',
  'pdf-javascript',
  'pdf-embedded-files',
  'pdf-active-content',
]);

async function work(job: ScanJob, told: (percent: number) => void): Promise<unknown> {
  if (job.act === 'join') {
    await writeFile(job.out, await joinScans(job), { flag: 'wx', mode: 0o600 });
    return { pages: job.pages.length };
  }
  const { kind } = job;
  if (kind !== 'pdf') return await preparePictures({ ...job, kind }, await openSymbolReader(), told);
  return await preparePages(job, told);
}

/** Where each step of a PDF begins: looking for symbols is most of the work. */
const PERCENT = { inspecting: 2, normalising: 10, comparing: 25, searching: 50 };

async function preparePages(
  job: ScanJob & { act: 'prepare' },
  told: (percent: number) => void,
): Promise<{ problem: UploadProblem } | PreparedScan> {
  const received = await readFile(job.path);
  const prepared = await preparePdf(received, (step) => told(PERCENT[step]), FORGIVEN);
  if ('problem' in prepared) return prepared;
  const library = await PDFiumLibrary.init();
  const signed = prepared.forgiven.includes('pdf-signed');
  const compared = (page: number, pages: number) =>
    told(PERCENT.comparing + Math.floor(((PERCENT.searching - PERCENT.comparing) * page) / pages));
  // What is signed is read as it came, and nothing else of it claims to be the document.
  const scanned = signed ? undefined : await takeScan(library, received, prepared.sheets.length, compared);
  const pdf = scanned !== undefined && 'pdf' in scanned ? scanned.pdf : prepared.pdf;
  await writeFile(job.out, pdf, { flag: 'wx', mode: 0o600 });
  told(PERCENT.searching);
  const found = await searchPdf(library, pdf, await openSymbolReader());
  const leftBehind = prepared.forgiven.filter((code) => code !== 'pdf-signed');
  const { mended } = prepared;
  return {
    pages: prepared.sheets.length,
    facts: {
      ...{ pictures: pdf !== prepared.pdf, signed, mended, leftBehind, ...found },
      ...(scanned !== undefined && 'obstacle' in scanned ? { notArchival: scanned.obstacle } : {}),
    },
  };
}

process.on('message', async ({ id, job }: { id: number; job: ScanJob }) => {
  const answer = await work(job, (progress) => process.send?.({ id, progress }));
  process.send?.({ id, answer });
});
process.on('disconnect', () => process.exit());
