/**
 * Where the marks of every page stand, in millimetres from the edge named: the footer's lines and the page symbol at the
 * bottom, as on a letter that Layang sets itself (views/letters/page.typ), and the heading of an attachment at the top.
 */
const FOOT = { symbol: { left: 3, right: 27, bottom: 5, top: 30 }, lines: { left: 27, bottom: 4, top: 19 } };
export const HEAD = { top: 4, bottom: 17, width: 90 };

/** A page made smaller leaves this much of its height free: at the bottom, or at the bottom and the top. */
export const SCALE = { foot: 0.9, headAndFoot: 0.86 } as const;
export const HEAD_SHARE = 0.04;

export interface GreyPicture {
  width: number;
  height: number;
  /** 0 black to 255 white, row by row from the top. */
  grey(x: number, y: number): number;
}

/** Paler than this is paper: the grain of a scan, a tinted background. */
const INK = 205;
/** Specks of dust on a scan are no writing. */
const SPECKS = 0.0015;

/** Whether nothing is drawn where the footer and the page symbol will stand. `dpi` of the picture. */
export function footIsFree(picture: GreyPicture, dpi: number): boolean {
  const mm = dpi / 25.4;
  const { width, height } = picture;
  const { symbol, lines } = FOOT;
  return (
    isBlank(picture, symbol.left * mm, height - symbol.top * mm, symbol.right * mm, height - symbol.bottom * mm) &&
    isBlank(picture, lines.left * mm, height - lines.top * mm, width - 15 * mm, height - lines.bottom * mm)
  );
}

/** Whether nothing is drawn where the heading of an attachment will stand. */
export function headIsFree(picture: GreyPicture, dpi: number): boolean {
  const mm = dpi / 25.4;
  const { width } = picture;
  return isBlank(picture, width - (HEAD.width + 10) * mm, HEAD.top * mm, width - 5 * mm, HEAD.bottom * mm);
}

function isBlank(picture: GreyPicture, left: number, top: number, right: number, bottom: number): boolean {
  const [x0, x1] = [Math.max(0, Math.floor(left)), Math.min(picture.width, Math.ceil(right))];
  const [y0, y1] = [Math.max(0, Math.floor(top)), Math.min(picture.height, Math.ceil(bottom))];
  const most = Math.max(2, (x1 - x0) * (y1 - y0) * SPECKS);
  let dark = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      if (picture.grey(x, y) < INK && ++dark > most) return false;
    }
  }
  return true;
}
