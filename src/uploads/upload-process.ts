/*
 * A process of its own for files from outside: it inspects, normalises, looks and composes, and may be killed.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { watchSelf } from '../processes/watch-self.ts';
import { composePdf } from './compose-pdf.ts';
import { lookAtPages } from './look-at-pages.ts';
import { lookIntoDocx } from './look-into-docx.ts';
import { readRanges, writeRanges } from './page-ranges.ts';
import { preparePdf } from './prepare-pdf.ts';
import { takeText } from './take-text.ts';
import { type Prepared, type Progress, sheetRuns, type UploadJob, type UploadSetting } from './upload-jobs.ts';

const { memoryMb } = JSON.parse(process.argv[2] ?? '{}') as UploadSetting;
await watchSelf(memoryMb);
// Whoever opens a page comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

async function work(job: UploadJob, told: (progress: Progress) => void): Promise<unknown> {
  if (job.act === 'look-into-docx') return await lookIntoDocx(job.path);
  if (job.act === 'take-text') return await takeText(job.path);
  if (job.act === 'compose') return await compose(job);
  return await prepare(job, told);
}

/** Normalising is about half of the work for a scan, and looking at the pages the other half. */
const PERCENT = { inspecting: 2, normalising: 15, looking: 50 };

async function prepare(job: UploadJob & { act: 'prepare' }, told: (progress: Progress) => void) {
  const prepared = await preparePdf(await readFile(job.path), (step) => told({ step, percent: PERCENT[step] }));
  if ('problem' in prepared) return prepared;
  await writeFile(job.out, prepared.pdf, { flag: 'wx', mode: 0o600 });
  let last = Date.now();
  const looked = await lookAtPages(await PDFiumLibrary.init(), prepared.pdf, (page, pages) => {
    if (Date.now() - last < 250) return;
    last = Date.now();
    told({ step: 'looking', percent: PERCENT.looking + Math.floor(((100 - PERCENT.looking) * page) / pages) });
  });
  return {
    pages: prepared.sheets.length,
    mended: prepared.mended,
    sheets: sheetRuns(prepared.sheets),
    footTaken: writeRanges(looked.footTaken),
    headTaken: looked.headTaken,
  } satisfies Prepared;
}

async function compose({ letter, lists, parts, marks, title, author, createdAt, out }: UploadJob & { act: 'compose' }) {
  const read = await Promise.all(
    parts.map(async ({ path, sha256, smaller, headToo }) => {
      const pdf = await readFile(path);
      if (createHash('sha256').update(pdf).digest('hex') !== sha256) throw new Error(`${sha256} is damaged`);
      return { pdf, smaller: readRanges(smaller), headToo };
    }),
  );
  const composed = await composePdf({
    letter,
    lists,
    parts: read,
    marks,
    title,
    author,
    createdAt: new Date(createdAt),
  });
  await writeFile(out, composed.pdf, { flag: 'wx', mode: 0o600 });
  return { pages: composed.pages };
}

process.on('message', async ({ id, job }: { id: number; job: UploadJob }) => {
  const answer = await work(job, (progress) => process.send?.({ id, progress }));
  process.send?.({ id, answer });
});
process.on('disconnect', () => process.exit());
