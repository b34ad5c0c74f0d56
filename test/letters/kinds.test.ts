import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLetters } from '../../src/letters/letters.ts';
import { openTypesetter, type Typesetter } from '../../src/typesetting/typesetter.ts';
import { fullDraft, openOffice, type TestOffice } from './office.ts';

let office: TestOffice;
let typesetter: Typesetter;
let letters: ReturnType<typeof openLetters>;

beforeAll(async () => {
  office = await openOffice();
  typesetter = openTypesetter();
  letters = openLetters({ ...office.deps, typesetter });
});
afterAll(() => typesetter.close());

async function preview(kind: string, changes: Record<string, unknown>) {
  const staf = await office.actor('staf');
  const letterId = await letters.createLetter(staf, { kind });
  await letters.saveDraft(staf, { letterId, revision: 0, draft: fullDraft(office, changes) });
  return letters.previewDraft(staf, letterId);
}

describe('the kinds that an office begins with', () => {
  it.each([
    [
      'surat-dinas',
      { authority: 'ub', signatoryId: 'sekretaris' },
      { isi: 'Dengan hormat,\n\n| Hari | Jam |\n|---|---|\n| Senin | 09.00 |' },
    ],
    [
      'nota-dinas',
      { attachment: '1 (satu) berkas' },
      { isi: '1. satu\n   a. dua\n\n**Tebal** dan *miring* pada {tanggal}.' },
    ],
    [
      'surat-tugas',
      { recipients: [] },
      { dasar: '1. Surat Bupati', kepada: '1. Budi Santoso', untuk: '1. Mengikuti rapat' },
    ],
    [
      'keputusan',
      { recipients: [], signatoryId: 'bupati' },
      {
        menimbang: 'a. bahwa perlu;',
        mengingat: '1. Undang-Undang;',
        memperhatikan: '',
        menetapkan: 'KESATU: Menetapkan.',
      },
    ],
  ] as const)('typeset as the real page: %s', async (kind, changes, sections) => {
    const signatory = 'signatoryId' in changes ? { signatoryId: office.positions[changes.signatoryId] } : {};
    const { pdf, pages } = await preview(kind, { ...changes, ...signatory, sections });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pages).toBeGreaterThan(0);
  });

  it('typeset unfinished as well, with every field empty', async () => {
    for (const { code } of await letters.listKinds()) {
      const staf = await office.actor('staf');
      const letterId = await letters.createLetter(staf, { kind: code });
      expect((await letters.previewDraft(staf, letterId)).pages).toBe(1);
    }
  });

  it('print Arabic and Javanese, and refuse in words a glyph that no typeface has', async () => {
    const isi = 'بسم الله الرحمن الرحيم\n\nꦱꦸꦫꦠ꧀ꦝꦶꦤꦱ꧀';
    expect((await preview('surat-dinas', { sections: { isi } })).pages).toBe(1);
    await expect(preview('surat-dinas', { sections: { isi: 'Rapat 🎉' } })).rejects.toMatchObject({
      problem: 'invalid-input',
      code: 'glyph-missing',
    });
  });

  it('print many recipients as an attached list, and script as text', async () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      type: 'outsider',
      name: `Kepala SD Negeri ${i + 1}`,
      address: 'Purnama',
    }));
    expect((await preview('surat-dinas', { recipients: many })).pages).toBeGreaterThan(1);
    const evil = '#panic("x") $x^2$ <script>alert(1)</script> \\* @ref // /* [link](http://x)';
    expect((await preview('surat-dinas', { subject: evil, attachment: '#x', sections: { isi: evil } })).pages).toBe(1);
  });
});
