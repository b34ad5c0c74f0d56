import { Refusal, type Words } from '../errors.ts';
import { checkParagraphs } from '../letters/letter-text.ts';

const LONGEST_REMARK = 2_000;

/**
 * A remark as it is kept. `needed`: what to say when there is none and there must be one.
 * @throws Refusal `remark-invalid`, `remark-required`, both on the field `remark`
 */
export function checkRemark(remark: string, needed: Words | undefined): string {
  const checked = checkParagraphs(remark, LONGEST_REMARK);
  if ('problem' in checked) throw refused('remark-invalid', checked.problem);
  if (needed !== undefined && checked.text.trim() === '') throw refused('remark-required', needed);
  return checked.text;
}

function refused(code: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words, { remark: words });
}
