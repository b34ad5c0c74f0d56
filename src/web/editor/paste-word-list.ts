import { listLine } from '../../typesetting/markup-lines.ts';
import { LIST_MARKERS, type ListMarker } from '../../typesetting/structured-text.ts';

export interface WordItem {
  marker: ListMarker;
  start: number;
}

const LEVEL = /mso-list:\s*l\d+\s+level(\d)/iu;
const IGNORE = '[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]';

/**
 * Word's list paragraphs are no lists but paragraphs with a style: `mso-list:l0 level2 lfo1`, the marker as text that is to be
 * ignored. What its marker says counts; bullets and roman figures take the official marker of their level.
 */
export function wordItem(dom: Element): WordItem | undefined {
  const level = LEVEL.exec(dom.getAttribute('style') ?? '')?.[1];
  if (level === undefined) return undefined;
  const signs = [...dom.querySelectorAll(IGNORE)].map((each) => each.textContent ?? '').join('');
  const typed = signs.replace(/[\s\u00a0]+/gu, '');
  const found = /^\(?[ivxl]+[.)]$/u.test(typed) ? undefined : listLine(`${typed} x`);
  const marker = LIST_MARKERS[Math.min(Number(level), LIST_MARKERS.length) - 1] ?? LIST_MARKERS[0];
  return found === undefined ? { marker, start: 1 } : { marker: found.marker, start: found.start };
}

/** The typed-out marker itself, and all that only Word's own reader is to see. */
export function isWordOnly(dom: Element): boolean {
  return (
    dom.matches(IGNORE) ||
    /mso-(?:hide:\s*all|element:\s*(?:comment|header|footer))/iu.test(dom.getAttribute('style') ?? '')
  );
}
