import { PdfDamage } from './damage.ts';
import { isKind, type PdfDict, type PdfObject, type PdfRef } from './objects.ts';
import type { PdfDocument } from './reader.ts';

/** Page attributes that a page takes from the nodes above it (ISO 32000-2, table 31). */
const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const;
const DEEPEST = 64;
const MOST_PAGES = 100_000;

export interface Page {
  /** 0 is the first page. */
  readonly index: number;
  /** Undefined for a page that stands directly in its parent's /Kids, which the standard forbids. */
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
  /** Values from the page or the nearest node above it, references not followed. */
  readonly inherited: ReadonlyMap<(typeof INHERITED)[number], PdfObject>;
}

/** The pages in order, one after the other, so that looking at the first costs no more than the first. */
export function* pagesOf(document: PdfDocument): Generator<Page> {
  const seen = new Set<number>();
  let index = 0;
  function* walk(node: PdfObject, above: Page['inherited'], depth: number): Generator<Page> {
    if (depth > DEEPEST) throw new PdfDamage('limit', 'page tree too deep');
    const ref = isKind(node, 'ref') ? node : undefined;
    if (ref !== undefined) {
      if (seen.has(ref.number)) throw new PdfDamage('structure', 'a page stands in the page tree twice');
      seen.add(ref.number);
    }
    const dict = document.resolve(node);
    if (!isKind(dict, 'dict')) throw new PdfDamage('structure', 'page tree node is no dictionary');
    const inherited = inherit(dict, above);
    const kids = document.array(dict, 'Kids');
    if (kids === undefined) {
      if (document.name(dict, 'Type') === 'Pages') throw new PdfDamage('structure', 'page tree node without /Kids');
      if (index >= MOST_PAGES) throw new PdfDamage('limit', 'too many pages');
      yield { index, ref, dict, inherited };
      index += 1;
      return;
    }
    for (const kid of kids.items) yield* walk(kid, inherited, depth + 1);
  }
  yield* walk(document.catalog.entries.get('Pages') ?? null, new Map(), 0);
}

/** The page with this index (0 is the first), or undefined past the last. */
export function findPage(document: PdfDocument, index: number): Page | undefined {
  for (const page of pagesOf(document)) if (page.index === index) return page;
  return undefined;
}

function inherit(dict: PdfDict, above: Page['inherited']): Page['inherited'] {
  const own = INHERITED.filter((key) => dict.entries.has(key));
  if (own.length === 0) return above;
  return new Map([...above, ...own.map((key) => [key, dict.entries.get(key) ?? null] as const)]);
}
