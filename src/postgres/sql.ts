/** A query with its parameters apart from its text, so that no value is ever part of the SQL. */
export class Query {
  constructor(
    readonly strings: readonly string[],
    readonly values: readonly unknown[],
  ) {}

  /** Numbered text and values as `pg` wants them; fragments used as values are inlined. */
  compile(): { text: string; values: unknown[] } {
    const values: unknown[] = [];
    const write = (query: Query): string =>
      query.strings.reduce((text, part, i) => {
        if (i === 0) return part;
        const value = query.values[i - 1];
        if (value instanceof Query) return text + write(value) + part;
        values.push(value);
        return `${text}$${values.length}${part}`;
      }, '');
    return { text: write(this), values };
  }
}

/** sql`SELECT … WHERE id = ${id}`: values become parameters, another `sql` fragment is inlined. */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Query {
  return new Query(strings, values);
}

/**
 * A parameter whose value no plan is made for. PostgreSQL plans a statement anew for each call as long as it thinks a plan for these
 * very values cheaper; of joins through many tables the planning costs several times what running them does. For statements that
 * run best in one way whoever asks, such as the parts of an inbox: their one plan is made once a connection.
 */
export function unseen(value: unknown, type: 'int' | 'int[]' | 'bigint' | 'bigint[]' | 'date' | 'timestamptz'): Query {
  return new Query(['(SELECT ', `::${type})::${type}`], [value]);
}

/** Fragments joined by a constant separator written in the code, never by text from outside. */
export function joinSql(fragments: readonly Query[], separator: ', ' | ' AND ' | ' OR '): Query {
  if (fragments.length === 0) return new Query([''], []);
  return new Query(['', ...Array(fragments.length - 1).fill(separator), ''], fragments);
}
