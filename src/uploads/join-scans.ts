import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { degrees, PDFDocument } from 'pdf-lib';
import { claimArchival } from './archive-claim.ts';
import type { ScanJob } from './scan-jobs.ts';

/**
 * One document of the pages of several prepared files, in the order asked for, each turned. Pages of pictures alone become
 * PDF/A. Equal input is equal bytes.
 */
export async function joinScans(job: ScanJob & { act: 'join' }): Promise<Uint8Array> {
  const target = await PDFDocument.create({ updateMetadata: false });
  const identity = createHash('sha256').update(JSON.stringify(job.pages));
  const sources: PDFDocument[] = [];
  for (const { path, sha256 } of job.sources) {
    const bytes = await readFile(path);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`${sha256} is damaged`);
    identity.update(sha256);
    sources.push(await PDFDocument.load(bytes, { updateMetadata: false, parseSpeed: Number.POSITIVE_INFINITY }));
  }
  const copied = [];
  for (const [index, source] of sources.entries()) {
    // At once for each file, so that what its pages share is copied once.
    const wanted = job.pages.filter((page) => page.source === index).map(({ page }) => page - 1);
    const pages = await target.copyPages(source, wanted);
    copied.push(new Map(wanted.map((page, at) => [page + 1, pages[at]])));
  }
  for (const { source, page, turn } of job.pages) {
    const found = copied[source]?.get(page);
    if (found === undefined) throw new RangeError(`no page ${page} in file ${source}`);
    if (turn !== 0) found.setRotation(degrees((found.getRotation().angle + turn) % 360));
    target.addPage(found);
  }
  if (job.pictures) claimArchival(target, identity.digest());
  return await target.save({ updateFieldAppearances: false, objectsPerTick: Number.POSITIVE_INFINITY });
}
