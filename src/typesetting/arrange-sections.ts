import type { LetterPage, LetterSection } from './letter-page.ts';
import { type Resolve, type Run, type SetBlock, setBlocks } from './set-blocks.ts';
import { lineAsText } from './structured-text.ts';

/**
 * A part of the body: from edge to edge, behind a label with its colon (`line`: one line, close to its neighbours), a word
 * in the middle of the line, or a heading.
 */
export type Part =
  | { kind: 'text'; blocks: SetBlock[] }
  | { kind: 'labelled'; label: string; line: boolean; blocks: SetBlock[] }
  | { kind: 'centred'; text: string }
  | { kind: 'heading'; text: string };

const ORDINALS = [
  ...['KESATU', 'KEDUA', 'KETIGA', 'KEEMPAT', 'KELIMA', 'KEENAM', 'KETUJUH', 'KEDELAPAN', 'KESEMBILAN', 'KESEPULUH'],
  ...['KESEBELAS', 'KEDUA BELAS', 'KETIGA BELAS', 'KEEMPAT BELAS', 'KELIMA BELAS', 'KEENAM BELAS', 'KETUJUH BELAS'],
  ...['KEDELAPAN BELAS', 'KESEMBILAN BELAS', 'KEDUA PULUH'],
];
const TYPED_ORDINAL = new RegExp(`^(${[...ORDINALS].reverse().join('|')})\\s*:?\\s+`, 'u');

/** How sections were printed by their key, before that was said in the kind: for letters submitted then. */
const BEFORE: Record<string, string> = { kepada: 'MENUGASKAN:', menetapkan: 'MEMUTUSKAN:' };
const LABELS: Record<string, string> = { kepada: 'Kepada' };

type Placed = LetterSection & { layout: NonNullable<LetterSection['layout']> };

/** The body in the order of its parts; what a second party signs by hand is no part of it. */
export function arrangeSections(page: Pick<LetterPage, 'shape' | 'sections'>, resolve: Resolve): Part[] {
  let leaf = 0;
  const nextLeaf = () => leaf++;
  const placed = page.sections.map((section) => place(section, page.shape));
  const headings = placed.filter(({ layout }) => layout === 'heading');
  return placed.flatMap((section): Part[] => {
    if (section.layout === 'hand') return [];
    const blocks = setBlocks(section.kind === 'line' ? lineAsText(section.line) : section.body, resolve, nextLeaf);
    const above: Part[] = section.before === undefined ? [] : [{ kind: 'centred', text: section.before }];
    const label = section.printed ?? section.label;
    if (section.layout === 'dicta') return [...above, ...dicta(label, blocks)];
    if (section.layout === 'labelled') {
      return [...above, { kind: 'labelled', label, line: section.kind === 'line', blocks }];
    }
    if (section.layout === 'heading') {
      const letter = headings.length > 1 ? `${String.fromCharCode(65 + headings.indexOf(section))}. ` : '';
      above.push({ kind: 'heading', text: `${letter}${label}` });
    }
    return [...above, { kind: 'text', blocks }];
  });
}

/** What stands around the space in which a second party signs by hand; null where nobody does. */
export interface HandBlock {
  /** `PIHAK KEDUA,` */
  heading: string;
  above: string;
  /** The name first. */
  below: string[];
}

/** The first line stands above the space, the others below it; a single one is the name. */
export function handBlock({ sections }: Pick<LetterPage, 'sections'>): HandBlock | null {
  const lines = sections.flatMap((section) => (section.layout === 'hand' && section.kind === 'line' ? [section] : []));
  const [first, ...others] = lines;
  if (first === undefined) return null;
  const heading = first.before ?? '';
  if (others.length === 0) return { heading, above: '', below: [first.line] };
  return { heading, above: first.line, below: others.map(({ line }) => line) };
}

function place(section: LetterSection, shape: LetterPage['shape']): Placed {
  const { layout, key } = section;
  if (layout !== undefined) return { ...section, layout };
  if (shape === 'korespondensi') return { ...section, layout: 'plain' };
  const [before, printed] = [BEFORE[key], LABELS[key]];
  return {
    ...section,
    layout: key === 'menetapkan' ? 'dicta' : 'labelled',
    ...(before === undefined ? {} : { before }),
    ...(printed === undefined ? {} : { printed }),
  };
}

/** The items of a list, or paragraphs that begin with KESATU, KEDUA …, are the dicta of a decree. */
function dicta(label: string, blocks: SetBlock[]): Part[] {
  const parts: Part[] = [];
  let count = 0;
  const dictum = (name: string, content: SetBlock[]) => {
    count += 1;
    parts.push({ kind: 'labelled', label: name, line: false, blocks: content });
  };
  for (const block of blocks) {
    const typed = block.type === 'paragraph' ? typedDictum(block) : undefined;
    const last = parts.at(-1);
    if (typed !== undefined) dictum(typed.name, [typed.block]);
    else if (block.type === 'list' && block.marker === '1.') {
      for (const item of block.items) dictum(ORDINALS[count] ?? `KE-${count + 1}`, item);
    } else if (last?.kind === 'labelled') last.blocks.push(block);
    else parts.push({ kind: 'labelled', label, line: false, blocks: [block] });
  }
  const first = parts[0];
  if (first?.kind === 'labelled' && first.label !== label) {
    parts.unshift({ kind: 'labelled', label, line: false, blocks: [] });
  }
  return parts;
}

function typedDictum(block: SetBlock & { type: 'paragraph' }): { name: string; block: SetBlock } | undefined {
  const [first, ...rest] = block.runs;
  if (first === undefined || 'break' in first) return undefined;
  const name = TYPED_ORDINAL.exec(first.text);
  if (name?.[1] === undefined) return undefined;
  const trimmed: Run = { ...first, text: first.text.slice(name[0].length) };
  return { name: name[1], block: { ...block, runs: trimmed.text === '' ? rest : [trimmed, ...rest] } };
}
