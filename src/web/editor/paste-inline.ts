import { findFlaw } from '../../typesetting/printable-text.ts';
import { type Inline, MARKS, type Mark, VARIABLES } from '../../typesetting/structured-text.ts';

export type Worn = ReadonlySet<Mark['type']>;

/** What was met on the way and is said afterwards. */
export interface PasteFindings {
  images: boolean;
  cut: boolean;
  signs: boolean;
}

/** The marks of an element: what its style says, otherwise what its tag means. Links, colours, sizes and the rest are dropped. */
export function wornBy(dom: Element, around: Worn): Worn {
  const style = dom.getAttribute('style')?.toLowerCase() ?? '';
  const worn = new Set(around);
  const set = (type: Mark['type'], on: boolean) => (on ? worn.add(type) : worn.delete(type));
  if (dom.matches('b, strong')) set('bold', true);
  if (dom.matches('i, em')) set('italic', true);
  if (dom.matches('u')) set('underline', true);
  const weight = /(?:^|;)\s*font-weight:\s*(\w+)/u.exec(style)?.[1];
  if (weight !== undefined) set('bold', weight === 'bold' || weight === 'bolder' || Number(weight) >= 600);
  const slant = /(?:^|;)\s*font-style:\s*(\w+)/u.exec(style)?.[1];
  if (slant !== undefined) set('italic', slant === 'italic' || slant === 'oblique');
  const line = /(?:^|;)\s*text-decoration(?:-line)?:\s*([^;]+)/u.exec(style)?.[1];
  if (line !== undefined && !dom.matches('a, a *')) set('underline', line.includes('underline'));
  return worn;
}

/** A text as inline nodes: blanks run together, fields as chips, signs that nobody can see left out. */
export function textNodes(text: string, worn: Worn, findings: PasteFindings): Inline[] {
  const visible = [
    ...text.replace(/[ \t\r\n\f]+/gu, ' ').replace(/(?: \u00a0|\u00a0 |\u00a0\u00a0)[ \u00a0]*/gu, ' '),
  ].filter((sign) => {
    const kept = findFlaw(sign) === undefined;
    if (!kept) findings.signs = true;
    return kept;
  });
  const types = MARKS.filter((type) => worn.has(type)).map((type) => ({ type }));
  const marks = types.length === 0 ? {} : { marks: types };
  return visible
    .join('')
    .split(/(\{\s*(?:nomor|tanggal|penerima)\s*\})/iu)
    .flatMap((part): Inline[] => {
      const name = VARIABLES.find((variable) => part.replace(/[{}\s]/gu, '').toLowerCase() === variable);
      if (name !== undefined && part.startsWith('{')) return [{ type: 'variable', attrs: { name }, ...marks }];
      return part === '' ? [] : [{ type: 'text', text: part, ...marks }];
    });
}
