import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { judged } from '../support/judge.ts';
import { qpdfCheck } from '../support/pdf-judges.ts';
import { sharedMaterial } from '../support/shared-material.ts';
import { samplePdf } from './sample-files.ts';
import { bring, draftFor, issue, type UploadWorld, uploadWorld } from './upload-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-stamped-'));
let world: UploadWorld;

beforeAll(async () => {
  world = await uploadWorld();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const A4 = { width: 595, height: 842 };
const OUTSIDER = { type: 'outsider' as const, name: 'Ketua Dewan Pendidikan', address: '' };
const F4 = { width: 609.45, height: 935.43 };

interface Case {
  name: string;
  file: () => Promise<Uint8Array | string>;
  /** Pages that are made smaller. */
  smaller: string;
}

const cases: Case[] = [
  { name: 'ordinary', file: () => samplePdf({ ...A4, pages: 2 }), smaller: '' },
  { name: 'written-to-the-foot', file: () => samplePdf({ ...A4, pages: 2, foot: true }), smaller: '1-2' },
  { name: 'f4', file: () => samplePdf({ ...F4, foot: true }), smaller: '1' },
  { name: 'landscape', file: () => samplePdf({ width: 842, height: 595, foot: true }), smaller: '1' },
  { name: 'rotated', file: () => samplePdf({ width: 842, height: 595, rotate: 90 }), smaller: '' },
  { name: 'small', file: () => samplePdf({ width: 300, height: 400 }), smaller: '' },
];
const scanned = sharedMaterial('corpus/ordinary/self__scanned-200dpi-5p.pdf');
if (scanned !== undefined) cases.push({ name: 'scanned', file: async () => scanned, smaller: '' });

/** Every QR symbol that a reader finds on the pages, as its text; pictures are kept where LAYANG_PICTURES says. */
function symbolsOn(pdf: Buffer, name: string): string[][] {
  const path = join(folder, `${name}.pdf`);
  writeFileSync(path, pdf);
  const pages = Number(/Pages:\s+(\d+)/.exec(spawnSync('pdfinfo', [path], { encoding: 'utf8' }).stdout)?.[1]);
  const into = process.env.LAYANG_PICTURES;
  if (into !== undefined) spawnSync('pdftoppm', ['-r', '110', '-png', path, join(into, `stamped-${name}`)]);
  // Symbols are black on white: in grey the picture is made and read in half the time.
  spawnSync('pdftoppm', ['-r', '150', '-gray', path, join(folder, name)]);
  const digits = String(pages).length;
  return Array.from({ length: pages }, (_, index) => {
    const picture = join(folder, `${name}-${String(index + 1).padStart(digits, '0')}.pgm`);
    return spawnSync('zbarimg', ['-q', '--raw', picture], { encoding: 'utf8' }).stdout.trim().split('\n');
  });
}

function textOf(pdf: Buffer, name: string): string {
  const path = join(folder, `${name}.pdf`);
  writeFileSync(path, pdf);
  return spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout;
}

describe('The pages of an uploaded letter', () => {
  for (const { name, file, smaller } of cases) {
    judged(
      ['pdftoppm', 'pdfinfo', 'pdftotext', 'zbarimg', 'qpdf', 'pdffonts'],
      `${name}: every page has its footer and a symbol that reads from paper, the last one the seal`,
      async () => {
        const letterId = await draftFor(world);
        const given = await file();
        const path = typeof given === 'string' ? given : join(folder, `${name}-given.pdf`);
        if (typeof given !== 'string') writeFileSync(path, given);
        const upload = await bring(world, letterId, path);
        expect(upload.facts?.footTaken).toBe(smaller);
        const { pdf, issued } = await issue(world, letterId);
        const symbols = symbolsOn(pdf, name);
        symbols.forEach((found, index) => {
          expect([name, index, found]).toEqual([
            name,
            index,
            expect.arrayContaining([expect.stringMatching(new RegExp(`/${issued.token}/${index + 1}$`))]),
          ]);
        });
        expect(symbols.flat().filter((text) => text.includes('#'))).toHaveLength(1);
        const text = textOf(pdf, name);
        expect(text.match(/Dokumen ini ditandatangani secara elektronik/g)).toHaveLength(symbols.length);
        expect(text).toContain(`hal ${symbols.length}/${symbols.length}`);
        expect(text).toContain(issued.number);
        expect(qpdfCheck(pdf).status).toBe(0);
        const fonts = spawnSync('pdffonts', [join(folder, `${name}.pdf`)], { encoding: 'utf8' }).stdout;
        expect(fonts).toMatch(/Arimo-Regular\s+.*yes yes yes/);
      },
    );
  }

  judged(
    ['pdftotext', 'pdftoppm', 'pdfinfo', 'zbarimg', 'qpdf'],
    'attachments stand behind a typed letter, with their headings, counted in "Lampiran", in the order that was chosen',
    async () => {
      const letterId = await draftFor(world);
      const first = join(folder, 'anggaran.pdf');
      const second = join(folder, 'denah.pdf');
      writeFileSync(first, await samplePdf({ ...A4, foot: true }));
      writeFileSync(second, await samplePdf({ width: 842, height: 595 }));
      await bring(world, letterId, first, { role: 'attachment' });
      const plan = await bring(world, letterId, second, { role: 'attachment' });
      await world.layang.letterUploads.move(world.chief, letterId, plan.id, -1);
      const { pdf, issued, version } = await issue(world, letterId);
      const text = textOf(pdf, 'attached');
      expect(text).toMatch(/Lampiran\s*:\s*2 \(dua\) berkas/);
      expect(text).toMatch(/LAMPIRAN I\n[\s\S]*LAMPIRAN II\n/);
      const own = version.pages - 2;
      expect(text).toContain(`hal 1/${version.pages}`);
      const symbols = symbolsOn(pdf, 'attached');
      expect(symbols.map((found) => found.filter((one) => !one.includes('#')))).toEqual(
        Array.from({ length: version.pages }, (_, index) => [
          expect.stringMatching(new RegExp(`/${issued.token}/${index + 1}$`)),
        ]),
      );
      expect(own).toBeGreaterThan(0);
      expect(qpdfCheck(pdf).status).toBe(0);
      expect(pdf.includes('pdfaid')).toBe(false);
    },
  );

  judged(
    ['pdftotext', 'pdftoppm', 'pdfinfo', 'zbarimg', 'qpdf'],
    'a secret one says its class and its copies on page 1, and lists them behind, before its attachments',
    async () => {
      const path = join(folder, 'rahasia.pdf');
      writeFileSync(path, await samplePdf({ ...A4, pages: 2 }));
      const extra = join(folder, 'denah-rahasia.pdf');
      writeFileSync(extra, await samplePdf({ ...A4 }));
      const letterId = await draftFor(world, { security: 'SR' });
      await bring(world, letterId, path);
      await bring(world, letterId, extra, { role: 'attachment' });
      const { pdf, issued, version } = await issue(world, letterId);
      expect(version.pages).toBe(4);
      const [one = '', two = '', list = '', attachment = ''] = textOf(pdf, 'secret').split('\f');
      expect(one).toContain('SANGAT RAHASIA');
      expect(one).toContain('5 salinan menurut daftar distribusi');
      expect(two).not.toContain('SANGAT RAHASIA');
      expect(list).toMatch(/LAMPIRAN\n/);
      expect(list).toContain(`Nomor ${issued.number}`);
      expect(list).toContain('DAFTAR DISTRIBUSI');
      for (const copy of ['1 dari 5', '5 dari 5', 'Camat Muara Sagara', 'Ketua Dewan Pendidikan', 'Sekretaris Daerah'])
        expect(list).toContain(copy);
      expect(list).toContain('hal 3/4');
      expect(attachment).toContain('LAMPIRAN I');
      symbolsOn(pdf, 'secret').forEach((found, index) => {
        expect(found).toContainEqual(expect.stringMatching(new RegExp(`/${issued.token}/${index + 1}$`)));
      });
      expect(qpdfCheck(pdf).status).toBe(0);
      const single = await draftFor(world, { security: 'R', recipients: [OUTSIDER], copies: [] });
      await bring(world, single, path);
      const alone = await issue(world, single);
      expect(alone.version.pages).toBe(2);
      expect(textOf(alone.pdf, 'single').split('\f')[0]).toContain('Salinan tunggal');
    },
  );
});
