import { Refusal } from '../errors.ts';
import type { Markup } from './markup-lines.ts';
import { type Inline, MARKS, type Mark, VARIABLES, type Variable } from './structured-text.ts';

const ESCAPABLE: Record<Markup, RegExp> = { 1: /^\\([\\*{}|.)0-9a-z])/, 2: /^\\([\\*{}|.)(<>_~0-9a-z-])/ };
/** Signs that count in twos alone: a longer row of them is a line to write on. */
const PAIRS = /_{2,}|~{2,}/y;
const BRACES = /^\{([^{}\n]{0,40})\}/;
const BLANK = /^\s?$/u;

/**
 * Markup within a paragraph: `**bold**`, `*italic*`, `__underline__`, `~~unbroken~~`, `{nomor}` and the other variables, a
 * backslash before a sign to print it, and a newline as a line break. A mark opens before a visible sign, closes behind one,
 * and is printed where nothing closes it.
 * @throws Refusal `unresolved-variable` naming the line for any other `{name}`
 */
export function parseInline(source: string, line: number, markup: Markup = 2): Inline[] {
  const printed = new Set<number>();
  for (;;) {
    const { nodes, unclosed } = read(source, line, { printed, markup });
    if (unclosed.length === 0) return nodes;
    // Nothing of its kind follows an opener that stays open, so reading again with it as a sign changes nothing else.
    for (const at of unclosed) printed.add(at);
  }
}

function read(
  source: string,
  line: number,
  { printed, markup }: { printed: ReadonlySet<number>; markup: Markup },
): { nodes: Inline[]; unclosed: number[] } {
  const nodes: Inline[] = [];
  const opened: Partial<Record<Mark['type'], number | undefined>> = {};
  let text = '';
  let at = 0;
  const marked = <T extends object>(node: T): T & { marks?: Mark[] } => {
    const marks = MARKS.filter((type) => opened[type] !== undefined).map((type) => ({ type }));
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
    const escaped = ESCAPABLE[markup].exec(rest)?.[1];
    const braces = BRACES.exec(rest);
    const pair = markup === 1 ? undefined : pairAt(source, at);
    if (escaped !== undefined) {
      text += escaped;
      at += 2;
    } else if (braces !== null) {
      flush();
      const name = variable(braces[1] ?? '', () => line + source.slice(0, at).split('\n').length - 1, markup);
      nodes.push(marked({ type: 'variable' as const, attrs: { name } }));
      at += braces[0].length;
    } else if (rest.startsWith('**') && turns('bold', 2)) turn('bold', 2);
    else if (rest.startsWith('*') && !(rest.startsWith('**') && opened.italic === undefined) && turns('italic', 1)) {
      turn('italic', 1);
    } else if (pair !== undefined) {
      const type = pair.startsWith('_') ? 'underline' : 'unbroken';
      if (pair.length === 2 && turns(type, 2)) turn(type, 2);
      else {
        text += pair;
        at += pair.length;
      }
    } else if (markup !== 1 && /^\\(?:\n|$)/.test(rest)) {
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
  return { nodes, unclosed: Object.values(opened).filter((place) => place !== undefined) };
}

function pairAt(source: string, at: number): string | undefined {
  PAIRS.lastIndex = at;
  return PAIRS.exec(source)?.[0];
}

function variable(name: string, line: () => number, markup: Markup): Variable {
  const known = VARIABLES.find((candidate) => candidate === name.trim().toLowerCase());
  if (known !== undefined && (markup !== 1 || known !== 'penerima')) return known;
  throw new Refusal('invalid-input', 'unresolved-variable', {
    id: `Baris ${line()}: isian {${name}} tidak dikenal. Yang dapat dipakai: {nomor}, {tanggal} dan {penerima}; untuk mencetak kurung kurawal, tulis \\{.`,
    en: `Line ${line()}: {${name}} is not a known variable. You can use {nomor}, {tanggal} and {penerima}; to print a brace, write \\{.`,
  });
}
