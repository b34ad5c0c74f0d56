import { LIST_MARKERS, type ListItem, type ListMarker, type OrderedList, rankOf } from './structured-text.ts';

/**
 * Which reading of the markup a text was written for. What was submitted under the first one keeps it until it is signed: in it
 * `(1) `, `> `, `__` and `~~` are signs like any other.
 */
export type Markup = 1 | 2;

const FIRST_LIST_LINE = /^\s{0,12}(?:(\d{1,3})([.)])|([a-z])([.)]))[ \u00a0]+(\S.*)$/u;
const LIST_LINE = /^\s{0,12}(\()?(\d{1,3}|[a-z])([.)])[ \u00a0]+(\S.*)$/u;
const INDENTED_LINE = /^\s{0,3}(>{1,3}) +(\S.*)$/u;

/** A table's rule below its heading row. */
export const TABLE_RULE = /^\|(?:\s*:?-{3,}:?\s*\|)+$/u;

export interface ListLine {
  marker: ListMarker;
  start: number;
  text: string;
}

/** A line that begins an item of a list: `1. `, `a. `, `1) `, `a) `, `(1) `, `(a) `. */
export function listLine(line: string, markup: Markup = 2): ListLine | undefined {
  if (markup === 1 && !FIRST_LIST_LINE.test(line)) return undefined;
  const [, open = '', sign = '', close = '', text = ''] = LIST_LINE.exec(line) ?? [];
  if (sign === '' || (open === '(' && close === '.')) return undefined;
  const digits = /^\d/u.test(sign);
  const marker = LIST_MARKERS.find((known) => known === `${open}${digits ? '1' : 'a'}${close}`);
  if (marker === undefined) return undefined;
  return { marker, start: digits ? Math.max(1, Number(sign)) : (sign.codePointAt(0) ?? 97) - 96, text };
}

/** How far in a line's paragraph stands (0 for none of the signs `> `, `>> `, `>>> `), and its text without the sign. */
export function indentOf(line: string, markup: Markup = 2): { indent: number; text: string } {
  const found = markup === 1 ? null : INDENTED_LINE.exec(line);
  return found === null ? { indent: 0, text: line } : { indent: found[1]?.length ?? 0, text: found[2] ?? '' };
}

/** Whether a line would begin something else than a paragraph's plain text. */
export function beginsBlock(line: string): boolean {
  return line.startsWith('|') || listLine(line) !== undefined || indentOf(line).indent > 0;
}

/**
 * Puts items one after the other into a list by the rank of their markers: a deeper marker opens a list in the item before it, a
 * shallower one closes up to its own level. `add` is false for an item that is shallower than the whole list.
 */
export function listBuilder() {
  const path: { list: OrderedList; item: ListItem }[] = [];
  let root: OrderedList | undefined;
  return {
    add(line: { marker: ListMarker; start: number }, item: ListItem): boolean {
      const { marker, start } = line;
      while (rankOf(path.at(-1)?.list.attrs.marker ?? marker) > rankOf(marker)) path.pop();
      const level = path.at(-1);
      if (level?.list.attrs.marker === marker) {
        level.list.content.push(item);
        level.item = item;
        return true;
      }
      if (level === undefined && root !== undefined) return false;
      const list: OrderedList = { type: 'orderedList', attrs: { marker, start }, content: [item] };
      root ??= list;
      level?.item.content.push(list);
      path.push({ list, item });
      return true;
    },
    /** The item that the last line belongs to. */
    last: (): ListItem | undefined => path.at(-1)?.item,
    list: (): OrderedList | undefined => root,
  };
}
