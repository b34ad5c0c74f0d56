import { unixSeconds } from '../clock.ts';
import { Refusal } from '../errors.ts';
import { type AppointmentForm, capacityText } from '../people/capacity.ts';
import { numberPattern, parseNumberFormat } from '../registers/letter-number.ts';
import { type LetterPage, TEMPLATES } from '../typesetting/letter-page.ts';
import { BASE_PROFILE, needsRecipientList } from '../typesetting/page-profile.ts';
import { parseStructuredText } from '../typesetting/parse-structured-text.ts';
import { lineAsText, type StructuredText } from '../typesetting/structured-text.ts';
import { copyLine, copyNumbers, hasDistributionList } from './copy-numbers.ts';
import type { FrozenContent } from './frozen-content.ts';
import { URGENCY_NAMES } from './letter-kind.ts';
import { longDate } from './long-date.ts';
import { type Authority, type BlockPerson, capitals, signatureBlock } from './signature-block.ts';

/** Who signs, as they stand at that moment. */
export type SigningPerson = BlockPerson & { forms: AppointmentForm[] };

/** A vacant post in an early preview. */
export const NOBODY_YET: SigningPerson = { name: '…', titleBefore: '', titleAfter: '', nip: '', rank: '', forms: [] };

/** What only the signing act knows. `date` is `YYYY-MM-DD`, `code` the typed form of the token. */
export interface PageMarks {
  number: string;
  date: string;
  code: string;
  seal: NonNullable<LetterPage['seal']>;
  pageSymbols: LetterPage['pageSymbols'];
}

export interface PageInput {
  content: FrozenContent;
  person: SigningPerson;
  /** The check origin's host. */
  host: string;
  /** Creation date of the PDF: equal pages of an equal instant are equal bytes. */
  at: Date;
  /** Absent: a draft with watermark, patterns in place of number and date, and empty boxes for the symbols. */
  marks?: PageMarks;
}

/**
 * A version as typesetting wants it. A draft and its signed letter differ in nothing but the marks, so that the preview breaks
 * its pages where the signed letter does.
 * @throws Refusal of the structured text, under the field of its section (`sections.isi`)
 */
export function buildLetterPage({ content, person, host, at, marks }: PageInput): LetterPage {
  const { kind, letterhead, signatory } = content;
  const template = TEMPLATES.find((known) => known === kind.template);
  if (template === undefined) throw new Error(`no template ${kind.template} for kind ${kind.code}`);
  const block = signatureBlock({
    kindGroup: kind.group,
    titlesInBlock: kind.titlesInBlock,
    officeKind: signatory.officeKind,
    position: signatory.position,
    forms: person.forms,
    authority: authorityOf(signatory),
    person,
  });
  return {
    template,
    source: kind.source ?? null,
    shape: kind.shape,
    profile: { ...BASE_PROFILE, ...kind.profile, paper: kind.paper, font: kind.font },
    language: 'id',
    documentTitle: `${kind.name}${marks === undefined ? '' : ` ${marks.number}`}: ${content.subject}`,
    createdAt: unixSeconds(at),
    draft: marks === undefined,
    kop: {
      office: capitals(letterhead.style === 'jabatan' ? letterhead.name : letterhead.office),
      unit: letterhead.style === 'jabatan' ? '' : capitals(letterhead.name),
      address: letterhead.address,
      contact: letterhead.contact,
      ofHead: letterhead.style === 'jabatan',
      emblem: letterhead.emblem ?? null,
    },
    place: content.place,
    date: marks === undefined ? null : longDate(marks.date),
    number: marks?.number ?? null,
    numberPattern: marks === undefined ? patternOf(content) : null,
    security: content.security,
    urgency: content.urgency === 'BIASA' ? null : URGENCY_NAMES[content.urgency],
    copyNumber: copyLine(content),
    distribution: hasDistributionList(content)
      ? copyNumbers(content).map(({ copy, recipient }) => ({ copy, ...recipient }))
      : [],
    lampiran: attachmentLine(content),
    title: kind.title,
    hal: content.subject,
    from: capacityText(person.forms, signatory.position),
    recipients: content.to,
    ...(content.recipientLists === undefined ? {} : { recipientLists: content.recipientLists }),
    attention: null,
    sections: content.sections.flatMap((section): LetterPage['sections'] => {
      const { key: _, kind: sort, optional, text, ...printing } = section;
      if (text.trim() === '' && optional) return [];
      const key = section.key;
      if (sort === 'line') return [{ ...printing, kind: 'line', key, line: text === '' ? '…' : text }];
      return [{ ...printing, kind: 'text', key, body: bodyOf(section, content.markup) }];
    }),
    signature: {
      office: block.office,
      statement: blockStatement(letterhead.office),
      name: block.name,
      under: block.under,
    },
    tembusan: content.cc,
    footer: { statement: footerStatement(letterhead.office), host, code: marks?.code ?? null },
    sealSizeMm: content.security === 'B' ? 35 : 30,
    seal: marks?.seal ?? null,
    pageSymbols: marks?.pageSymbols ?? [],
  };
}

/** Above the name: that this is a signature, and by what. */
export function blockStatement(office: string): string {
  return `Ditandatangani secara elektronik dengan sertifikat elektronik internal ${office} oleh:`;
}

/** What the certificate is, no more: an internal one claims neither a certified provider nor what only such a one gives. */
export function footerStatement(office: string): string {
  return `Dokumen ini ditandatangani secara elektronik menggunakan sertifikat elektronik internal ${office}.`;
}

function authorityOf({ authority, principal, intermediate }: FrozenContent['signatory']): Authority {
  if (authority === 'ub') return { form: 'ub', principal, intermediate };
  return authority === 'an' ? { form: 'an', principal } : { form: 'own' };
}

function patternOf({ kind, classification, signatory, security }: FrozenContent): string {
  return numberPattern(parseNumberFormat(kind.numberFormat), {
    klasifikasi: classification,
    unit: signatory.unitCode,
    jabatan: signatory.positionCode,
    keamanan: security,
  });
}

function attachmentLine(content: FrozenContent): string {
  const { attachment, to, kind, recipientLists = [] } = content;
  const all = [
    attachment,
    (kind.shape === 'korespondensi' && needsRecipientList(to)) || recipientLists.length > 0 ? 'daftar penerima' : '',
    hasDistributionList(content) ? 'daftar distribusi' : '',
  ].filter((part) => part !== '');
  const text = all.length > 2 ? `${all.slice(0, -1).join(', ')}, dan ${all.at(-1)}` : all.join(' dan ');
  return text.charAt(0).toLocaleUpperCase('id') + text.slice(1);
}

function bodyOf({ key, text }: FrozenContent['sections'][number], markup: FrozenContent['markup']): StructuredText {
  if (text.trim() === '') return lineAsText('…');
  try {
    return parseStructuredText(text, markup ?? 1);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.problem, error.code, error.words, { [`sections.${key}`]: error.words });
  }
}
