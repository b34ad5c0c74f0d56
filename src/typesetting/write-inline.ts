import { type Inline, MARKS, type Mark, type Variable } from './structured-text.ts';

type MarkType = Mark['type'];

/** One sign, a variable or a line break, with the marks it bears: what a paragraph is before it is written. */
interface Piece {
  sign: string;
  kind: 'sign' | 'variable' | 'break';
  marks: Set<MarkType>;
}

const BLANK = /^\s$/u;
const OPENS: Record<MarkType, string> = { bold: '**', italic: '*', underline: '__', unbroken: '~~' };

/**
 * A paragraph's content as markup, its line breaks as newlines; `parseInline` reads it back as `cleanInline` leaves it.
 * `inCell`: within a table, where a bar and `<br>` are signs of the table.
 */
export function writeInline(content: readonly Inline[], inCell = false): string {
  const pieces = cleaned(content);
  let source = '';
  let open: MarkType[] = [];
  for (const [at, piece] of pieces.entries()) {
    const wanted = piece.kind === 'break' ? bridged(pieces, at, open) : piece.marks;
    source += open
      .toReversed()
      .filter((type) => !wanted.has(type))
      .map((type) => OPENS[type])
      .join('');
    const opening = MARKS.filter((type) => wanted.has(type) && !open.includes(type));
    source += opening.map((type) => OPENS[type]).join('');
    open = MARKS.filter((type) => wanted.has(type));
    source += written(pieces, at, inCell);
  }
  return (
    source +
    open
      .toReversed()
      .map((type) => OPENS[type])
      .join('')
  );
}

/** The content as the markup can hold it: equal neighbours joined, no blanks at the ends of lines and of marks. */
export function cleanInline(content: readonly Inline[]): Inline[] {
  const nodes: Inline[] = [];
  for (const { sign, kind, marks } of cleaned(content)) {
    if (kind === 'break') {
      nodes.push({ type: 'hardBreak' });
      continue;
    }
    const list = MARKS.filter((type) => marks.has(type)).map((type) => ({ type }));
    const last = nodes.at(-1);
    const worn = list.length === 0 ? {} : { marks: list };
    if (kind === 'variable') nodes.push({ type: 'variable', attrs: { name: sign as Variable }, ...worn });
    else if (last?.type === 'text' && sameMarks(last.marks ?? [], list)) last.text += sign;
    else nodes.push({ type: 'text', text: sign, ...worn });
  }
  return nodes;
}

function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  return a.length === b.length && a.every(({ type }, n) => type === b[n]?.type);
}

function cleaned(content: readonly Inline[]): Piece[] {
  const pieces = trimLines(content.flatMap(piecesOf));
  for (const type of MARKS) trimMark(pieces, type);
  return pieces;
}

function piecesOf(node: Inline): Piece[] {
  if (node.type === 'hardBreak') return [{ sign: '\n', kind: 'break', marks: new Set() }];
  const marks = () => new Set((node.marks ?? []).map(({ type }) => type));
  if (node.type === 'variable') return [{ sign: node.attrs.name, kind: 'variable', marks: marks() }];
  const signs = node.text.normalize('NFC').replace(/\n/gu, ' ').replace(/\t/gu, '    ');
  return [...signs].map((sign) => ({ sign, kind: 'sign', marks: marks() }));
}

const isBlank = (piece: Piece | undefined) => piece?.kind === 'sign' && BLANK.test(piece.sign);

function trimLines(pieces: readonly Piece[]): Piece[] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'break') lines.push([piece]);
    else if (!isBlank(piece) || lines.at(-1)?.some(({ kind }) => kind !== 'break') === true) lines.at(-1)?.push(piece);
  }
  for (const line of lines) while (isBlank(line.at(-1))) line.pop();
  return lines.flat();
}

/** A mark opens before a visible sign and closes behind one: blanks at its ends do not bear it. */
function trimMark(pieces: readonly Piece[], type: MarkType): void {
  const inside = (at: number) => pieces[at]?.kind === 'break' || pieces[at]?.marks.has(type) === true;
  for (let from = 0; from < pieces.length; from++) {
    if (!inside(from)) continue;
    let end = from;
    while (inside(end)) end += 1;
    for (const [step, start] of [
      [1, from],
      [-1, end - 1],
    ] as const) {
      for (let at = start; at >= from && at < end; at += step) {
        const piece = pieces[at];
        if (piece !== undefined && piece.kind !== 'break' && !isBlank(piece)) break;
        piece?.marks.delete(type);
      }
    }
    from = end;
  }
}

/** A line break bears no marks; what is open before it and wanted behind it stays open over it. */
function bridged(pieces: readonly Piece[], at: number, open: readonly MarkType[]): Set<MarkType> {
  const next = pieces.slice(at).find(({ kind }) => kind !== 'break');
  return new Set(open.filter((type) => next?.marks.has(type) === true));
}

function written(pieces: readonly Piece[], at: number, inCell: boolean): string {
  const { sign, kind, marks } = pieces[at] as Piece;
  if (kind === 'break') return '\n';
  if (kind === 'variable') return `{${sign}}`;
  if (sign === '\\' || sign === '{') return `\\${sign}`;
  if (inCell && (sign === '|' || sign === '<')) return `\\${sign}`;
  const alike = [pieces[at - 1], pieces[at + 1]].map((piece) =>
    piece?.kind === 'sign' && MARKS.every((type) => piece.marks.has(type) === marks.has(type)) ? piece.sign : undefined,
  );
  if (sign === '*') return alike.every((other) => other === ' ') ? sign : '\\*';
  if (sign !== '_' && sign !== '~') return sign;
  return alike.every((other) => other !== undefined && other !== sign) ? sign : `\\${sign}`;
}
