import { type Chunk, isSettled, mergeUnits } from './merge-units.ts';
import { joinUnits, textUnits } from './text-units.ts';

/** A draft as its form holds it: the values of each field by name. */
export type DraftForm = Readonly<Record<string, readonly string[]>>;

/** A field of the form as two persons' changes leave it. Rows of recipients are one field of several values a row. */
export interface MergedField {
  field: string;
  chunks: Chunk[];
}

const ROWS = ['recipients', 'copies'] as const;
const COLUMNS = ['name', 'address', 'email'] as const;

/**
 * The fields in which `mine` and `theirs` differ, put together from the form that both began with. `texts` are the fields that
 * hold structured text, which is told apart by its paragraphs; blanks at the ends and double ones tell nothing.
 */
export function mergeDraft(
  base: DraftForm,
  mine: DraftForm,
  theirs: DraftForm,
  texts: ReadonlySet<string>,
): MergedField[] {
  const names = [...new Set([base, mine, theirs].flatMap(Object.keys))].map(
    (name) => ROWS.find((row) => name.startsWith(`${row}.`)) ?? name,
  );
  return [...new Set(names)].flatMap((field): MergedField[] => {
    const [old, own, other] = [base, mine, theirs].map((form) => unitsOf(form, field, texts)) as [
      string[],
      string[],
      string[],
    ];
    return same(own, other) ? [] : [{ field, chunks: mergeUnits(old, own, other) }];
  });
}

export function isMerged({ chunks }: MergedField): boolean {
  return chunks.every(isSettled);
}

/** The form with a merged field in it; `choose` says which units stand where both had changed the same. */
export function withMerged(
  form: DraftForm,
  { field, chunks }: MergedField,
  choose: (chunk: { mine: string[]; theirs: string[] }, at: number) => readonly string[],
): DraftForm {
  const units = chunks.flatMap((chunk, at) => (isSettled(chunk) ? chunk.settled : choose(chunk, at)));
  const row = ROWS.find((known) => known === field);
  if (row === undefined) return { ...form, [field]: [joinUnits(units)] };
  const rows = units.map((unit) => JSON.parse(unit) as string[]);
  const columns = COLUMNS.map((column, at): [string, string[]] => [
    `${row}.${column}`,
    rows.map((one) => one[at] ?? ''),
  ]);
  return { ...form, ...Object.fromEntries(columns) };
}

/** A unit as somebody reads it who has to choose. */
export function unitText(field: string, unit: string): string {
  if (!ROWS.some((row) => row === field)) return unit;
  return (JSON.parse(unit) as string[]).filter((part) => part !== '').join(', ');
}

function unitsOf(form: DraftForm, field: string, texts: ReadonlySet<string>): string[] {
  if (ROWS.some((row) => row === field)) {
    return (form[`${field}.name`] ?? [])
      .map((_, at) => COLUMNS.map((column) => (form[`${field}.${column}`]?.[at] ?? '').replace(/\r\n?/gu, '\n').trim()))
      .filter((row) => row.some((part) => part !== ''))
      .map((row) => JSON.stringify(row));
  }
  const text = form[field]?.[0] ?? '';
  return texts.has(field) ? textUnits(text) : [text.normalize('NFC').replace(/\s+/gu, ' ').trim()];
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((unit, n) => unit === b[n]);
}
