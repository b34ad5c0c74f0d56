import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { LetterPage } from '../../src/typesetting/letter-page.ts';
import { PageCountDiffers } from '../../src/typesetting/page-count-differs.ts';
import { BASE_PROFILE } from '../../src/typesetting/page-profile.ts';
import { parseStructuredText } from '../../src/typesetting/parse-structured-text.ts';
import { setBlocks } from '../../src/typesetting/set-blocks.ts';
import { openTypesetter } from '../../src/typesetting/typesetter.ts';
import { judged } from '../support/judge.ts';
import { qpdfCheck, veraPdf } from '../support/pdf-judges.ts';
import { linesIn, runOn } from '../support/pdf-text.ts';
import { asDraft, FILLER, INVITATION, KINDS, sampleLetter, section } from './sample-letters.ts';

const typesetter = openTypesetter();
afterAll(() => typesetter.close());

const ALL = { x: 0, y: 0, width: 700, height: 1000 };
const LONG = `${Array.from({ length: 14 }, () => FILLER).join('\n\n')}\n\n${INVITATION}`;
const MANY = Array.from({ length: 12 }, (_, index) => ({
  name: `Kepala Dinas ke-${index + 1}`,
  address: 'di Sukamaju',
}));

/** The final letter, its symbols drawn for the pages that its draft has. */
async function setFinal(change: Partial<LetterPage>) {
  const draft = await typesetter.typeset(asDraft(sampleLetter(change)));
  const final = await typesetter.typeset(sampleLetter(change, draft.pages));
  return { draft, final };
}

const VARIETY: Record<string, Partial<LetterPage>> = {
  ...KINDS,
  'three pages, secret, a list of recipients': {
    sections: [section('isi', 'Isi', `${LONG}\n\n${INVITATION}`)],
    recipients: MANY,
    security: 'R',
    lampiran: '1 (satu) lembar',
    hal: `${FILLER} ${FILLER}`.slice(0, 390),
  },
  'on F4, Tinos, the short seal': { profile: { ...BASE_PROFILE, paper: 'f4', font: 'Tinos' }, sealSizeMm: 30 },
  'a table at the end': {
    sections: [section('isi', 'Isi', `${FILLER}\n\n| No | Nama |\n|---|---|\n| 1 | Budi |\n| 2 | Ani |`)],
  },
  'Arabic and Javanese words': {
    sections: [section('isi', 'Isi', `السلام عليكم ورحمة الله وبركاته\n\nꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ **ꦱꦸꦒꦼꦁ**\n\n${FILLER}`)],
  },
};

describe('a letter set by Typst', () => {
  judged(
    ['verapdf', 'qpdf'],
    'is PDF/A-2a and sound in every kind, on every paper, as draft and as letter',
    async () => {
      const files: Buffer[] = [];
      for (const change of Object.values(VARIETY)) {
        const { draft, final } = await setFinal(change);
        expect(draft.pages).toBe(final.pages);
        expect(draft.signatureBox).toEqual(final.signatureBox);
        files.push(draft.pdf, final.pdf);
      }
      for (const verdict of veraPdf('2a', ...files)) expect(verdict.text).toMatch(/^PASS/);
      for (const pdf of files) expect(qpdfCheck(pdf).status).toBe(0);
    },
  );

  judged(['pdffonts', 'pdfinfo'], 'embeds its typefaces and says title, tags and page size', async () => {
    const { final } = await setFinal(VARIETY['Arabic and Javanese words'] ?? {});
    const fonts = runOn(final.pdf, '.pdf', 'pdffonts', '%').split('\n').slice(2).filter(Boolean);
    expect(fonts.length).toBeGreaterThanOrEqual(3);
    for (const font of fonts)
      expect(font).toMatch(/\+(Arimo|NotoNaskhArabic|NotoSansJavanese)\S*\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    expect(fonts.join()).toMatch(/Naskh/);
    expect(fonts.join()).toMatch(/Javanese/);
    const facts = runOn(final.pdf, '.pdf', 'pdfinfo', '%');
    expect(facts).toMatch(/Title:\s+Surat Dinas 000\.8\.3\.3\/15\/OR: Undangan rapat koordinasi/);
    expect(facts).toMatch(/Tagged:\s+yes/);
    expect(facts).toMatch(/A4/);
    const f4 = await setFinal({ profile: { ...BASE_PROFILE, paper: 'f4' } });
    expect(runOn(f4.final.pdf, '.pdf', 'pdfinfo', '%')).toMatch(/Page size:\s+609\.4\d* x 935\.4/);
  });

  it('is the same bytes for the same letter, from another process too', async () => {
    const other = openTypesetter();
    const digest = (pdf: Buffer) => createHash('sha256').update(pdf).digest('hex');
    const first = await typesetter.typeset(sampleLetter());
    const again = await typesetter.typeset(sampleLetter());
    const elsewhere = await other.typeset(sampleLetter());
    await other.close();
    expect(digest(again.pdf)).toBe(digest(first.pdf));
    expect(digest(elsewhere.pdf)).toBe(digest(first.pdf));
    const later = await typesetter.typeset(sampleLetter({ createdAt: 1_795_219_201 }));
    expect(digest(later.pdf)).not.toBe(digest(first.pdf));
  });

  judged(['pdftotext'], 'prints what the page holds, verbatim, and nothing that is Typst', async () => {
    const hostile = '#panic("x") $1$ @a <b> `c` //d /*e*/ \\* _f_ = g #{1+1} --- "h"';
    const { final } = await setFinal({
      hal: hostile,
      sections: [section('isi', 'Isi', `${hostile.replace('#{', '#\\{')}\n\n${FILLER}`)],
    });
    const text = linesIn(final.pdf, 1, ALL).join(' ').replace(/\s+/g, ' ');
    expect(text.split('#panic("x") $1$ @a <b> `c` //d /*e*/').length).toBeGreaterThan(1);
    expect(text).toContain('#{1+1} --- "h"');
    for (const words of [
      'Sukamaju, 21 November 2026',
      'NIP 19740512 199903 2 004',
      'Ditandatangani secara elektronik oleh:',
      'Tembusan:',
      'hal 1/',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toMatch(/Periksa: v\.layang\.example\s+Kode: 008J-4CT4-ANK7-F246/);
  });

  judged(['pdftotext'], 'numbers pages from the second and names the next word at the foot of the first', async () => {
    const words = Array.from({ length: 500 }, (_, index) => `kata${index}`).join(' ');
    const { final } = await setFinal({ sections: [section('isi', 'Isi', words)] });
    expect(final.pages).toBe(2);
    const first = linesIn(final.pdf, 1, ALL);
    const second = linesIn(final.pdf, 2, ALL);
    const next = /kata\d+/.exec(second.slice(1).join(' '))?.[0];
    expect(first.join('\n')).toMatch(new RegExp(`^\\s*${next}…$`, 'm'));
    expect(first.join('\n')).not.toContain('- 1 -');
    expect(second[0]).toMatch(/^\s*- ?2 ?-$/);
    expect(second.join('\n')).toContain('hal 2/2');
  });

  judged(
    ['pdftotext'],
    'heads a table again on every page, also where only its last rows go with the signature',
    async () => {
      const rows = Array.from({ length: 60 }, (_, index) => `| ${index + 1} | Sekolah ${index + 1} |`).join('\n');
      let seen = false;
      for (let fill = 0; fill < 6; fill++) {
        const before = Array.from({ length: fill }, () => 'Satu baris.').join('\n\n');
        const text = `Berikut ini:\n\n${before}\n\n| Nomor | Kebutuhan |\n|---|---|\n${rows}\n\nDemikian.`;
        const { final } = await setFinal({ sections: [section('isi', 'Isi', text)] });
        const pages = Array.from({ length: final.pages }, (_, page) => linesIn(final.pdf, page + 1, ALL).join('\n'));
        for (const page of pages) expect([...page.matchAll(/Sekolah \d+/g)].length > 0).toBe(/Kebutuhan/.test(page));
        for (const page of pages) expect([...page.matchAll(/Kebutuhan/g)].length).toBeLessThan(2);
        seen ||= /Kebutuhan\s+58 /.test(pages.at(-1) ?? '');
      }
      expect(seen).toBe(true);
    },
  );

  it('gives no column less than its longest word needs, while the sheet has room', () => {
    const text = parseStructuredText(
      '| No. | Nama | Kebutuhan | Keterangan |\n|---|---|---|---|\n| 1 | Sekolah Dasar Negeri 1 Muara Sagara di Kecamatan | 4 | - |',
    );
    const [table] = setBlocks(
      text,
      () => '',
      () => 0,
    );
    if (table?.type !== 'table') throw new Error('no table');
    const total = table.columns.reduce((sum, share) => sum + share, 0);
    const millimetres = table.columns.map((share) => (155 * share) / total);
    expect(millimetres[2]).toBeGreaterThanOrEqual(24);
    expect(millimetres[1]).toBeGreaterThan(50);
  });

  judged(['pdftotext'], 'puts many recipients on a list of their own and marks a secret letter', async () => {
    const { final } = await setFinal({ recipients: MANY, security: 'SR', urgency: null });
    const first = linesIn(final.pdf, 1, ALL).join('\n');
    expect(first).toContain('Yth. Daftar terlampir');
    expect(first).toMatch(/^\s*SANGAT RAHASIA\n\s*Salinan tunggal/);
    expect(first).not.toContain('ke-12');
    const last = linesIn(final.pdf, final.pages, ALL).join('\n');
    expect(last).toContain('DAFTAR PENERIMA');
    expect(last).toMatch(/12\.\s+Kepala Dinas ke-12/);
  });

  judged(['pdftotext'], 'sets the dicta of a decree, from a list and from typed ordinals', async () => {
    const decree = KINDS.keputusan;
    const { final } = await setFinal(decree);
    const text = linesIn(final.pdf, 1, ALL).join('\n');
    expect(text).toMatch(/KEPUTUSAN BUPATI NUSA RAYA\n\s*NOMOR 23 TAHUN 2026\n\s*TENTANG/);
    for (const label of ['Menimbang', 'Mengingat', 'Menetapkan', 'KESATU', 'KEDUA', 'KETIGA', 'KEEMPAT']) {
      expect(text).toMatch(new RegExp(`^\\s*${label}\\s+:`, 'm'));
    }
    const typed = await setFinal({
      ...decree,
      sections: [
        section(
          'menetapkan',
          'Menetapkan',
          'KEPUTUSAN BUPATI.\n\nKESATU : Satu.\n\nKEDUA: Dua.\n\nKEDUA BELAS : Tiga.',
        ),
      ],
    });
    expect(linesIn(typed.final.pdf, 1, ALL).join('\n')).toMatch(
      /KESATU\s+:\s+Satu\.\n\s*KEDUA\s+:\s+Dua\.\n\s*KEDUA BELAS\s+:\s+Tiga\./,
    );
  });

  it('resolves {nomor} and {tanggal}, shows their pattern in a draft, and refuses a final letter without them', async () => {
    const page = sampleLetter({ sections: [section('isi', 'Isi', 'Surat {nomor} tanggal {tanggal}.')] });
    await expect(typesetter.typeset({ ...page, number: null })).rejects.toMatchObject({ code: 'unresolved-variable' });
    await expect(typesetter.typeset({ ...page, date: null })).rejects.toMatchObject({ code: 'unresolved-variable' });
    await expect(typesetter.typeset({ ...page, seal: null })).rejects.toMatchObject({ code: 'unresolved-variable' });
    const draft = await typesetter.typeset(asDraft(page));
    expect(draft.pages).toBe(1);
  });

  it('refuses a glyph that no typeface has and characters that hide, naming field, character and place', async () => {
    const isi = (words: string) => sampleLetter({ sections: [section('isi', 'Isi surat', words)] });
    await expect(typesetter.typeset(isi('rapat 🚀 besar'))).rejects.toMatchObject({
      problem: 'invalid-input',
      code: 'glyph-missing',
      fields: {
        'sections.isi': {
          id: expect.stringMatching(/"🚀" \(U\+1F680\) di bagian "Isi surat", dekat "rapat 🚀 besar"/),
        },
      },
    });
    await expect(typesetter.typeset(sampleLetter({ hal: 'Undangan 漢字' }))).rejects.toMatchObject({
      code: 'glyph-missing',
      fields: { hal: { id: expect.stringContaining('"漢" (U+6F22), "字" (U+5B57)') } },
    });
    await expect(typesetter.typeset(sampleLetter({ hal: 'Undangan \u202eabc' }))).rejects.toMatchObject({
      code: 'bidi-control',
      fields: { hal: { id: expect.stringContaining('U+202E') } },
    });
    await expect(typesetter.typeset(sampleLetter({ place: 'Suka\u0000maju' }))).rejects.toMatchObject({
      code: 'invisible-character',
    });
  });

  it('says how many pages there are when symbols were drawn for another number', async () => {
    const page = sampleLetter({ sections: [section('isi', 'Isi', LONG)] }, 1);
    const wrong = await typesetter.typeset(page).catch((error: unknown) => error);
    expect(wrong).toBeInstanceOf(PageCountDiffers);
    const { pages } = wrong as PageCountDiffers;
    expect(pages).toBeGreaterThan(1);
    expect((await typesetter.typeset(sampleLetter({ sections: page.sections }, pages))).pages).toBe(pages);
  });

  it('gives up a page that takes too long, kills its process, and goes on with the next', async () => {
    const hurried = openTypesetter({ deadlineMs: 1 });
    const refused = { problem: 'unavailable', code: 'typesetting-timeout' };
    await expect(hurried.typeset(sampleLetter())).rejects.toMatchObject(refused);
    await expect(hurried.typeset(sampleLetter())).rejects.toMatchObject(refused);
    await hurried.close();
    await expect(hurried.typeset(sampleLetter())).rejects.toMatchObject({ name: 'Fault' });
  });

  it('sets many letters at once over two processes, each its own', async () => {
    const pair = openTypesetter({ processes: 2 });
    const names = Array.from({ length: 12 }, (_, index) => `Undangan ke-${index}`);
    const set = await Promise.all(names.map((hal) => pair.typeset(sampleLetter({ hal, documentTitle: hal }))));
    await pair.close();
    set.forEach(({ pdf }, index) => {
      expect(pdf.includes(`Undangan ke-${index}`)).toBe(true);
    });
  });

  it('refuses a page that is not one', async () => {
    await expect(
      typesetter.typeset({ ...sampleLetter(), template: '../../etc/passwd' } as unknown as LetterPage),
    ).rejects.toMatchObject({ name: 'Fault' });
    expect(LetterPage.safeParse({ ...sampleLetter(), hal: 'a'.repeat(801) }).success).toBe(false);
  });
});
