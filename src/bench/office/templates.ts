import type { DraftContent } from '../../letters/draft-content.ts';
import { freeze } from '../../letters/frozen-content.ts';
import { getKind } from '../../letters/letter-kind-store.ts';
import { readOfficeBook, resolveContent } from '../../letters/resolve-content.ts';
import type { Sql } from '../../postgres/database.ts';

const TEXT = `Dalam rangka pelaksanaan program kerja tahun berjalan dan menindaklanjuti hasil rapat pimpinan, dengan hormat kami sampaikan hal-hal sebagai berikut:

1. Kegiatan dilaksanakan sesuai dengan jadwal yang telah ditetapkan dan dilaporkan setiap bulan kepada pimpinan.
2. Data pendukung disampaikan paling lambat lima hari kerja setelah surat ini diterima, dengan memuat:
a. jumlah sasaran menurut wilayah;
b. rencana penggunaan anggaran; dan
c. kendala di lapangan beserta usulan penyelesaiannya.
3. Hal-hal yang belum jelas dapat dikoordinasikan dengan bidang yang membidangi pada setiap hari kerja.

Demikian disampaikan. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.`;

/** What an office writes most, and how often of a hundred letters. */
export const KINDS = [
  { kind: 'surat-dinas', share: 55, sections: { isi: TEXT } },
  { kind: 'undangan', share: 20, sections: { isi: TEXT } },
  { kind: 'nota-dinas', share: 20, sections: { isi: TEXT } },
  {
    kind: 'surat-tugas',
    share: 5,
    sections: {
      dasar: 'Program kerja tahun berjalan.',
      kepada: 'Nama : Wulan Maharani, A.Md.\nJabatan : Pengadministrasi Perkantoran',
      untuk: '1. melakukan verifikasi data di lapangan;\n2. melaporkan hasilnya kepada pimpinan.',
    },
  },
] as const;

/** Where the generator's SQL puts what differs from letter to letter; each is a JSON value in its quotes. */
export const GAP = {
  subject: '"@subject@"',
  classification: '"@classification@"',
  security: '"B"',
  urgency: '"BIASA"',
  to: '[{"address":"@to@","name":"@to@"}]',
  cc: '[{"address":"@cc@","name":"@cc@"}]',
  recipients: '[{"type":"outsider","name":"@to@","address":"@to@"}]',
  copies: '[{"type":"outsider","name":"@cc@","address":"@cc@"}]',
} as const;

export interface LetterTemplate {
  signatoryId: number;
  kind: string;
  kindVersion: number;
  registerCode: string;
  numberFormat: string;
  /** The canonical bytes of a version, and a draft as it is stored, with gaps. */
  content: string;
  draft: string;
}

/** What a submitted letter of each signatory and kind consists of, made by the code that freezes every version. */
export async function letterTemplates(db: Sql, signatoryIds: readonly number[]): Promise<LetterTemplate[]> {
  const book = await readOfficeBook(db);
  const templates: LetterTemplate[] = [];
  for (const { kind: code, sections } of KINDS) {
    const kind = await getKind(db, code);
    for (const signatoryId of signatoryIds) {
      const draft: DraftContent = {
        signatoryId,
        authority: 'own',
        recipients: [{ type: 'outsider', name: '@to@', address: '@to@' }],
        copies: [{ type: 'outsider', name: '@cc@', address: '@cc@' }],
        subject: '@subject@',
        classification: '400.3.5',
        security: 'B',
        urgency: 'BIASA',
        attachment: '',
        replyToId: null,
        sections,
      };
      const content = resolveContent(book, kind, draft, true, []);
      const { canonical } = freeze({ ...content, classification: '@classification@' });
      const { registerCode, numberFormat, version: kindVersion } = kind;
      const stored = JSON.stringify({ ...draft, classification: '@classification@' });
      templates.push({
        signatoryId,
        kind: code,
        kindVersion,
        registerCode,
        numberFormat,
        content: canonical,
        draft: stored,
      });
    }
  }
  return templates;
}
