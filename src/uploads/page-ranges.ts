/** `2-5,9` for pages 2, 3, 4, 5 and 9; empty for none. Pages in rising order. */
export function writeRanges(pages: readonly number[]): string {
  const parts: { first: number; last: number }[] = [];
  for (const page of pages) {
    const part = parts.at(-1);
    if (part !== undefined && page === part.last + 1) part.last = page;
    else parts.push({ first: page, last: page });
  }
  return parts.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}

export const RANGES = /^(?:[1-9][0-9]{0,4}(?:-[1-9][0-9]{0,4})?(?:,[1-9][0-9]{0,4}(?:-[1-9][0-9]{0,4})?)*)?$/u;

export function readRanges(text: string): Set<number> {
  const pages = new Set<number>();
  for (const part of text === '' ? [] : text.split(',')) {
    const [first = 0, last = first] = part.split('-').map(Number);
    for (let page = first; page <= last; page++) pages.add(page);
  }
  return pages;
}
