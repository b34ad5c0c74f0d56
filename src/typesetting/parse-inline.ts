import { Refusal } from '../errors.ts';
import { type Inline, type Mark, VARIABLES, type Variable } from './structured-text.ts';

const ESCAPABLE = /^\\([\\*{}|.)0-9a-z])/;
const BRACES = /^\{([^{}\n]{0,40})\}/;

/**
 * Markup within a paragraph: `**bold**`, `*italic*`, `{nomor}`, `{tanggal}`, a backslash before a sign to print it, and a
 * newline as a line break. A star that no other closes is printed as a star.
 * @throws Refusal `unresolved-variable` naming the line for any other `{name}`
 */
export function parseInline(source: string, line: number): Inline[] {
  const nodes: Inline[] = [];
  const open = { bold: false, italic: false };
  let text = '';
  let at = 0;
  const marks = (): Mark[] => [
    ...(open.bold ? [{ type: 'bold' as const }] : []),
    ...(open.italic ? [{ type: 'italic' as const }] : []),
  ];
  const marked = <T extends object>(node: T): T & { marks?: Mark[] } =>
    open.bold || open.italic ? { ...node, marks: marks() } : node;
  const flush = () => {
    if (text !== '') nodes.push(marked({ type: 'text' as const, text }));
    text = '';
  };
  while (at < source.length) {
    const rest = source.slice(at, at + 60);
    const escaped = ESCAPABLE.exec(rest)?.[1];
    const braces = BRACES.exec(rest);
    if (escaped !== undefined) {
      text += escaped;
      at += 2;
    } else if (braces !== null) {
      flush();
      nodes.push(
        marked({ type: 'variable' as const, attrs: { name: variable(braces[1] ?? '', lineAt(source, at, line)) } }),
      );
      at += braces[0].length;
    } else if (rest.startsWith('**') && (open.bold || closes(source, at + 2, '**'))) {
      flush();
      open.bold = !open.bold;
      at += 2;
    } else if (rest.startsWith('*') && !rest.startsWith('**') && (open.italic || closes(source, at + 1, '*'))) {
      flush();
      open.italic = !open.italic;
      at += 1;
    } else if (rest.startsWith('\n')) {
      flush();
      nodes.push({ type: 'hardBreak' });
      at += 1;
    } else {
      text += source[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

/** A mark opens only before a visible sign and only if it is closed later, so that `5 * 3` stays a product. */
function closes(source: string, from: number, sign: '*' | '**'): boolean {
  if (!/\S/u.test(source[from] ?? '')) return false;
  return sign === '**' ? source.indexOf('**', from) > from : /[^*\\]\*(?!\*)/u.test(source.slice(from));
}

function variable(name: string, line: number): Variable {
  const known = VARIABLES.find((candidate) => candidate === name.trim().toLowerCase());
  if (known !== undefined) return known;
  throw new Refusal('invalid-input', 'unresolved-variable', {
    id: `Baris ${line}: isian {${name}} tidak dikenal. Yang dapat dipakai: {nomor} dan {tanggal}; untuk mencetak kurung kurawal, tulis \\{.`,
    en: `Line ${line}: {${name}} is not a known variable. You can use {nomor} and {tanggal}; to print a brace, write \\{.`,
  });
}

function lineAt(source: string, at: number, first: number): number {
  return first + source.slice(0, at).split('\n').length - 1;
}
