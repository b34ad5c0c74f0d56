import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyNumbers } from '../../src/letters/copy-numbers.ts';
import type { FrozenContent } from '../../src/letters/frozen-content.ts';
import type { LetterKind } from '../../src/letters/letter-kind.ts';
import { listKinds } from '../../src/letters/letter-kind-store.ts';
import { type OfficeBook, readOfficeBook, resolveContent } from '../../src/letters/resolve-content.ts';
import { projectPath } from '../../src/project-root.ts';
import { openTypesetter, type SetLetter } from '../../src/typesetting/typesetter.ts';
import { judged } from '../support/judge.ts';
import { veraPdf } from '../support/pdf-judges.ts';
import { linesIn } from '../support/pdf-text.ts';
import { setFinal, writtenDraft } from './kind-letters.ts';
import { openOffice, type TestOffice } from './office.ts';

const EMBLEM = readFileSync(projectPath('views', 'demo', 'emblem.png'));
const typesetter = openTypesetter({ documents: { read: async () => EMBLEM } });
let office: TestOffice;
let kinds: LetterKind[];
let book: OfficeBook;

beforeAll(async () => {
  office = await openOffice();
  kinds = await listKinds(office.db);
  const emblem = createHash('sha256').update(EMBLEM).digest();
  book = { ...(await readOfficeBook(office.db)), emblems: { region: emblem, head: emblem } };
});
afterAll(() => typesetter.close());

const ALL = { x: 0, y: 0, width: 700, height: 1000 };
const textOf = (set: SetLetter, page = 1) => linesIn(set.pdf, page, ALL).join('\n');

function contentOf(code: string, changes: Parameters<typeof writtenDraft>[2] = {}): FrozenContent {
  const kind = kinds.find((one) => one.code === code);
  if (kind === undefined) throw new Error(`no kind ${code}`);
  return resolveContent(book, kind, writtenDraft(office, kind, changes), true);
}

const own = (source: string): FrozenContent => {
  const content = contentOf('surat-dinas');
  return { ...content, kind: { ...content.kind, source } };
};
const HEAD =
  '#import "page.typ": data, official-page\n#import "body.typ": body-with\n#import "signature.typ": closing\n';
const OWN_PAGE = `${HEAD}#show: official-page\nBENTUK SENDIRI #data.number\n\n#closing(body-with)`;

describe('every kind that comes with the program', () => {
  judged(
    ['verapdf', 'pdftotext'],
    'prints its title, its parts and its signatory on pages that are PDF/A-2a',
    async () => {
      expect(kinds.length).toBeGreaterThanOrEqual(23);
      const files: Buffer[] = [];
      for (const kind of kinds) {
        const content = contentOf(kind.code);
        const set = await setFinal(typesetter, content);
        const text = Array.from({ length: set.pages }, (_, page) => textOf(set, page + 1)).join('\n');
        expect(text).toContain(content.kind.title);
        expect(text).toContain(content.signatory.officeKind === 'other' ? 'NIP 198001012005011001' : 'BUPATI');
        for (const { printed, before } of kind.sections) {
          for (const words of [printed, before]) if (words !== undefined) expect(text).toContain(words);
        }
        files.push(set.pdf);
        keepPictureOf(kind.code, set);
      }
      files.push((await setFinal(typesetter, own(OWN_PAGE))).pdf);
      files.push((await setFinal(typesetter, contentOf('surat-dinas', { security: 'SR' }))).pdf);
      for (const verdict of veraPdf('2a', ...files)) expect(verdict.text).toMatch(/^PASS/);
    },
  );

  judged(['pdftotext'], 'prints the validity of a permit and leaves out what is optional and empty', async () => {
    const izin = contentOf('surat-izin');
    const sections = { ...Object.fromEntries(izin.sections.map(({ key, text }) => [key, text])), ketentuan: '' };
    const dated = { ...sections, berlaku_mulai: '1 Desember 2026', berlaku_sampai: '31 Mei 2027' };
    const text = textOf(await setFinal(typesetter, contentOf('surat-izin', { sections: dated })));
    expect(text).toMatch(/Berlaku mulai\s+:\s+1 Desember 2026\n\s*Berlaku sampai\s*:\s+31 Mei 2027/);
    expect(text).not.toContain('Ketentuan');
  });

  judged(['pdftotext'], 'names both parties of an agreement and says that the second signs by hand', async () => {
    const set = await setFinal(typesetter, contentOf('perjanjian'));
    const text = textOf(set, set.pages);
    expect(text).toMatch(/PIHAK KESATU,[\s\S]*KEPALA DINAS PENDIDIKAN,[\s\S]*PIHAK KEDUA,[\s\S]*Isi nama pihak kedua/);
    expect(text).toContain('Ruang bertitik ditandatangani dengan tangan');
    expect(set.signatureBox.page).toBe(set.pages);
  });
});

describe('the copies of a secret letter', () => {
  const many = Array.from({ length: 3 }, (_, i) => ({
    type: 'outsider' as const,
    name: `Kepala Dinas ke-${i + 1}`,
    address: '',
  }));

  judged(['pdftotext'], 'are counted on page 1 and given one by one to recipients and copies on a list', async () => {
    const content = contentOf('surat-dinas', { security: 'SR', recipients: many });
    const set = await setFinal(typesetter, content);
    expect(textOf(set)).toMatch(/SANGAT RAHASIA\n\s*4 salinan menurut daftar distribusi/);
    expect(textOf(set)).toMatch(/Lampiran\s*:\s+Daftar distribusi/);
    expect(set.pages).toBe(2);
    const list = textOf(set, 2);
    expect(list).toContain('DAFTAR DISTRIBUSI');
    for (const { copy, of, recipient } of copyNumbers(content)) {
      expect(list).toMatch(new RegExp(`${copy} dari ${of}\\s+${recipient.name}`));
    }
    expect(copyNumbers(content).map(({ copy, cc }) => [copy, cc])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, true],
    ]);
  });

  judged(['pdftotext'], 'are one where there is one recipient, and none for an ordinary letter', async () => {
    const only = contentOf('surat-dinas', { security: 'R', copies: [] });
    const set = await setFinal(typesetter, only);
    expect(textOf(set)).toMatch(/RAHASIA\n\s*Salinan tunggal/);
    expect(set.pages).toBe(1);
    expect(copyNumbers(contentOf('surat-dinas', { recipients: many }))).toEqual([]);
    expect(textOf(await setFinal(typesetter, contentOf('surat-dinas', { security: 'T' })))).not.toContain('Salinan');
  });
});

describe("an office's own source", () => {
  judged(['pdftotext'], 'is set in place of the template, from the same data', async () => {
    expect(textOf(await setFinal(typesetter, own(OWN_PAGE)))).toContain('BENTUK SENDIRI 400.3.5/23/DISDIK');
  });

  it.each([
    ['an error, by its line', `${HEAD}#show: official-page\n#salah()`, /Baris 5: unknown variable: salah/],
    ['a package', '#import "@preview/cetz:0.3.1"\nx', /failed to download package/],
    ['a package by a hidden name', '#import ("@pre" + "view/cetz:0.3.1")\nx', /failed to download package/],
    ['a package of the machine', '#import "@local/x:0.1.0"\nx', /package not found/],
    ['a file of the project', '#read("../../package.json")', /cannot read file outside of project root/],
    ['a file of the machine', '#read("/etc/passwd")', /file not found/],
    ['a page without signature block', `${HEAD}#show: official-page\nx`, /tidak memuat blok tanda tangan/],
    ['pages without their footer', `${HEAD}#set text(font: data.families)\n#closing(body-with)`, /tanpa kaki halaman/],
    ['marks that the program cannot read', '#metadata((kind: "page")) <mark>\nx', /tanpa kaki halaman/],
    [
      'a signature block on a page that is none',
      '#metadata((kind: "page", page: 1)) <mark>\n#metadata((kind: "signature", page: 9, x: 1.0, y: 1.0, width: 9.0, height: 9.0)) <mark>\nx',
      /tidak memuat blok tanda tangan/,
    ],
    ['endless work', '#let f(n) = f(n + 1)\n#f(0)', /maximum function call depth exceeded/],
  ])('is refused with %s', async (_, source, words) => {
    await expect(setFinal(typesetter, own(source))).rejects.toMatchObject({
      problem: 'invalid-input',
      code: 'template-invalid',
      fields: { source: { id: expect.stringMatching(words) } },
    });
  });

  it('is refused where it asks for memory without end', async () => {
    // As long as a busy machine takes to hand the memory out: what is tried is the bound, not the clock.
    const patient = openTypesetter({ deadlineMs: 100_000, documents: { read: async () => EMBLEM } });
    const source = '#let s = "x" * 1000000\n#for _ in range(20) { s = s + s }';
    await expect(setFinal(patient, own(source)).finally(() => patient.close())).rejects.toMatchObject({
      code: 'template-invalid',
      fields: { source: { id: expect.stringMatching(/terlalu banyak memori/) } },
    });
  });

  it('is told nothing of where the program lies', async () => {
    const refused = await setFinal(typesetter, own('#read("/etc/passwd")')).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'template-invalid' });
    expect(JSON.stringify(refused)).not.toContain(process.cwd());
  });

  it('leaves nothing behind for the letters of others', async () => {
    await expect(setFinal(typesetter, own('#panic("x")'))).rejects.toMatchObject({ code: 'template-invalid' });
    expect((await setFinal(typesetter, contentOf('surat-dinas'))).pages).toBe(1);
    await expect(setFinal(typesetter, own('#include "own-source.typ"'))).rejects.toMatchObject({
      code: 'template-invalid',
    });
  });
});

describe('a long table', () => {
  it('of as many rows as a letter may hold is set in a few seconds', async () => {
    const rows = Array.from({ length: 290 }, (_, i) => `| ${i + 1} | Sekolah Dasar Negeri ${i + 1} Purnama | 12 |`);
    const isi = `Berikut ini:\n\n| No | Nama | Jumlah |\n|---|---|---|\n${rows.join('\n')}\n\nDemikian.`;
    const set = await setFinal(typesetter, contentOf('surat-dinas', { sections: { isi } }));
    expect(set.pages).toBeGreaterThan(5);
  });

  it('of 2,000 rows is refused in words under its part', () => {
    const isi = `| No | Nama |\n|---|---|\n${Array.from({ length: 2_000 }, (_, i) => `| ${i} | x |`).join('\n')}`;
    return expect(setFinal(typesetter, contentOf('surat-dinas', { sections: { isi } }))).rejects.toMatchObject({
      problem: 'invalid-input',
      fields: { 'sections.isi': { id: expect.stringMatching(/tabel|baris/i) } },
    });
  });
});

/** To look at: `LAYANG_PICTURES=dir` keeps the files. */
function keepPictureOf(code: string, { pdf }: SetLetter): void {
  const folder = process.env.LAYANG_PICTURES;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${code}.pdf`), pdf);
}
