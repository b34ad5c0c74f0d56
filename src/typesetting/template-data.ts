import { Refusal } from '../errors.ts';
import { arrangeSections, type HandBlock, handBlock } from './arrange-sections.ts';
import { type BodyEnding, bodyEnding } from './body-ending.ts';
import { familiesFor } from './fonts.ts';
import type { LetterPage, PageSymbol } from './letter-page.ts';
import { needsRecipientList, type PageProfile, pageProfile, SEAL_BOX_MM } from './page-profile.ts';
import { qrSizeMm, qrSvg } from './qr-outline.ts';
import { recipientNames } from './recipient-names.ts';
import type { Variable } from './structured-text.ts';

const SECURITY_NAMES = { B: 'Biasa', T: 'Terbatas', R: 'Rahasia', SR: 'Sangat Rahasia' } as const;
const DOTS = '…';

type Addressee = { name: string; address: string[] };

/** What a template reads: decided here, so that the templates only place things. */
export interface TemplateData
  extends Pick<LetterPage, 'draft' | 'language' | 'documentTitle' | 'place' | 'hal' | 'from' | 'attention'> {
  /** `emblem`: whether its picture lies beside the templates, as `EMBLEM`. */
  kop: Omit<LetterPage['kop'], 'emblem'> & { emblem: boolean };
  profile: PageProfile;
  families: string[];
  number: string;
  date: string;
  title: string;
  enactor: string;
  lampiran: string;
  sifat: string;
  /** The class at the top left of page 1; null for ordinary letters. */
  securityMark: { code: string; copy: string; red: boolean } | null;
  recipients: Addressee[];
  /** The recipients stand on an attached list. */
  attachedList: boolean;
  recipientLists: { name: string; members: Addressee[] }[];
  body: BodyEnding;
  signature: LetterPage['signature'];
  tembusan: string[];
  /** Who signs by hand below the block. */
  hand: HandBlock | null;
  distribution: (Addressee & { copy: number })[];
  footer: { statement: string; host: string; code: string };
  attachedPages: number;
  sealBoxMm: number;
  seal: SetSymbol | null;
  pageSymbols: SetSymbol[];
}

export interface SetSymbol {
  svg: string;
  sizeMm: number;
}

/**
 * A page as data for its template.
 * @throws Refusal `unresolved-variable` where a final letter has no value for something it prints
 */
export function templateData(page: LetterPage): TemplateData {
  if (!page.draft) demandFinal(page);
  const number = page.number ?? page.numberPattern ?? DOTS;
  const date = page.date ?? DOTS;
  // The office enacts, whoever stands in for its holder: "Plt." is said in the signature block alone.
  const enactor = (page.signature.office[0] ?? '')
    .replace(/^(?:(?:a\.n\.|Plh\.|Plt\.|Pjs\.|Pj\.) )+/u, '')
    .replace(/,$/u, '');
  const values: Record<Variable, string> = {
    nomor: number,
    tanggal: date,
    penerima: recipientNames(page.recipients, page.shape),
  };
  const resolve = (name: Variable): string => {
    if (values[name] === '' && !page.draft) throw nobodyToName();
    return values[name] || DOTS;
  };
  const { security } = page;
  return {
    draft: page.draft,
    language: page.language,
    documentTitle: page.documentTitle,
    place: page.place,
    hal: page.hal,
    from: page.from,
    attention: page.attention,
    kop: { ...page.kop, emblem: page.kop.emblem !== null },
    profile: pageProfile(page),
    families: familiesFor(page.profile.font),
    number,
    date,
    title: page.template === 'keputusan' && page.title === 'KEPUTUSAN' ? `KEPUTUSAN ${enactor}` : page.title,
    enactor,
    lampiran: page.lampiran === '' ? '-' : page.lampiran,
    sifat: sifat(page),
    securityMark:
      security === 'B'
        ? null
        : {
            code: SECURITY_NAMES[security].toUpperCase(),
            copy: security === 'T' ? '' : page.copyNumber,
            red: security !== 'T',
          },
    recipients: page.recipients.map(addressee),
    attachedList: page.shape === 'korespondensi' && needsRecipientList(page.recipients),
    body: bodyEnding(arrangeSections(page, resolve)),
    signature: page.signature,
    tembusan: page.tembusan.map(({ name, address }) =>
      address === '' ? name : `${name}, ${address.replace(/\n/gu, ', ')}`,
    ),
    hand: handBlock(page),
    recipientLists: (page.recipientLists ?? []).map(({ name, members }) => ({ name, members: members.map(addressee) })),
    distribution: page.distribution.map(({ copy, ...one }) => ({ copy, ...addressee(one) })),
    footer: { ...page.footer, code: page.footer.code ?? '____-____-____-____' },
    attachedPages: page.attachedPages ?? 0,
    sealBoxMm: SEAL_BOX_MM[page.sealSizeMm],
    seal: page.seal === null ? null : setSymbol(page.seal),
    pageSymbols: page.pageSymbols.map(setSymbol),
  };
}

/** Submitting refuses it before; here it is the last look. */
function nobodyToName(): Refusal {
  return new Refusal('invalid-input', 'unresolved-variable', {
    id: 'Surat ini memakai {penerima}, tetapi tidak ada penerimanya.',
    en: 'This letter uses {penerima} but has no recipient.',
  });
}

/** Nothing is signed with a part missing: a final page has its number, date, code and symbols. */
function demandFinal(page: LetterPage): void {
  const missing = [
    page.number === null ? '{nomor}' : '',
    page.date === null ? '{tanggal}' : '',
    page.footer.code === null ? 'kode' : '',
    page.seal === null || page.pageSymbols.length === 0 ? 'tanda QR' : '',
  ].filter((part) => part !== '');
  if (missing.length === 0) return;
  throw new Refusal('invalid-input', 'unresolved-variable', {
    id: `Surat belum dapat dicetak sebagai surat terbit: ${missing.join(', ')} belum ada.`,
    en: `The letter cannot be set as issued: ${missing.join(', ')} is missing.`,
  });
}

function sifat({ security, urgency }: LetterPage): string {
  const words = [security === 'B' && urgency !== null ? '' : SECURITY_NAMES[security], urgency ?? ''];
  return words.filter((word) => word !== '').join(' / ');
}

function addressee({ name, address }: LetterPage['recipients'][number]): Addressee {
  return { name, address: address === '' ? [] : address.split('\n') };
}

function setSymbol(symbol: PageSymbol): SetSymbol {
  return { svg: qrSvg(symbol), sizeMm: qrSizeMm(symbol) };
}
