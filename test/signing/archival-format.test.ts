import { describe, expect } from '@jest/globals';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { signPdf } from '../../src/signing/sign-pdf.ts';
import { judged } from '../support/judge.ts';
import { veraPdf } from '../support/pdf-judges.ts';
import { testPki } from './test-pki.ts';

/** Two tagged pages in the format of the flavour. */
function letter(pdfStandard: 'a-2a' | 'ua-1'): Buffer {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: ['node_modules/@expo-google-fonts/tinos'] }] });
  const mainFileContent = `#set document(title: "Undangan", date: datetime(year: 2026, month: 3, day: 2))
#set text(font: "Tinos", lang: "id")
= Undangan
Dengan hormat, kami mengundang Saudara.
#pagebreak()
Lampiran`;
  return Buffer.from(compiler.pdf({ mainFileContent }, { pdfStandard: pdfStandard as never }));
}

const rect = [100, 100, 220, 160] as const;

describe('signing keeps', () => {
  const { signer, newSigner } = testPki();
  const at = new Date('2026-03-02T03:04:05Z');
  const variants = async (pdf: Buffer) => {
    const invisible = await signPdf({ pdf, field: 'TTE-1', signer, at, name: 'Siti Rahayu', reason: 'Penetapan' });
    const visible = await signPdf({ pdf, field: 'TTE-1', signer, at, name: 'Siti Rahayu', box: { page: 1, rect } });
    const second = { field: 'TTE-2', signer: newSigner('Budi Santoso'), at };
    const both = await signPdf({ pdf: invisible, ...second, box: { page: 2, rect } });
    return [pdf, invisible, visible, both];
  };

  judged(['verapdf'], 'a PDF/A-2a file a PDF/A-2a file, invisible, in a box, and twice', async () => {
    expect(veraPdf('2a', ...(await variants(letter('a-2a'))))).toEqual(Array(4).fill({ pass: true, text: 'PASS\t' }));
  });

  judged(['verapdf'], 'an accessible file accessible (PDF/UA-1), invisible and in a box', async () => {
    const [pdf, invisible, visible] = await variants(letter('ua-1'));
    const verdicts = veraPdf('ua1', ...[pdf, invisible, visible].filter((bytes) => bytes !== undefined));
    expect(verdicts).toEqual(Array(3).fill({ pass: true, text: 'PASS\t' }));
  });
});
