import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { isRefusal } from '../../src/errors.ts';
import { signPdf } from '../../src/signing/sign-pdf.ts';
import { judged } from '../support/judge.ts';
import { cutSignatures, opensslCades, pdfsig, qpdfCheck } from '../support/pdf-judges.ts';
import { describeWith } from '../support/shared-material.ts';
import { testPki } from './test-pki.ts';

/** What becomes of every upload of the corpus: `signs` and is accepted by the judges, or the code of the refusal. */
const OUTCOMES: Record<string, string> = {
  'pdf-lib__with_viewer_prefs.pdf': 'signs',
  'pdf.js__bug1796741.pdf': 'signs',
  'pdf.js__images.pdf': 'signs',
  'qpdf__hybrid-xref.pdf': 'signs',
  'poppler-test__orientation.pdf': 'pdf-encrypted',
  'qpdf__leading-junk.pdf': 'pdf-encrypted',
  'pdf.js__hello_world_rotated.pdf': 'signs',
  'pdfbox__rot270.pdf': 'signs',
  'pdf.js__issue5039.pdf': 'signs',
  // Its cross-reference stream is gone; qpdf gives up on it too.
  'pdf.js__poppler-742-0-fuzzed.pdf': 'pdf-damaged',
  // Its startxref points four bytes before the table, wherever one counts from.
  'pdf-lib__PDF_2.0_with_offset_start.pdf': 'pdf-damaged',
  'pdf.js__annotation-tx2.pdf': 'signs',
  'poppler-test__truetype.pdf': 'signs',
  'pdf.js__bug2025674.pdf': 'signs',
  'pdf.js__bug1937438_mml_from_latex.pdf': 'signs',
  'qpdf__job-json-copy-attachments.pdf': 'signs',
  'pdf.js__issue20489.pdf': 'signs',
  'pdf.js__issue7339_reduced.pdf': 'signs',
  'pdf.js__issue19634.pdf': 'signs',
  'pdf.js__issue20513.pdf': 'signs',
  'pdf-lib__PDF_2.0_UTF-8_string_and_annotation.pdf': 'signs',
  'poppler-test__degenerate-path.pdf': 'signs',
  'pdf.js__bug2013793.pdf': 'signs',
  'self__3000-pages-objstm.pdf': 'signs',
  'self__aes256-owner-only-nomodify.pdf': 'pdf-encrypted',
  // Only the first page is looked at, and the circle comes after it.
  'A3-pages-tree-loop-simple.pdf': 'signs',
  'A2-dict-reference-loop.pdf': 'signs',
  'minimal-badxref.pdf': 'pdf-damaged',
  'minimal-startxref-hopeless.pdf': 'pdf-damaged',
  'no-mediabox.pdf': 'signs',
  'page-tree-direct-kid.pdf': 'signs',
  'minimal-with-orphaned-xrefs.pdf': 'signs',
  'self__scanned-200dpi-5p.pdf': 'signs',
  'pdf.js__rotation.pdf': 'signs',
};

const at = new Date('2026-03-02T03:04:05Z');

describeWith('corpus/ordinary', 'an ordinary upload', (directory) => {
  const { root, signer, newSigner } = testPki();

  it('is in the table', () => {
    const [, ...lines] = readFileSync(`${directory}/files.tsv`, 'utf8').trim().split('\n');
    expect(lines.map((line) => line.split('\t')[0]).sort()).toEqual(Object.keys(OUTCOMES).sort());
  });

  for (const [file, outcome] of Object.entries(OUTCOMES)) {
    if (outcome !== 'signs') {
      it(`${file} is refused: ${outcome}`, async () => {
        const pdf = readFileSync(`${directory}/${file}`);
        const refusal = await signPdf({ pdf, field: 'TTE-1', signer, at }).catch((error: unknown) => error);
        expect(isRefusal(refusal) && refusal.code).toBe(outcome);
      });
      continue;
    }
    judged(['pdfsig', 'certutil', 'openssl', 'qpdf'], `${file} takes two signatures`, async () => {
      const pdf = readFileSync(`${directory}/${file}`);
      const once = await signPdf({ pdf, field: 'TTE-1', signer, at, name: 'Siti Rahayu' });
      const box = { page: 1, rect: [20, 20, 80, 50] } as const;
      const twice = await signPdf({ pdf: once, field: 'TTE-2', signer: newSigner('Budi Santoso'), at, box });
      const { signatures, text } = pdfsig(twice, root);
      expect({ text, seen: signatures.map(({ valid, trusted, total }) => [valid, trusted, total]) }).toMatchObject({
        seen: [
          [true, true, false],
          [true, true, true],
        ],
      });
      const cuts = cutSignatures(twice);
      expect(cuts.map((cut) => opensslCades(cut, root).ok)).toEqual([true, true]);
      expect(qpdfCheck(twice).status).toBeLessThanOrEqual(qpdfCheck(pdf).status);
    });
  }
});
