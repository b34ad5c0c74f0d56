import { listBuilder } from '../../typesetting/markup-lines.ts';
import {
  type Block,
  DEEPEST_INDENT,
  type Inline,
  LIST_MARKERS,
  type ListItem,
  type ListMarker,
  type OrderedList,
  type Paragraph,
  type StructuredText,
} from '../../typesetting/structured-text.ts';
import { cleanText } from '../../typesetting/write-structured-text.ts';
import { type PasteFindings, textNodes, type Worn, wornBy } from './paste-inline.ts';
import { pastedTable } from './paste-table.ts';
import { isWordOnly, wordItem } from './paste-word-list.ts';

const DROPPED =
  'script, style, head, title, meta, link, xml, template, noscript, button, input, select, textarea, iframe, object, svg';
const IMAGES = 'img, picture, canvas, video, v\\:imagedata, v\\:shape';
const BLOCKS =
  'p, div, h1, h2, h3, h4, h5, h6, li, ul, ol, table, blockquote, pre, section, article, header, footer, main, aside, figure, dl, dt, dd, address, form, fieldset, center';

/** A pasted page as structured text: paragraphs, lists (Word's too), tables, bold, italic and underline; nothing else. */
export function structuredFromHtml(html: string): { text: StructuredText; findings: PasteFindings } {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const findings: PasteFindings = { images: false, cut: false, signs: false };
  return { text: cleanText({ type: 'doc', content: pastedBlocks(page.body, findings) }), findings };
}

/** The blocks within an element, in their order. */
export function pastedBlocks(root: Element, findings: PasteFindings): Block[] {
  const blocks: Block[] = [];
  let word: ReturnType<typeof listBuilder> | undefined;
  let line: Inline[] = [];
  let indent = 0;
  const flush = (item = false): Paragraph | undefined => {
    const made: Paragraph = { type: 'paragraph', ...(indent > 0 && !item ? { attrs: { indent } } : {}), content: line };
    line = [];
    // The line ends between the elements of a page are no text, and a paragraph of line breaks is an empty one.
    const blank = (node: Inline) => node.type === 'hardBreak' || (node.type === 'text' && node.text.trim() === '');
    return made.content.every(blank) ? undefined : made;
  };
  const endWord = () => {
    const list = word?.list();
    if (list !== undefined) blocks.push(list);
    word = undefined;
  };
  const put = (block: Block | undefined) => {
    if (block === undefined) return;
    endWord();
    blocks.push(block);
  };
  const walk = (node: Node, worn: Worn): void => {
    if (node instanceof Text) line.push(...textNodes(node.data, worn, findings));
    if (!(node instanceof Element) || node.matches(DROPPED) || isWordOnly(node)) return;
    if (node.matches(IMAGES)) {
      findings.images = true;
      return;
    }
    if (node.matches('br')) line.push({ type: 'hardBreak' });
    else if (node.matches('table')) {
      put(flush());
      for (const block of pastedTable(node, findings)) put(block);
    } else if (node.matches('ol, ul')) {
      put(flush());
      put(pastedList(node, 0, findings));
    } else if (node.matches(BLOCKS)) {
      put(flush());
      const item = wordItem(node);
      if (item === undefined) indent = indentOf(node);
      for (const child of node.childNodes) walk(child, wornBy(node, worn));
      if (item === undefined) put(flush());
      else {
        const content = flush(true);
        const placed: ListItem = { type: 'listItem', content: [content ?? { type: 'paragraph', content: [] }] };
        word ??= listBuilder();
        if (!word.add(item, placed)) {
          endWord();
          word = listBuilder();
          word.add(item, placed);
        }
      }
      indent = 0;
    } else for (const child of node.childNodes) walk(child, wornBy(node, worn));
  };
  for (const child of root.childNodes) walk(child, new Set());
  put(flush());
  endWord();
  return blocks;
}

const TYPES: Readonly<Record<string, ListMarker>> = {
  '1': '1.',
  a: 'a.',
  decimal: '1.',
  'lower-alpha': 'a.',
  'lower-latin': 'a.',
};

function pastedList(dom: Element, depth: number, findings: PasteFindings): OrderedList {
  const style = /list-style(?:-type)?:\s*([\w-]+)/iu.exec(dom.getAttribute('style') ?? '')?.[1];
  const own = dom.getAttribute('data-marker');
  const marker =
    LIST_MARKERS.find((known) => known === own) ??
    TYPES[dom.getAttribute('type') ?? style ?? ''] ??
    LIST_MARKERS[Math.min(depth, LIST_MARKERS.length - 1)] ??
    '1.';
  const items: ListItem[] = [];
  for (const child of dom.children) {
    if (child.matches('ol, ul')) items.at(-1)?.content.push(pastedList(child, depth + 1, findings));
    else items.push({ type: 'listItem', content: itemParts(child, depth, findings) });
  }
  const start = Number(dom.getAttribute('start') ?? 1);
  return { type: 'orderedList', attrs: { marker, start: Number.isSafeInteger(start) ? start : 1 }, content: items };
}

function itemParts(dom: Element, depth: number, findings: PasteFindings): ListItem['content'] {
  const parts: ListItem['content'] = [];
  // In the document that was pasted: nothing in it loads or runs, while in this one a picture would.
  const rest = dom.ownerDocument.createElement('div');
  const settle = () => {
    for (const block of pastedBlocks(rest, findings)) {
      if (block.type === 'paragraph') parts.push({ type: 'paragraph', content: block.content });
      else if (block.type === 'orderedList') parts.push(block);
      else
        parts.push(
          ...block.content.map(
            (row): Paragraph => ({
              type: 'paragraph',
              content: row.content.flatMap((cell) =>
                cell.content.flatMap(({ content }) => [...content, { type: 'text' as const, text: ' ' }]),
              ),
            }),
          ),
        );
    }
    rest.replaceChildren();
  };
  for (const child of dom.childNodes) {
    if (child instanceof Element && child.matches('ol, ul')) {
      settle();
      parts.push(pastedList(child, depth + 1, findings));
    } else rest.append(child.cloneNode(true));
  }
  settle();
  return parts;
}

const MILLIMETRES: Readonly<Record<string, number>> = { pt: 0.353, cm: 10, mm: 1, in: 25.4, px: 0.265 };

/** By its left margin, a centimetre or so a step, as Word writes it. */
function indentOf(dom: Element): number {
  const own = Number(dom.getAttribute('data-indent') ?? 0);
  if (own > 0) return Math.min(own, DEEPEST_INDENT);
  const [, number = '0', unit = 'mm'] =
    /margin-left:\s*([\d.]+)(pt|cm|mm|in|px)/iu.exec(dom.getAttribute('style') ?? '') ?? [];
  return Math.min(DEEPEST_INDENT, Math.round((Number(number) * (MILLIMETRES[unit.toLowerCase()] ?? 1)) / 12));
}
