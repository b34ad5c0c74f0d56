/** All in points. A matrix as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
export type Box = readonly [left: number, bottom: number, right: number, top: number];

/** What a page of somebody else's says of itself; boxes may be missing, turned round or empty. */
export interface PageFacts {
  mediaBox: Box | undefined;
  cropBox: Box | undefined;
  rotate: number;
  userUnit: number;
}

/** An upright sheet from (0, 0), and how the page comes to lie on it. */
export interface Sheet {
  width: number;
  height: number;
  /** What of the page is shown. */
  box: Box;
  matrix: Matrix;
}

const A4: Box = [0, 0, 595.28, 841.89];
/** A little under A5: on less than that no footer, symbol and signature block find room. */
const SMALLEST = { short: 400, long: 560 };
/** A little over A0. */
const LARGEST = 3_400;

/**
 * The sheet that shows what a viewer shows of the page: the crop box within the media box, turned upright, in the unit it
 * names. A page without usable boxes is taken as A4; one too small for the marks is laid on the middle of an A4 sheet, one
 * larger than A0 is made smaller.
 */
export function sheetFor({ mediaBox, cropBox, rotate, userUnit }: PageFacts): Sheet {
  const media = usable(mediaBox) ?? A4;
  const box = usable(intersect(usable(cropBox) ?? media, media)) ?? media;
  const unit = userUnit > 0 && Number.isFinite(userUnit) ? Math.min(userUnit, 1_000) : 1;
  const turn = (((Math.round(rotate / 90) * 90) % 360) + 360) % 360;
  const [left, bottom, right, top] = box;
  const upright = turn % 180 === 0;
  let width = (upright ? right - left : top - bottom) * unit;
  let height = (upright ? top - bottom : right - left) * unit;
  let matrix = scaled(TURNS[turn as 0 | 90 | 180 | 270](box), unit);

  const longest = Math.max(width, height);
  if (longest > LARGEST) {
    const smaller = LARGEST / longest;
    matrix = scaled(matrix, smaller);
    width *= smaller;
    height *= smaller;
  }
  if (Math.min(width, height) < SMALLEST.short || Math.max(width, height) < SMALLEST.long) {
    const [, , short, long] = A4;
    const across = width > height;
    const paper = { width: across ? long : short, height: across ? short : long };
    // A strip longer than the paper keeps its length; the paper grows with it.
    const sheet = { width: Math.max(paper.width, width), height: Math.max(paper.height, height) };
    matrix = moved(matrix, (sheet.width - width) / 2, (sheet.height - height) / 2);
    ({ width, height } = sheet);
  }
  return { width: rounded(width), height: rounded(height), box, matrix };
}

const TURNS = {
  0: ([left, bottom]: Box): Matrix => [1, 0, 0, 1, -left, -bottom],
  90: ([, bottom, right]: Box): Matrix => [0, -1, 1, 0, -bottom, right],
  180: ([, , right, top]: Box): Matrix => [-1, 0, 0, -1, right, top],
  270: ([left, , , top]: Box): Matrix => [0, 1, -1, 0, top, -left],
};

function usable(box: Box | undefined): Box | undefined {
  if (box === undefined || !box.every((edge) => Number.isFinite(edge) && Math.abs(edge) < 1e6)) return undefined;
  const [a, b, c, d] = box;
  const upright: Box = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
  return upright[2] - upright[0] < 1 || upright[3] - upright[1] < 1 ? undefined : upright;
}

function intersect(a: Box, b: Box): Box {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** Followed by a change of scale about the origin. */
function scaled([a, b, c, d, e, f]: Matrix, by: number): Matrix {
  return [a * by, b * by, c * by, d * by, e * by, f * by];
}

function moved([a, b, c, d, e, f]: Matrix, x: number, y: number): Matrix {
  return [a, b, c, d, e + x, f + y];
}

/** Hundredths of a point, so that a size is the same number wherever it is written. */
function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}

/**
 * Where an appearance stream comes to lie on its page (ISO 32000-2, 12.5.5, algorithm 8.1): its box, turned by its own
 * matrix, fills the annotation's rectangle. Undefined where either is empty.
 */
export function appearanceMatrix(box: Box, [a, b, c, d, e, f]: Matrix, rectangle: Box): Matrix | undefined {
  const corners = [
    [box[0], box[1]],
    [box[2], box[1]],
    [box[2], box[3]],
    [box[0], box[3]],
  ].map(([x = 0, y = 0]) => [a * x + c * y + e, b * x + d * y + f]);
  const across = corners.map(([x = 0]) => x);
  const up = corners.map(([, y = 0]) => y);
  const [left, bottom] = [Math.min(...across), Math.min(...up)];
  const width = Math.max(...across) - left;
  const height = Math.max(...up) - bottom;
  const target = usable(rectangle);
  if (target === undefined || !(width > 0) || !(height > 0)) return undefined;
  const [sx, sy] = [(target[2] - target[0]) / width, (target[3] - target[1]) / height];
  return [sx, 0, 0, sy, target[0] - left * sx, target[1] - bottom * sy];
}
