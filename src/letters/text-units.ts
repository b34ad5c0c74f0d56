import { isRefusal } from '../errors.ts';
import { listLine } from '../typesetting/markup-lines.ts';
import { parseStructuredText } from '../typesetting/parse-structured-text.ts';
import { writeBlocks } from '../typesetting/write-structured-text.ts';

/** A section's text as the units that two persons' changes are told apart by: paragraphs, tables, items of lists. */
export function textUnits(text: string): string[] {
  if (text.trim() === '') return [];
  try {
    return writeBlocks(parseStructuredText(text)).flatMap((block) =>
      listLine(block.split('\n', 1)[0] ?? '') === undefined ? [block] : itemsOf(block),
    );
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // Not yet what can be printed: told apart by its blank lines alone.
    return text.split(/\n{2,}/u);
  }
}

export function joinUnits(units: readonly string[]): string {
  return units.reduce((text, unit, at) => {
    if (at === 0) return unit;
    return text + (beginsItem(units[at - 1]) && beginsItem(unit) ? '\n' : '\n\n') + unit;
  }, '');
}

function beginsItem(unit: string | undefined): boolean {
  return unit !== undefined && listLine(unit.split('\n', 1)[0] ?? '') !== undefined;
}

function itemsOf(list: string): string[] {
  const items: string[] = [];
  for (const line of list.split('\n')) {
    if (listLine(line) !== undefined) items.push(line);
    else items.push(`${items.pop() ?? ''}\n${line}`);
  }
  return items;
}
