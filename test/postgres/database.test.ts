import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { testDatabase } from '../support/database.ts';

test('every test file gets a database of its own with the current schema', async () => {
  const [first, second] = await Promise.all([testDatabase(), testDatabase()]);
  await first.db.run(sql`INSERT INTO unit (code, name) VALUES ('X', 'Dinas X')`);
  const count = z.object({ count: z.number() });
  expect(await first.db.one(count, sql`SELECT count(*) FROM unit`)).toEqual({ count: 1 });
  expect(await second.db.one(count, sql`SELECT count(*) FROM unit`)).toEqual({ count: 0 });
});
