import { buildLetterPage, type SigningPerson } from '../../src/letters/build-page.ts';
import { type DraftContent, EMPTY_DRAFT } from '../../src/letters/draft-content.ts';
import type { FrozenContent } from '../../src/letters/frozen-content.ts';
import type { LetterKind } from '../../src/letters/letter-kind.ts';
import { drawPageQr, drawSealQr } from '../../src/seal/qr-drawing.ts';
import { PageCountDiffers } from '../../src/typesetting/page-count-differs.ts';
import type { SetLetter, Typesetter } from '../../src/typesetting/typesetter.ts';
import { MORNING, type TestOffice } from './office.ts';

const HOST = 'periksa.lembahpurnama.example';
const TOKEN = '008J4CT4ANK7F246';

export const SRI: SigningPerson = {
  name: 'Sri Wahyuni',
  titleBefore: 'Dr.',
  titleAfter: 'M.Si.',
  nip: '198001012005011001',
  rank: 'Pembina Utama Muda, IV/c',
  forms: [],
};

const PARAGRAPH =
  'Berdasarkan hasil rapat koordinasi, setiap perangkat daerah menyelenggarakan layanan yang terpadu, aman, dan mudah dijangkau oleh masyarakat, lalu melaporkannya kepada pimpinan.';

/** Every part of the kind as a drafter would have written it: what it begins with, completed. */
export function writtenSections({ sections }: LetterKind): Record<string, string> {
  return Object.fromEntries(
    sections.map(({ key, kind, starter, label }) => {
      if (starter !== '') return [key, starter.replaceAll('…', 'isian contoh')];
      return [key, kind === 'line' ? `Isi ${label.toLowerCase()}` : `1. ${PARAGRAPH}\n2. ${PARAGRAPH}`];
    }),
  );
}

/** A complete draft of the kind; decrees are the bupati's, everything else is signed by the head of the agency. */
export function writtenDraft(office: TestOffice, kind: LetterKind, changes: Partial<DraftContent> = {}): DraftContent {
  const { bupati, kadis, camat } = office.positions;
  return {
    ...EMPTY_DRAFT,
    signatoryId: kind.title.includes('{jabatan}') ? bupati : kadis,
    recipients: [{ type: 'outsider', name: 'Kepala SMP Negeri 1 Purnama', address: 'Jalan Merdeka 1' }],
    copies: [{ type: 'position', positionId: camat }],
    subject: `Contoh ${kind.name.toLowerCase()}`,
    classification: '400.3.5',
    sections: writtenSections(kind),
    ...changes,
  };
}

const SEALS = {
  text: drawSealQr(HOST, TOKEN, Buffer.alloc(236, 0xa7), 'text'),
  short: drawSealQr(HOST, TOKEN, Buffer.alloc(113, 0xa7), 'short'),
};
const SYMBOLS = Array.from({ length: 12 }, (_, page) => drawPageQr(HOST, TOKEN, page + 1));

/** The letter as the signing act has it set, its symbols drawn for the pages that it has. */
export async function setFinal(
  typesetter: Pick<Typesetter, 'typeset'>,
  content: FrozenContent,
  person: SigningPerson = SRI,
): Promise<SetLetter> {
  const set = (pages: number) =>
    typesetter.typeset(
      buildLetterPage({
        content,
        person,
        host: HOST,
        at: MORNING,
        marks: {
          number: content.kind.numberFormat.startsWith('NOMOR') ? 'NOMOR 23 TAHUN 2026' : '400.3.5/23/DISDIK',
          date: '2026-11-24',
          code: '008J-4CT4-ANK7-F246',
          seal: SEALS[content.security === 'B' ? 'text' : 'short'],
          pageSymbols: SYMBOLS.slice(0, pages),
        },
      }),
    );
  try {
    return await set(1);
  } catch (error) {
    if (!(error instanceof PageCountDiffers)) throw error;
    return set(error.pages);
  }
}
