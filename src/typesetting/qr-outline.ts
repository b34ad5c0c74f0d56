import type { PageSymbol } from './letter-page.ts';

const QUIET_MODULES = 4;

/**
 * A QR symbol with its quiet zone as SVG of ONE path that runs along the outline of the dark areas. Squares set side by side
 * leave hairline gaps between modules in some viewers; an outline has no inner edges.
 */
export function qrSvg(symbol: Pick<PageSymbol, 'modules' | 'rows'>): string {
  const side = symbol.modules + 2 * QUIET_MODULES;
  const path = outline(symbol.rows)
    .map((points) => `M${points.map(([x, y]) => `${x + QUIET_MODULES} ${y + QUIET_MODULES}`).join('L')}Z`)
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}"><path fill="#000" d="${path}"/></svg>`;
}

/** The symbol's side with the quiet zone, in millimetres. */
export function qrSizeMm(symbol: Pick<PageSymbol, 'modules' | 'sizeMm'>): number {
  return symbol.sizeMm * (1 + (2 * QUIET_MODULES) / symbol.modules);
}

type Point = [x: number, y: number];

/** Closed outlines of the '1' areas, dark on the right of every edge; holes run the other way round. */
function outline(rows: readonly string[]): Point[][] {
  const dark = (x: number, y: number) => rows[y]?.[x] === '1';
  const edges = new Map<string, Point[]>();
  const add = (from: Point, to: Point) => {
    const key = from.join();
    const known = edges.get(key);
    if (known === undefined) edges.set(key, [to]);
    else known.push(to);
  };
  for (let y = 0; y < rows.length; y++) {
    for (let x = 0; x < rows.length; x++) {
      if (!dark(x, y)) continue;
      if (!dark(x, y - 1)) add([x, y], [x + 1, y]);
      if (!dark(x + 1, y)) add([x + 1, y], [x + 1, y + 1]);
      if (!dark(x, y + 1)) add([x + 1, y + 1], [x, y + 1]);
      if (!dark(x - 1, y)) add([x, y + 1], [x, y]);
    }
  }
  const paths: Point[][] = [];
  for (const key of edges.keys()) {
    while ((edges.get(key)?.length ?? 0) > 0) paths.push(walk(edges, key));
  }
  return paths;
}

/** Follows the edges from one corner until they close, keeping only the corners where the direction changes. */
function walk(edges: Map<string, Point[]>, start: string): Point[] {
  const points: Point[] = [];
  let key = start;
  let last: Point | undefined;
  for (;;) {
    const next = edges.get(key)?.pop();
    if (next === undefined) break;
    const [x = 0, y = 0] = key.split(',').map(Number);
    const turns = last === undefined || (last[0] !== next[0] && last[1] !== next[1]);
    if (turns) points.push([x, y]);
    last = [x, y];
    key = next.join();
  }
  return points;
}
