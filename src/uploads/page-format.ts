/** Where a picture stands on its page, in points; `matrix` draws the unit square of the stored picture there. */
export interface PageFormat {
  width: number;
  height: number;
  matrix: [number, number, number, number, number, number];
  /** Dots per inch of the picture as it stands on the page. */
  dpi: number;
}

export interface PictureSize {
  /** Pixels as stored, before any turn. */
  width: number;
  height: number;
  /** As the file claims, across and down; undefined where it does not say. */
  dpi: { across: number; down: number } | undefined;
  /** EXIF and TIFF: 1 to 8. */
  orientation: number;
}

const MM = 72 / 25.4;
const SHEETS = { a4: [210 * MM, 297 * MM], f4: [215 * MM, 330 * MM] } as const;
/** Between the two ratios, √2 and 1.535. */
const F4_FROM = 1.48;
/** Cameras write 72 into every photo, which says nothing about the paper. */
const LEAST_DPI = 96;
const MOST_DPI = 2_400;
const LEAST_SIDE = 50 * MM;
const MOST_SIDE = 900 * MM;

/**
 * The size of the paper that was scanned, when the picture's own resolution gives one; otherwise A4 or F4, whichever is nearer,
 * upright or lying as the picture is, with the picture as large as fits in the middle.
 */
export function pageFormat(picture: PictureSize): PageFormat {
  const lying = picture.orientation >= 5;
  const dots = believable(picture.dpi);
  const stored = {
    width: picture.width / (dots?.across ?? 1),
    height: picture.height / (dots?.down ?? 1),
  };
  const shown = lying ? { width: stored.height, height: stored.width } : stored;
  if (dots !== undefined) {
    const paper = { width: shown.width * 72, height: shown.height * 72 };
    if (Object.values(paper).every((side) => side >= LEAST_SIDE && side <= MOST_SIDE)) {
      return { ...paper, matrix: placed(picture.orientation, 0, 0, paper.width, paper.height), dpi: dots.across };
    }
  }
  const [long, short] = [Math.max(shown.width, shown.height), Math.min(shown.width, shown.height)];
  const [narrow, tall] = SHEETS[long / short >= F4_FROM ? 'f4' : 'a4'];
  const sheet = shown.width > shown.height ? { width: tall, height: narrow } : { width: narrow, height: tall };
  const scale = Math.min(sheet.width / shown.width, sheet.height / shown.height);
  const [width, height] = [shown.width * scale, shown.height * scale];
  const matrix = placed(picture.orientation, (sheet.width - width) / 2, (sheet.height - height) / 2, width, height);
  return { ...sheet, matrix, dpi: (72 * (lying ? picture.height : picture.width)) / width };
}

function believable(dpi: PictureSize['dpi']): PictureSize['dpi'] {
  if (dpi === undefined) return undefined;
  return [dpi.across, dpi.down].every((dots) => dots >= LEAST_DPI && dots <= MOST_DPI) ? dpi : undefined;
}

/** The matrix that shows a stored picture upright in a box: TIFF 6.0, Orientation, on axes that grow upwards. */
function placed(orientation: number, x: number, y: number, w: number, h: number): PageFormat['matrix'] {
  switch (orientation) {
    case 2:
      return [-w, 0, 0, h, x + w, y];
    case 3:
      return [-w, 0, 0, -h, x + w, y + h];
    case 4:
      return [w, 0, 0, -h, x, y + h];
    case 5:
      return [0, -h, -w, 0, x + w, y + h];
    case 6:
      return [0, -h, w, 0, x, y + h];
    case 7:
      return [0, h, w, 0, x, y];
    case 8:
      return [0, h, -w, 0, x + w, y];
    default:
      return [w, 0, 0, h, x, y];
  }
}
