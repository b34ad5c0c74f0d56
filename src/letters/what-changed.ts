import type { Addressee, FrozenContent } from './frozen-content.ts';

export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}
/** A line of a section: unchanged, gone, new, or changed with its words told apart. */
export interface ChangedLine {
  kind: 'same' | 'removed' | 'added' | 'changed';
  pieces: Piece[];
}
export type Change =
  | { field: ChangedField; before: string; after: string }
  | { section: string; label: string; lines: ChangedLine[] };

export type ChangedField =
  | 'subject'
  | 'to'
  | 'cc'
  | 'classification'
  | 'security'
  | 'urgency'
  | 'attachment'
  | 'files'
  | 'signatory'
  | 'letterhead';

/**
 * What differs between two versions, a field at a time and each section by lines and words: that which a reader of the old one
 * must look at in the new one. Names that the office changed meanwhile show as well, because the page shows them.
 */
export function whatChanged(before: FrozenContent, after: FrozenContent): Change[] {
  const fields = (Object.keys(shown) as ChangedField[]).flatMap((field): Change[] => {
    const [old, now] = [shown[field](before), shown[field](after)];
    return old === now ? [] : [{ field, before: old, after: now }];
  });
  const keys = [...new Set([...before.sections, ...after.sections].map(({ key }) => key))];
  const sections = keys.flatMap((key): Change[] => {
    const [old, now] = [before, after].map((content) => content.sections.find((section) => section.key === key));
    if ((old?.text ?? '') === (now?.text ?? '')) return [];
    return [
      { section: key, label: now?.label ?? old?.label ?? key, lines: changedLines(old?.text ?? '', now?.text ?? '') },
    ];
  });
  return [...fields, ...sections];
}

const parties = (list: readonly Addressee[]) =>
  list.map(({ name, address }) => (address === '' ? name : `${name}, ${address}`)).join('; ');

const shown: Record<ChangedField, (content: FrozenContent) => string> = {
  subject: (content) => content.subject,
  to: (content) => parties(content.to),
  cc: (content) => parties(content.cc),
  classification: (content) => content.classification,
  security: (content) => content.security,
  urgency: (content) => content.urgency,
  attachment: (content) => content.attachment,
  files: ({ upload, attachments = [] }) =>
    [...(upload === undefined ? [] : [upload]), ...attachments]
      .map(({ name, sha256 }) => `${name} (SHA-256 ${sha256.slice(0, 12)}…)`)
      .join('; '),
  signatory: ({ signatory: { authority, principal, intermediate, position } }) => {
    if (authority === 'own') return position;
    return [`a.n. ${principal}`, ...(authority === 'ub' ? [intermediate, 'u.b.'] : []), position].join(' / ');
  },
  letterhead: ({ letterhead: { office, name, address, contact } }) => [office, name, address, contact].join(', '),
};

/** Above this many cells the comparison would cost more than it tells: the differing middle is shown as replaced. */
const MOST_CELLS = 1_000_000;

export function changedLines(before: string, after: string): ChangedLine[] {
  const pieces = difference(before.split('\n'), after.split('\n'));
  const lines: ChangedLine[] = [];
  for (let i = 0; i < pieces.length; ) {
    if (pieces[i]?.kind === 'same') {
      lines.push(wholeLine(pieces[i++]));
      continue;
    }
    const run = pieces.slice(i, runEnd(pieces, i));
    i += run.length;
    const removed = run.filter(({ kind }) => kind === 'removed');
    const added = run.filter(({ kind }) => kind === 'added');
    const pairs = Math.min(removed.length, added.length);
    for (let n = 0; n < pairs; n++) lines.push(...changedPair(removed[n]?.text ?? '', added[n]?.text ?? ''));
    lines.push(...[...removed.slice(pairs), ...added.slice(pairs)].map(wholeLine));
  }
  return lines;
}

function runEnd(pieces: readonly Piece[], from: number): number {
  const end = pieces.findIndex((piece, at) => at >= from && piece.kind === 'same');
  return end < 0 ? pieces.length : end;
}

function wholeLine(piece: Piece | undefined): ChangedLine {
  const { kind, text } = piece ?? { kind: 'same', text: '' };
  return { kind, pieces: [{ kind, text }] };
}

/** Two lines with nothing in common but spaces read better one after the other. */
function changedPair(before: string, after: string): ChangedLine[] {
  const pieces = merged(difference(words(before), words(after)));
  if (pieces.some(({ kind, text }) => kind === 'same' && text.trim() !== '')) return [{ kind: 'changed', pieces }];
  return [wholeLine({ kind: 'removed', text: before }), wholeLine({ kind: 'added', text: after })];
}

function words(line: string): string[] {
  return line.match(/\s+|[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
}

function merged(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else out.push({ ...piece });
  }
  return out;
}

/** Longest common subsequence, common ends cut off first; removed before added. */
export function difference(before: readonly string[], after: readonly string[]): Piece[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const as = (kind: Piece['kind'], list: readonly string[]) => list.map((text) => ({ kind, text }));
  return [
    ...as('same', before.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...as('same', before.slice(before.length - end)),
  ];
}

function middle(before: readonly string[], after: readonly string[]): Piece[] {
  const as = (kind: Piece['kind']) => (text: string) => ({ kind, text });
  if (before.length * after.length > MOST_CELLS) return [...before.map(as('removed')), ...after.map(as('added'))];
  const width = after.length + 1;
  const length = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => length[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      length[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      pieces.push({ kind: 'same', text: before[i++] ?? '' });
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: 'removed', text: before[i++] ?? '' });
    } else {
      pieces.push({ kind: 'added', text: after[j++] ?? '' });
    }
  }
  return pieces;
}
