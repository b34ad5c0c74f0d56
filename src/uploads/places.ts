import { z } from 'zod';

export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;

/** Where something is printed: page from 1, whole millimetres from a corner of the page to the same corner of the print. */
export const Place = z.strictObject({
  page: z.number().int().min(1).max(4_000),
  corner: z.enum(CORNERS),
  x: z.number().int().min(0).max(1_200),
  y: z.number().int().min(0).max(1_200),
});
export type Place = z.infer<typeof Place>;

/** Of an uploaded letter. Number and date may stand in the block of text already as somebody else's; then they are not printed. */
export const Places = z.strictObject({
  number: Place.nullable(),
  date: Place.nullable(),
  block: Place,
});
export type Places = z.infer<typeof Places>;

/** Where the marks stand until the drafter has chosen: number and date at the head, the block above the foot of the last page. */
export function proposedPlaces(pages: number): Places {
  return {
    number: { page: 1, corner: 'top-left', x: 50, y: 50 },
    date: { page: 1, corner: 'top-right', x: 20, y: 50 },
    block: { page: pages, corner: 'bottom-right', x: 20, y: 32 },
  };
}
