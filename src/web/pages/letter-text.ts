import { isRefusal } from '../../errors.ts';
import type { FrozenContent } from '../../letters/frozen-content.ts';
import { parseStructuredText } from '../../typesetting/parse-structured-text.ts';
import { recipientNames } from '../../typesetting/recipient-names.ts';
import { lineAsText, type StructuredText, type Variable } from '../../typesetting/structured-text.ts';

export interface TextSection {
  label: string;
  blocks: StructuredText['content'];
}

/**
 * The body by the same parser that the page is set from, for whoever hears the letter or reads it in large type: lists, tables
 * and emphasis as such, not as their signs. Sections left empty are not printed and are left out.
 */
export function textSections(content: FrozenContent): TextSection[] {
  return content.sections
    .filter(({ text }) => text.trim() !== '')
    .map(({ label, kind, text }) => ({
      label,
      blocks: (kind === 'line' ? lineAsText(text) : parsed(text, content.markup)).content,
    }));
}

/** What stands for the variables: number and date once the letter is issued and their names before, the recipients always. */
export function variableTexts(
  content: FrozenContent | undefined,
  values: Partial<Record<Variable, string>>,
): Record<Variable, string> {
  return {
    nomor: values.nomor ?? '{nomor}',
    tanggal: values.tanggal ?? '{tanggal}',
    penerima: content === undefined ? '{penerima}' : recipientNames(content.to, content.kind.shape),
  };
}

/** A version that an older, laxer parser let through is still read, as it was typed. */
function parsed(text: string, markup: FrozenContent['markup']): StructuredText {
  try {
    return parseStructuredText(text, markup ?? 1);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return lineAsText(text);
  }
}
