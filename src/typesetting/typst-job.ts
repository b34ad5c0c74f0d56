import { z } from 'zod';

/*
 * What the typesetter and its processes say to each other.
 */

export interface TypstSetting {
  workspace: string;
  fonts: string[];
  memoryMb: number;
}

export interface TypstJob {
  /** The template's name, `views/letters/<template>.typ`. */
  template: string;
  /** Typst in place of the template. */
  source: string | null;
  /** PNGs, found by the templates beside them under these names. */
  pictures: Readonly<Record<string, Uint8Array>>;
  /** JSON. */
  page: string;
  /** Seconds since 1970. */
  createdAt: number;
}

/** Names under which a job's own files lie beside the templates; nothing is written to disk. */
export const EMBLEM_FILE = 'emblem.png';
export const pictureFile = (place: number) => `picture-${place}.png`;
export const OWN_SOURCE_FILE = 'own-source.typ';

const Problem = z.object({ message: z.string(), file: z.string(), line: z.number().nullable() });
/** What Typst does not like: `file` without its folder, empty where it names none; `line` from 1. */
export type Problem = z.infer<typeof Problem>;

const Mark = z.object({
  value: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('signature'),
      page: z.number().int().positive(),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
    }),
    z.object({ kind: z.literal('page'), page: z.number().int().positive() }),
  ]),
});
/** Where the signature block stands (points from the top left), and each page that carries the sheet of letters. */
export type Mark = z.infer<typeof Mark>['value'];

export const TypstAnswer = z.union([
  z.object({ problems: z.array(Problem) }),
  z.object({
    pdf: z.custom<Uint8Array>(ArrayBuffer.isView),
    pages: z.number().int().positive(),
    marks: z.array(Mark).transform((marks) => marks.map(({ value }) => value)),
  }),
]);
export type TypstAnswer = z.infer<typeof TypstAnswer>;
