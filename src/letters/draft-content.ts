import { z } from 'zod';
import { Refusal, type Words } from '../errors.ts';
import { isEmailAddress } from '../people/email-address.ts';
import { SECURITY } from '../people/security-class.ts';
import { isClassification } from '../registers/letter-number.ts';
import { type LetterKind, URGENCY } from './letter-kind.ts';
import { type CheckedText, checkLine, checkParagraphs } from './letter-text.ts';

/**
 * A recipient is a position of this office, somebody outside by name and address (its lines apart by newlines), or a group.
 * An e-mail address is for sending: it is not printed.
 */
export const Party = z.discriminatedUnion('type', [
  z.object({ type: z.literal('position'), positionId: z.number().int().positive() }),
  z.object({ type: z.literal('outsider'), name: z.string(), address: z.string(), email: z.string().exactOptional() }),
  z.object({ type: z.literal('group'), groupId: z.number().int().positive() }),
]);
export type Party = z.infer<typeof Party>;

export const MOST_RECIPIENTS = 200;
export const MOST_COPIES = 50;
/** With the members of groups that are printed by name: what a page takes. */
export const MOST_RECIPIENTS_PRINTED = 300;
export const MOST_COPIES_PRINTED = 100;
const LONGEST = { subject: 300, classification: 30, attachment: 80, name: 150, address: 300, line: 300, text: 60_000 };

/** What a drafter has typed so far: bounded and clean, but it may be unfinished. Stored as `letter.draft`. */
export const DraftContent = z.object({
  signatoryId: z.number().int().positive().nullable(),
  authority: z.enum(['own', 'an', 'ub']),
  recipients: z.array(Party).max(MOST_RECIPIENTS),
  copies: z.array(Party).max(MOST_COPIES),
  subject: z.string(),
  classification: z.string(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  /** As printed after "Lampiran": `1 (satu) berkas`; empty prints a dash. */
  attachment: z.string(),
  replyToId: z.number().int().positive().nullable(),
  sections: z.record(z.string().max(32), z.string()),
});
export type DraftContent = z.infer<typeof DraftContent>;

export const EMPTY_DRAFT: DraftContent = {
  signatoryId: null,
  authority: 'own',
  recipients: [],
  copies: [],
  subject: '',
  classification: '',
  security: 'B',
  urgency: 'BIASA',
  attachment: '',
  replyToId: null,
  sections: {},
};

/** A part of a letter's text cleaned and bounded as in a draft. */
export function checkDraftText(part: 'subject' | 'line' | 'text', raw: string): CheckedText {
  return part === 'text' ? checkParagraphs(raw, LONGEST.text) : checkLine(raw, LONGEST[part]);
}

type Fields = Record<string, Words>;

/**
 * A draft from outside, cleaned: NFC, no direction-changing or invisible characters, everything within its bounds, only
 * sections that the kind has. Markup is text: nothing is interpreted or removed.
 * @throws Refusal `draft-invalid` with a message for each field (`subject`, `recipients`, `sections.isi` …)
 */
export function parseDraft(kind: LetterKind, raw: unknown): DraftContent {
  const shaped = DraftContent.safeParse(raw);
  if (!shaped.success) {
    throw invalid(Object.fromEntries(shaped.error.issues.map((issue) => [String(issue.path[0] ?? 'form'), NOT_VALID])));
  }
  const fields: Fields = {};
  const keep = (field: string, checked: CheckedText): string => {
    if ('text' in checked) return checked.text;
    fields[field] = checked.problem;
    return '';
  };
  const line = (field: string, text: string, longest: number) => keep(field, checkLine(text, longest));
  const party =
    (field: string) =>
    (one: Party): Party => {
      if (one.type !== 'outsider') return one;
      const email = (one.email ?? '').trim();
      if (email !== '' && !isEmailAddress(email)) fields[field] = NO_EMAIL;
      return {
        type: 'outsider',
        name: line(field, one.name, LONGEST.name),
        address: keep(field, checkParagraphs(one.address, LONGEST.address)),
        ...(email === '' ? {} : { email }),
      };
    };
  const draft = shaped.data;
  const content: DraftContent = {
    ...draft,
    recipients: draft.recipients.map(party('recipients')),
    copies: draft.copies.map(party('copies')),
    subject: line('subject', draft.subject, LONGEST.subject),
    classification: line('classification', draft.classification, LONGEST.classification),
    attachment: line('attachment', draft.attachment, LONGEST.attachment),
    sections: Object.fromEntries(
      kind.sections.map(({ key, kind: sort }) => {
        const field = `sections.${key}`;
        const text = draft.sections[key] ?? '';
        if (sort === 'line') return [key, line(field, text, LONGEST.line)];
        return [key, keep(field, checkParagraphs(text, LONGEST.text))];
      }),
    ),
  };
  if (Object.keys(fields).length > 0) throw invalid(fields);
  return content;
}

/**
 * What is still missing before a letter can go round: one message a field, empty when it is complete.
 * A letter of shape `korespondensi` is written to somebody; one of shape `judul` need not be.
 */
export function missingFields(kind: LetterKind, draft: DraftContent): Fields {
  const fields: Fields = {};
  if (draft.signatoryId === null) {
    fields.signatoryId = { id: 'Pilih jabatan penanda tangan.', en: 'Choose who signs.' };
  }
  if (draft.subject === '') fields.subject = { id: 'Isi hal surat.', en: 'Write the subject.' };
  if (!isClassification(draft.classification)) {
    fields.classification = {
      id: 'Isi kode klasifikasi arsip, misalnya 000.8.3.3.',
      en: 'Write the classification code, for example 000.8.3.3.',
    };
  }
  if (kind.shape === 'korespondensi' && draft.recipients.length === 0) {
    fields.recipients = { id: 'Isi paling sedikit satu penerima.', en: 'Name at least one recipient.' };
  }
  for (const field of ['recipients', 'copies'] as const) {
    if (draft[field].some((one) => one.type === 'outsider' && one.name === '')) {
      fields[field] = { id: 'Setiap penerima di luar harus bernama.', en: 'Everyone outside needs a name.' };
    }
  }
  for (const section of kind.sections) {
    const text = (draft.sections[section.key] ?? '').trim();
    if (section.required && text === '') {
      fields[`sections.${section.key}`] = {
        id: `Isi bagian "${section.label}".`,
        en: `Write the part "${section.labelEn}".`,
      };
    } else if (section.starter.includes('…') && text.includes('…')) {
      // What the kind began for the drafter, left as it was: nothing unfinished is signed.
      fields[`sections.${section.key}`] = {
        id: `Masih ada titik-titik (…) di bagian "${section.label}". Lengkapi, atau hapus.`,
        en: `There are dots (…) left in the part "${section.labelEn}". Complete or remove them.`,
      };
    }
  }
  return fields;
}

const NO_EMAIL: Words = {
  id: 'Salah satu alamat surel belum benar. Contoh: nama@kabupaten.go.id.',
  en: 'One of the e-mail addresses is not valid. Example: name@example.org.',
};
const NOT_VALID: Words = { id: 'Isian ini tidak dapat dibaca.', en: 'This entry cannot be read.' };

function invalid(fields: Fields): Refusal {
  return new Refusal(
    'invalid-input',
    'draft-invalid',
    { id: 'Ada isian yang harus diperbaiki.', en: 'Some entries need correction.' },
    fields,
  );
}
