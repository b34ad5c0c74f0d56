import { isRefusal } from '../../errors.ts';
import type { FrozenContent } from '../../letters/frozen-content.ts';
import { parseStructuredText } from '../../typesetting/parse-structured-text.ts';
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
    .map(({ label, kind, text }) => ({ label, blocks: (kind === 'line' ? lineAsText(text) : parsed(text)).content }));
}

/** What stands for the two variables: their values once the letter is issued, their names before. */
export function variableTexts(values: Partial<Record<Variable, string>>): Record<Variable, string> {
  return { nomor: values.nomor ?? '{nomor}', tanggal: values.tanggal ?? '{tanggal}' };
}

/** A version that an older, laxer parser let through is still read, as it was typed. */
function parsed(text: string): StructuredText {
  try {
    return parseStructuredText(text);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return lineAsText(text);
  }
}
