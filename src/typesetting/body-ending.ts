import type { Part } from './arrange-sections.ts';
import type { SetBlock } from './set-blocks.ts';

type Leaf = Exclude<SetBlock, { type: 'list' }>;

/**
 * The body cut before its last leaf (a paragraph, a group of fields, the end of a table) and before the one ahead of that:
 * `whole` = `lead` + `last`, `lead` = `rest` + `second`. The page measures them and keeps the signature block with at least
 * two lines of text; only the typesetter knows how many lines a paragraph takes.
 */
export interface BodyEnding {
  whole: Part[];
  lead: Part[];
  last: Part | null;
  rest: Part[];
  second: Part | null;
  lastLeaf: Leaf | null;
  secondLeaf: Leaf | null;
}

export function bodyEnding(parts: Part[]): BodyEnding {
  const end = cutParts(parts);
  const second = cutParts(end.before);
  return {
    whole: parts,
    lead: end.before,
    last: end.last,
    rest: second.before,
    second: second.last,
    lastLeaf: leafOf(end.last),
    secondLeaf: leafOf(second.last),
  };
}

function cutParts(parts: Part[]): { before: Part[]; last: Part | null } {
  const part = parts.at(-1);
  if (part === undefined) return { before: [], last: null };
  const others = parts.slice(0, -1);
  if (part.kind === 'centred' || part.kind === 'heading') return { before: others, last: part };
  const { before, last } = cutBlocks(part.blocks);
  if (before.length === 0) return { before: others, last: part };
  const lead: Part = { ...part, blocks: before };
  const rest: Part =
    part.kind === 'labelled'
      ? { kind: 'labelled', label: '', line: false, blocks: last }
      : { kind: 'text', blocks: last };
  return { before: [...others, lead], last: rest };
}

/** How many last rows of a table go with the signature block. */
const ROWS_AT_END = 3;

function cutBlocks(blocks: SetBlock[]): { before: SetBlock[]; last: SetBlock[] } {
  const block = blocks.at(-1);
  if (block === undefined) return { before: [], last: [] };
  const others = blocks.slice(0, -1);
  if (block.type === 'table' && block.rows.length > ROWS_AT_END + 1) {
    const begin = block.rows.length - ROWS_AT_END;
    return {
      before: [...others, { ...block, rows: block.rows.slice(0, begin) }],
      last: [{ ...block, header: null, overPage: block.header, rows: block.rows.slice(begin), continued: true }],
    };
  }
  if (block.type !== 'list') return { before: others, last: [block] };
  const items = block.items.slice(0, -1);
  const inner = cutBlocks(block.items.at(-1) ?? []);
  const { marker } = block;
  if (inner.before.length === 0) {
    const last: SetBlock = { type: 'list', marker, start: block.start + items.length, items: [inner.last] };
    return { before: items.length === 0 ? others : [...others, { ...block, items }], last: [last] };
  }
  // The rest of an item stands under its text without a second marker.
  return {
    before: [...others, { ...block, items: [...items, inner.before] }],
    last: [{ type: 'list', marker: '', start: 1, items: [inner.last] }],
  };
}

function leafOf(part: Part | null): Leaf | null {
  if (part === null || part.kind === 'centred' || part.kind === 'heading') return null;
  let block = part.blocks.at(-1);
  while (block?.type === 'list') block = block.items.at(-1)?.at(-1);
  return block ?? null;
}
