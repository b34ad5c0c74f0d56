import { Refusal } from '../errors.ts';
import { OWN_SOURCE_FILE, type Problem } from './typst-job.ts';

/** More of them are mostly consequences of the first. */
const MOST_TOLD = 5;

/** What Typst says of an office's own source, by its lines. */
export function sourceDoesNotCompile(problems: readonly Problem[]): Refusal {
  const own = problems.filter(({ file }) => file === OWN_SOURCE_FILE);
  const lines = (own.length > 0 ? own : problems).slice(0, MOST_TOLD);
  const told = (word: string) =>
    lines
      .map(
        ({ message, line }) =>
          `${own.length === 0 || line === null ? '' : `${word} ${line}: `}${message.slice(0, 200)}`,
      )
      .join('; ');
  return templateInvalid(
    `Sumber Typst tidak dapat disusun. ${told('Baris')}`,
    `The Typst source cannot be set. ${told('Line')}`,
  );
}

/** A page that the signing act could not use: nowhere to sign, or pages without symbol and footer. */
export function sourceLacks(what: 'signature' | 'sheet'): Refusal {
  if (what === 'signature') {
    return templateInvalid(
      'Sumber Typst tidak memuat blok tanda tangan. Panggil closing(body-with) dari signature.typ.',
      'The Typst source has no signature block. Call closing(body-with) of signature.typ.',
    );
  }
  return templateInvalid(
    'Ada halaman tanpa kaki halaman dan tanda QR. Awali dengan #show: official-page dari page.typ, dan jangan ubah kaki halamannya.',
    'A page lacks the footer and its QR symbol. Begin with #show: official-page of page.typ, and leave its footer as it is.',
  );
}

/** The process that set it was ended for its memory. */
export function sourceTooCostly(): Refusal {
  return templateInvalid(
    'Sumber Typst meminta terlalu banyak memori dan dihentikan.',
    'The Typst source asks for too much memory and was stopped.',
  );
}

function templateInvalid(id: string, en: string): Refusal {
  const words = { id, en };
  return new Refusal('invalid-input', 'template-invalid', words, { source: words });
}
