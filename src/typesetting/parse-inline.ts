import { Refusal } from '../errors.ts';
import { type Inline, type Mark, VARIABLES, type Variable } from './structured-text.ts';

const ESCAPABLE = /^\\([\\*{}|.)0-9a-z])/;
const BRACES = /^\{([^{}\n]{0,40})\}/;
const BLANK = /^\s?$/u;

/**
 * Markup within a paragraph: `**bold**`, `*italic*`, `{nomor}`, `{tanggal}`, a backslash before a sign to print it, and a
 * newline as a line break. A star opens before a visible sign, closes behind one, and is printed where nothing closes it.
 * @throws Refusal `unresolved-variable` naming the line for any other `{name}`
 */
export function parseInline(source: string, line: number): Inline[] {
  const printed = new Set<number>();
  for (;;) {
    const { nodes, unclosed } = read(source, line, printed);
    if (unclosed.length === 0) return nodes;
    // Nothing of its kind follows an opener that stays open, so reading again with it as a sign changes nothing else.
    for (const at of unclosed) printed.add(at);
  }
}

function read(source: string, line: number, printed: ReadonlySet<number>): { nodes: Inline[]; unclosed: number[] } {
  const nodes: Inline[] = [];
  const opened: Record<Mark['type'], number | undefined> = { bold: undefined, italic: undefined };
  let text = '';
  let at = 0;
  const marked = <T extends object>(node: T): T & { marks?: Mark[] } => {
    const marks = (['bold', 'italic'] as const).filter((type) => opened[type] !== undefined).map((type) => ({ type }));
    return marks.length === 0 ? node : { ...node, marks };
  };
  const flush = () => {
    if (text !== '') nodes.push(marked({ type: 'text' as const, text }));
    text = '';
  };
  const turns = (type: Mark['type'], length: number): boolean => {
    if (printed.has(at)) return false;
    const beside = opened[type] === undefined ? source[at + length] : source[at - 1];
    return !BLANK.test(beside ?? '');
  };
  const turn = (type: Mark['type'], length: number) => {
    flush();
    opened[type] = opened[type] === undefined ? at : undefined;
    at += length;
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
      const name = variable(braces[1] ?? '', () => line + source.slice(0, at).split('\n').length - 1);
      nodes.push(marked({ type: 'variable' as const, attrs: { name } }));
      at += braces[0].length;
    } else if (rest.startsWith('**') && turns('bold', 2)) turn('bold', 2);
    else if (rest.startsWith('*') && !(rest.startsWith('**') && opened.italic === undefined) && turns('italic', 1)) {
      turn('italic', 1);
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
  return { nodes, unclosed: Object.values(opened).filter((place) => place !== undefined) };
}

function variable(name: string, line: () => number): Variable {
  const known = VARIABLES.find((candidate) => candidate === name.trim().toLowerCase());
  if (known !== undefined) return known;
  throw new Refusal('invalid-input', 'unresolved-variable', {
    id: `Baris ${line()}: isian {${name}} tidak dikenal. Yang dapat dipakai: {nomor} dan {tanggal}; untuk mencetak kurung kurawal, tulis \\{.`,
    en: `Line ${line()}: {${name}} is not a known variable. You can use {nomor} and {tanggal}; to print a brace, write \\{.`,
  });
}
