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

/**
 * Closed outlines of the '1' areas, dark on the right of every edge; holes run the other way round. A corner is one number
 * (row by row), because a letter of thousands of pages has as many symbols of a thousand corners each.
 */
function outline(rows: readonly string[]): Point[][] {
  const corners = rows.length + 1;
  const dark = (x: number, y: number) => rows[y]?.[x] === '1';
  const edges = new Map<number, number[]>();
  const add = (from: number, to: number) => {
    const known = edges.get(from);
    if (known === undefined) edges.set(from, [to]);
    else known.push(to);
  };
  for (let y = 0; y < rows.length; y++) {
    for (let x = 0; x < rows.length; x++) {
      if (!dark(x, y)) continue;
      const corner = y * corners + x;
      if (!dark(x, y - 1)) add(corner, corner + 1);
      if (!dark(x + 1, y)) add(corner + 1, corner + corners + 1);
      if (!dark(x, y + 1)) add(corner + corners + 1, corner + corners);
      if (!dark(x - 1, y)) add(corner + corners, corner);
    }
  }
  const paths: Point[][] = [];
  for (const [corner, open] of edges) {
    while (open.length > 0) paths.push(walk(edges, corner, corners));
  }
  return paths;
}

/** Follows the edges from one corner until they close, keeping only the corners where the direction changes. */
function walk(edges: Map<number, number[]>, start: number, corners: number): Point[] {
  const points: Point[] = [];
  let corner = start;
  let step = 0;
  for (;;) {
    const next = edges.get(corner)?.pop();
    if (next === undefined) return points;
    if (next - corner !== step) points.push([corner % corners, Math.floor(corner / corners)]);
    step = next - corner;
    corner = next;
  }
}
