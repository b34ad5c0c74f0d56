import { z } from 'zod';

export const TURNS = [0, 90, 180, 270] as const;

/** One page of a received file (from 1) and how far it is turned clockwise. */
export const ArrangedPage = z.strictObject({
  file: z.number().int().positive(),
  page: z.number().int().positive(),
  turn: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
});
export type ArrangedPage = z.infer<typeof ArrangedPage>;

export const Arrangement = z.array(ArrangedPage).max(4_000);

interface Pages {
  id: number;
  pages: number;
}

/**
 * Every page of these files once: in the kept order as far as it names them, the others behind in the order in which they
 * came. What it says of files or pages that are not there is passed over, so a file may come or go and no page is lost.
 */
export function arrange(files: readonly Pages[], kept: readonly ArrangedPage[]): ArrangedPage[] {
  const waiting = new Map<string, ArrangedPage>();
  for (const { id, pages } of files) {
    for (let page = 1; page <= pages; page++) waiting.set(`${id}/${page}`, { file: id, page, turn: 0 });
  }
  const ordered = kept.filter(({ file, page }) => waiting.delete(`${file}/${page}`));
  return [...ordered, ...waiting.values()];
}

/** Whether it names every page of these files exactly once. */
export function isArrangementOf(files: readonly Pages[], asked: readonly ArrangedPage[]): boolean {
  const names = new Set(asked.map(({ file, page }) => `${file}/${page}`));
  const all = files.reduce((sum, { pages }) => sum + pages, 0);
  if (asked.length !== all || names.size !== all) return false;
  const pagesOf = new Map(files.map(({ id, pages }) => [id, pages]));
  return asked.every(({ file, page }) => page <= (pagesOf.get(file) ?? 0));
}

/** Nothing turned, nothing moved: the bytes may stay as they came. */
export function isAsItCame(files: readonly Pages[], arranged: readonly ArrangedPage[]): boolean {
  const came = arrange(files, []);
  return (
    came.length === arranged.length &&
    came.every(({ file, page }, index) => {
      const other = arranged[index];
      return other?.file === file && other.page === page && other.turn === 0;
    })
  );
}
