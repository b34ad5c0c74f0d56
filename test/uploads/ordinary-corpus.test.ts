import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect } from '@jest/globals';
import { trustAnchors } from '../../src/authority/current-certificate.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { judged } from '../support/judge.ts';
import { pdfsig, qpdfCheck } from '../support/pdf-judges.ts';
import { describeWith } from '../support/shared-material.ts';
import { bring, draftFor, issue, type UploadWorld, uploadWorld } from './upload-world.ts';

/** What becomes of each of the files that offices have: how many pages are signed, or why it is refused. */
const OUTCOMES: Record<string, number | string> = {
  'A2-dict-reference-loop.pdf': 1,
  'A3-pages-tree-loop-simple.pdf': 'pdf-damaged',
  'minimal-badxref.pdf': 1,
  'minimal-startxref-hopeless.pdf': 1,
  'minimal-with-orphaned-xrefs.pdf': 1,
  'no-mediabox.pdf': 1,
  'page-tree-direct-kid.pdf': 2,
  'pdf-lib__PDF_2.0_UTF-8_string_and_annotation.pdf': 1,
  'pdf-lib__PDF_2.0_with_offset_start.pdf': 1,
  'pdf-lib__with_viewer_prefs.pdf': 5,
  'pdf.js__annotation-tx2.pdf': 1,
  'pdf.js__bug1796741.pdf': 1,
  'pdf.js__bug1937438_mml_from_latex.pdf': 'pdf-embedded-files',
  'pdf.js__bug2013793.pdf': 1,
  'pdf.js__bug2025674.pdf': 'pdf-embedded-files',
  'pdf.js__hello_world_rotated.pdf': 5,
  'pdf.js__images.pdf': 1,
  'pdf.js__issue19634.pdf': 1,
  'pdf.js__issue20489.pdf': 'pdf-javascript',
  'pdf.js__issue20513.pdf': 1,
  'pdf.js__issue5039.pdf': 1,
  'pdf.js__issue7339_reduced.pdf': 1,
  'pdf.js__poppler-742-0-fuzzed.pdf': 'pdf-damaged',
  'pdf.js__rotation.pdf': 2,
  'pdfbox__rot270.pdf': 1,
  'poppler-test__degenerate-path.pdf': 1,
  'poppler-test__orientation.pdf': 'pdf-encrypted',
  'poppler-test__truetype.pdf': 1,
  'qpdf__hybrid-xref.pdf': 30,
  'qpdf__job-json-copy-attachments.pdf': 'pdf-embedded-files',
  'qpdf__leading-junk.pdf': 'pdf-encrypted',
  'self__3000-pages-objstm.pdf': 3000,
  'self__aes256-owner-only-nomodify.pdf': 'pdf-encrypted',
  'self__scanned-200dpi-5p.pdf': 5,
};
/** Read by guessing, so that the drafter is told to look at every page. */
const MENDED = ['minimal-badxref.pdf', 'minimal-startxref-hopeless.pdf', 'pdf-lib__PDF_2.0_with_offset_start.pdf'];

describeWith('corpus/ordinary', 'the ordinary PDFs of offices', (directory) => {
  const files = readdirSync(directory).filter((name) => name.endsWith('.pdf'));
  let world: UploadWorld;
  let anchors: Buffer[];

  beforeAll(async () => {
    world = await uploadWorld();
    anchors = await trustAnchors(world.layang.db);
  });

  for (const name of files) {
    judged(
      ['pdfsig', 'qpdf', 'certutil'],
      `${name} is signed and accepted by every judge, or refused with the right reason`,
      async () => {
        const path = join(directory, name);
        const letterId = await draftFor(world);
        const upload = await bring(world, letterId, path);
        const { pages, reason } = upload;
        expect(reason ?? pages).toBe(OUTCOMES[name]);
        if (reason !== null) return;
        expect(upload.facts?.mended).toBe(MENDED.includes(name));
        const { pdf, version } = await issue(world, letterId);
        expect(version.pages).toBe(pages);
        expect(verifyPdf(pdf, { anchors, at: new Date() }).intactAndTrusted).toBe(true);
        const { signatures, text } = pdfsig(pdf, anchors[0] ?? Buffer.alloc(0));
        expect({ text, signatures }).toMatchObject({ signatures: [{ valid: true, trusted: true, total: true }] });
        const check = qpdfCheck(pdf);
        expect(check.status === 0 ? '' : check.text).toBe('');
        expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(
          upload.receivedSha256.toString('hex'),
        );
      },
    );
  }
});
