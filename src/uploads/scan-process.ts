/*
 * A process of its own for scans and PDFs from strangers: decodes pictures, looks for QR symbols, joins pages, and may be
 * killed. Apart from upload-process.ts, because the picture library and the QR reader need memory of their own.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { watchSelf } from '../processes/watch-self.ts';
import { joinScans } from './join-scans.ts';
import { openSymbolSearch, searchPdf } from './look-for-symbols.ts';
import { preparePdf } from './prepare-pdf.ts';
import { preparePictures } from './prepare-pictures.ts';
import { openSymbolReader } from './read-symbols.ts';
import type { PreparedScan, ScanJob, ScanSetting } from './scan-jobs.ts';
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

async function preparePages(
  job: ScanJob & { act: 'prepare' },
  told: (percent: number) => void,
): Promise<{ problem: UploadProblem } | PreparedScan> {
  const percent = { inspecting: 5, normalising: 20 };
  const prepared = await preparePdf(await readFile(job.path), (step) => told(percent[step]), FORGIVEN);
  if ('problem' in prepared) return prepared;
  await writeFile(job.out, prepared.pdf, { flag: 'wx', mode: 0o600 });
  told(60);
  const search = openSymbolSearch(await openSymbolReader());
  await searchPdf(await PDFiumLibrary.init(), prepared.pdf, search);
  const signed = prepared.forgiven.includes('pdf-signed');
  const leftBehind = prepared.forgiven.filter((code) => code !== 'pdf-signed');
  const { mended } = prepared;
  return {
    pages: prepared.sheets.length,
    facts: { pictures: false, signed, mended, leftBehind, symbols: search.symbols },
  };
}

process.on('message', async ({ id, job }: { id: number; job: ScanJob }) => {
  const answer = await work(job, (progress) => process.send?.({ id, progress }));
  process.send?.({ id, answer });
});
process.on('disconnect', () => process.exit());
