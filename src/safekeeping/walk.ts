/** Rows in the order of a key that is never given again, a batch a question: no more than a batch is ever held. */
export async function* walk<Row, Key>(
  begin: Key,
  keyOf: (row: Row) => Key,
  list: (after: Key) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after = begin;
  for (;;) {
    const rows = await list(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = keyOf(last);
  }
}

/** Does `work` for each, `most` of them side by side, and gives the results in order. */
export async function sideBySide<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const one = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, one));
  return results;
}
