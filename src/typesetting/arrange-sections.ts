import type { LetterPage, LetterSection } from './letter-page.ts';
import { type Resolve, type Run, type SetBlock, setBlocks } from './set-blocks.ts';
import { lineAsText } from './structured-text.ts';

/** A part of the body from edge to edge, behind a label with its colon, or a word in the middle of the line. */
export type Part =
  | { kind: 'text'; blocks: SetBlock[] }
  | { kind: 'labelled'; label: string; blocks: SetBlock[] }
  | { kind: 'centred'; text: string };

const ORDINALS = [
  ...['KESATU', 'KEDUA', 'KETIGA', 'KEEMPAT', 'KELIMA', 'KEENAM', 'KETUJUH', 'KEDELAPAN', 'KESEMBILAN', 'KESEPULUH'],
  ...['KESEBELAS', 'KEDUA BELAS', 'KETIGA BELAS', 'KEEMPAT BELAS', 'KELIMA BELAS', 'KEENAM BELAS', 'KETUJUH BELAS'],
  ...['KEDELAPAN BELAS', 'KESEMBILAN BELAS', 'KEDUA PULUH'],
];
const TYPED_ORDINAL = new RegExp(`^(${[...ORDINALS].reverse().join('|')})\\s*:?\\s+`, 'u');

/** What stands between the sections, by their key: the words of the official forms of surat tugas and keputusan. */
const BEFORE: Record<string, string> = { kepada: 'MENUGASKAN:', menetapkan: 'MEMUTUSKAN:' };
const LABELS: Record<string, string> = {
  dasar: 'Dasar',
  kepada: 'Kepada',
  untuk: 'Untuk',
  menimbang: 'Menimbang',
  mengingat: 'Mengingat',
  memperhatikan: 'Memperhatikan',
  menetapkan: 'Menetapkan',
};

/** The body in the order of its parts; in shape judul every section stands behind its label. */
export function arrangeSections(page: Pick<LetterPage, 'shape' | 'sections'>, resolve: Resolve): Part[] {
  let leaf = 0;
  const nextLeaf = () => leaf++;
  return page.sections.flatMap((section): Part[] => {
    const blocks = setBlocks(section.kind === 'line' ? lineAsText(section.line) : section.body, resolve, nextLeaf);
    if (page.shape === 'korespondensi') return [{ kind: 'text', blocks }];
    return [...before(section), ...labelled(section, blocks)];
  });
}

function before(section: LetterSection): Part[] {
  const text = BEFORE[section.key];
  return text === undefined ? [] : [{ kind: 'centred', text }];
}

/** The items of a list below "Menetapkan", or paragraphs that begin with KESATU, KEDUA …, are the dicta of a decree. */
function labelled(section: LetterSection, blocks: SetBlock[]): Part[] {
  const label = LABELS[section.key] ?? section.label;
  if (section.key !== 'menetapkan') return [{ kind: 'labelled', label, blocks }];
  const parts: Part[] = [];
  let count = 0;
  const dictum = (name: string, content: SetBlock[]) => {
    count += 1;
    parts.push({ kind: 'labelled', label: name, blocks: content });
  };
  for (const block of blocks) {
    const typed = block.type === 'paragraph' ? typedDictum(block) : undefined;
    const last = parts.at(-1);
    if (typed !== undefined) dictum(typed.name, [typed.block]);
    else if (block.type === 'list' && block.marker === '1.') {
      for (const item of block.items) dictum(ORDINALS[count] ?? `KE-${count + 1}`, item);
    } else if (last?.kind === 'labelled') last.blocks.push(block);
    else parts.push({ kind: 'labelled', label, blocks: [block] });
  }
  const first = parts[0];
  if (first?.kind === 'labelled' && first.label !== label) parts.unshift({ kind: 'labelled', label, blocks: [] });
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
