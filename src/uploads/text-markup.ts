/** What mammoth writes: well-formed, few elements, text escaped. Elements that are not named here only hold their content. */
type Node = { name: string; children: Node[] } | string;

const MARKERS = ['1.', 'a.', '1)', 'a)', '(1)', '(a)'];
const VOID = new Set(['br', 'img', 'hr']);
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** HTML as mammoth writes it, in the simple markup that the sections of a letter hold. */
export function htmlAsMarkup(html: string): string {
  const blocks = blocksOf(parse(html), 0);
  return blocks
    .join('\n\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

function parse(html: string): Node[] {
  const root: { name: string; children: Node[] } = { name: '', children: [] };
  const open = [root];
  for (const [piece, closing, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>|[^<]+/giu)) {
    const parent = open.at(-1) ?? root;
    if (!piece.startsWith('<')) parent.children.push(decode(piece));
    else if (closing === '/') {
      if (open.length > 1) open.pop();
    } else {
      const node = { name: name.toLowerCase(), children: [] };
      parent.children.push(node);
      if (!VOID.has(node.name)) open.push(node);
    }
  }
  return root.children;
}

function decode(text: string): string {
  return text.replace(/&(#39|[a-z]+);/giu, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
}

function blocksOf(nodes: readonly Node[], depth: number): string[] {
  return nodes.flatMap((node): string[] => {
    if (typeof node === 'string') return node.trim() === '' ? [] : [plain(node)];
    if (node.name === 'ol' || node.name === 'ul') return [listOf(node.children, depth)];
    if (node.name === 'table') return [tableOf(node)];
    if (/^h[1-6]$/u.test(node.name)) return [marked('**', inlineOf(node.children))];
    const text = inlineOf(node.children);
    return text === '' ? [] : [atLineStart(text)];
  });
}

function listOf(items: readonly Node[], depth: number): string {
  const marker = MARKERS[Math.min(depth, MARKERS.length - 1)] ?? '1.';
  let number = 0;
  return items
    .flatMap((item) => {
      if (typeof item === 'string' || item.name !== 'li') return [];
      number += 1;
      const inner = item.children.filter((child) => typeof child !== 'string' && /^[ou]l$/u.test(child.name));
      const text = inlineOf(item.children.filter((child) => !inner.includes(child)));
      const below = inner.map((list) => (typeof list === 'string' ? '' : listOf(list.children, depth + 1)));
      const head = `${counted(marker, number)} ${text.replace(/\n/gu, ' ')}`;
      return [[head, ...below.map((list) => list.replace(/^/gmu, '   '))].join('\n')];
    })
    .join('\n');
}

/** The marker with its number: `b.` for the second item of `a.`. */
function counted(marker: string, number: number): string {
  const letter = String.fromCodePoint(97 + ((number - 1) % 26));
  return marker.replace('1', String(number)).replace('a', letter);
}

function tableOf(table: { children: Node[] }): string {
  const rows: string[][] = [];
  const visit = (node: Node) => {
    if (typeof node === 'string') return;
    if (node.name === 'tr') {
      rows.push(
        node.children.flatMap((cell) =>
          typeof cell === 'string' ? [] : [inlineOf(cell.children).replace(/\s*\n\s*/gu, ' ')],
        ),
      );
    } else node.children.forEach(visit);
  };
  table.children.forEach(visit);
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => `| ${Array.from({ length: columns }, (_, at) => row[at] ?? '').join(' | ')} |`).join('\n');
}

const MARKS: Record<string, string> = { strong: '**', b: '**', em: '*', i: '*', u: '__' };

function inlineOf(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return plain(node);
      if (node.name === 'br') return '\n';
      const inner = inlineOf(node.children);
      if (/^(?:p|li|td|th)$/u.test(node.name)) return `${inner}\n`;
      return marked(MARKS[node.name] ?? '', inner);
    })
    .join('')
    .replace(/[ \t]+/gu, ' ')
    .trim();
}

/** A mark opens before a visible sign and closes behind one; spaces at its edges go outside. */
function marked(sign: string, text: string): string {
  const inner = text.trim();
  if (inner === '' || sign === '') return text;
  const [before = '', after = ''] = [/^\s*/u.exec(text)?.[0], /\s*$/u.exec(text)?.[0]];
  return `${before}${sign}${inner}${sign}${after}`;
}

function plain(text: string): string {
  return text.replace(/[\\*{}|_~]/gu, '\\$&');
}

/** What would begin a list or an indent is printed as it stands. */
function atLineStart(text: string): string {
  return text.replace(/^(\(?[0-9a-z]{1,3})([.)]) /gmu, '$1\\$2 ').replace(/^>/gmu, '\\>');
}
