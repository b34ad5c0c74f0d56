/** The first `most` of rows that were asked for with one more, and whether there was that one: a list that is cut says so. */
export function cut<T>(rows: readonly T[], most: number): { rows: T[]; more: boolean } {
  return { rows: rows.slice(0, most), more: rows.length > most };
}
