import { z } from 'zod';
import { Refusal, type Words } from '../errors.ts';

// Controls, direction overrides and invisible marks: text that shows something else than it says. The joiners and the signs
// before numbers stay, Arabic and Javanese need them. What a letter may hold (`findFlaw`) and no less: these names are printed.
const deceptive = /(?![\u0600-\u0605\u06dd\u070f\u08e2\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** One line of text, trimmed and in NFC. The messages are codes; `fieldWords` says them as sentences. */
export function line(longest: number) {
  return z
    .string('required')
    .transform((text) => text.normalize('NFC').trim().replace(/ {2,}/g, ' '))
    .pipe(
      z
        .string()
        .min(1, 'required')
        .max(longest, 'too-long')
        .refine((text) => !deceptive.test(text), 'control-characters'),
    );
}

/** The same, may be left empty. */
export function optionalLine(longest: number) {
  return z.union([z.literal(''), line(longest)], 'too-long').default('');
}

/** A calendar date `YYYY-MM-DD` that exists. */
export const calendarDay = z.iso.date('date');

export const username = z
  .string('required')
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9._-]{2,63}$/, 'username'));

export const nip = z
  .string()
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^([0-9]{18})?$/, 'nip'))
  .default('');

/** What is wrong with one field, by the code in the schema's message. */
export const fieldWords: Readonly<Record<string, Words>> = {
  required: { id: 'Isian ini wajib.', en: 'This field is required.' },
  choose: { id: 'Pilih salah satu.', en: 'Choose one.' },
  'too-long': {
    id: 'Terlalu panjang, atau berisi tanda yang tidak terlihat.',
    en: 'Too long, or it contains invisible characters.',
  },
  'control-characters': {
    id: 'Berisi tanda kendali yang tidak terlihat. Ketik ulang tanpa menyalin-tempel.',
    en: 'Contains invisible control characters. Type it again instead of pasting.',
  },
  date: { id: 'Tanggal belum benar. Contoh: 2026-11-21.', en: 'Not a date. Example: 2026-11-21.' },
  username: {
    id: 'Huruf kecil, angka, titik, garis; 3 sampai 64 tanda, diawali huruf atau angka.',
    en: 'Lower-case letters, digits, dots, dashes; 3 to 64 characters, starting with a letter or digit.',
  },
  nip: { id: 'NIP terdiri atas 18 angka, atau kosongkan.', en: 'A NIP has 18 digits; or leave it empty.' },
  email: {
    id: 'Alamat surel belum benar. Contoh: nama@kabupaten.go.id.',
    en: 'Not an e-mail address. Example: name@example.org.',
  },
  'whole-number': { id: 'Tulis dengan angka, tanpa titik atau koma.', en: 'Write a whole number in figures.' },
  year: { id: 'Tahun dengan empat angka, misalnya 2026.', en: 'A year of four figures, 2026 for example.' },
  time: { id: 'Jam belum benar. Contoh: 07:30.', en: 'Not a time of day. Example: 07:30.' },
  term: { id: 'Tanggal akhir mendahului tanggal mulai.', en: 'The last day is before the first.' },
  different: { id: 'Kedua isian ini tidak sama.', en: 'The two entries are not the same.' },
  'same-secret': {
    id: 'Frasa sandi harus berbeda dari kata sandi: yang satu untuk masuk, yang lain untuk menandatangani.',
    en: 'The passphrase must differ from the password: one is for signing in, the other for signing letters.',
  },
  invalid: { id: 'Isian ini belum benar.', en: 'This entry is not valid.' },
};

/** Problems per field, the first of each, as sentences. */
export function fieldProblems(error: z.ZodError): Record<string, Words> {
  const fields: Record<string, Words> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '');
    fields[field] ??= fieldWords[issue.message] ?? (fieldWords.invalid as Words);
  }
  return fields;
}

/** The input as its schema wants it, or a refusal with a sentence per field. */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Refusal(
    'invalid-input',
    'input-invalid',
    { id: 'Ada isian yang belum benar.', en: 'Some entries are not valid.' },
    fieldProblems(result.error),
  );
}
