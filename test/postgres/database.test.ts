import { z } from 'zod';
import { type Database, openDatabase } from '../../src/postgres/database.ts';
import { joinSql, sql } from '../../src/postgres/sql.ts';
import { testDatabase } from '../support/database.ts';

const count = z.object({ count: z.number() });
const unit = z.object({ code: z.string(), parentId: z.number().nullable() });

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
beforeEach(async () => {
  await db.run(sql`DELETE FROM unit`);
});

test('every test database has the current schema and is a database of its own', async () => {
  const [first, second] = await Promise.all([testDatabase(), testDatabase()]);
  await first.db.run(sql`INSERT INTO unit (code, name) VALUES ('X', 'Dinas X')`);
  expect(await first.db.one(count, sql`SELECT count(*) FROM unit`)).toEqual({ count: 1 });
  expect(await second.db.one(count, sql`SELECT count(*) FROM unit`)).toEqual({ count: 0 });
});

test('values are parameters, whatever stands in them', async () => {
  const code = "'; DROP TABLE unit; --";
  await db.run(sql`INSERT INTO unit (code, name) VALUES (${code}, ${'$1'})`);
  expect(await db.one(unit, sql`SELECT code, parent_id FROM unit WHERE code = ${code}`)).toEqual({
    code,
    parentId: null,
  });
});

test('fragments are put together with their parameters in order', async () => {
  const conditions = [sql`code = ${'A'}`, sql`name = ${'Dinas A'}`, sql`parent_id IS NULL`];
  const query = sql`SELECT code, parent_id FROM unit WHERE ${joinSql(conditions, ' AND ')} LIMIT ${1}`;
  expect(query.compile()).toEqual({
    text: 'SELECT code, parent_id FROM unit WHERE code = $1 AND name = $2 AND parent_id IS NULL LIMIT $3',
    values: ['A', 'Dinas A', 1],
  });
  await db.run(sql`INSERT INTO unit (code, name) VALUES (${'A'}, ${'Dinas A'})`);
  expect(await db.many(unit, query)).toHaveLength(1);
  expect(joinSql([], ', ').compile()).toEqual({ text: '', values: [] });
});

test('columns arrive as the types that the rooms agreed on', async () => {
  const row = z.object({
    big: z.number(),
    day: z.string(),
    at: z.date(),
    bytes: z.custom<Buffer>(Buffer.isBuffer),
    words: z.array(z.string()),
  });
  const found = await db.one(
    row,
    sql`SELECT 9007199254740991::int8 AS big, DATE '2026-01-31' AS day, TIMESTAMPTZ '2026-01-31T23:30:00+07' AS at,
               '\\x0102'::bytea AS bytes, ARRAY['Plt.'] AS words`,
  );
  expect(found).toEqual({
    big: 9_007_199_254_740_991,
    day: '2026-01-31',
    at: new Date('2026-01-31T16:30:00Z'),
    bytes: Buffer.from([1, 2]),
    words: ['Plt.'],
  });
  await expect(db.one(z.unknown(), sql`SELECT 9007199254740992::int8 AS big`)).rejects.toThrow('beyond a safe integer');
});

test('the number of rows is what was asked for, or it is a fault', async () => {
  await db.run(sql`INSERT INTO unit (code, name) VALUES ('A', 'A'), ('B', 'B')`);
  const all = sql`SELECT code, parent_id FROM unit ORDER BY code`;
  expect(await db.many(unit, all)).toHaveLength(2);
  await expect(db.maybe(unit, all)).rejects.toThrow('at most one row, got 2');
  await expect(db.one(unit, all)).rejects.toThrow('expected one row, got 2');
  expect(await db.maybe(unit, sql`SELECT code, parent_id FROM unit WHERE code = 'C'`)).toBeUndefined();
  expect(await db.run(sql`UPDATE unit SET name = 'C'`)).toBe(2);
});

test('a row that is not what its schema says is never handed on', async () => {
  await expect(db.one(z.object({ n: z.string() }), sql`SELECT 1 AS n`)).rejects.toThrow();
});

test('a transaction that throws leaves nothing behind', async () => {
  const failing = db.transaction(async (tx) => {
    await tx.run(sql`INSERT INTO unit (code, name) VALUES ('T', 'T')`);
    throw new Error('on the way');
  });
  await expect(failing).rejects.toThrow('on the way');
  expect(await db.one(count, sql`SELECT count(*) FROM unit`)).toEqual({ count: 0 });
});

test('a transaction whose failed statement was passed over says that it stored nothing', async () => {
  const { db } = await testDatabase();
  const passedOver = db.transaction(async (tx) => {
    await tx.run(sql`CREATE TABLE kept (n integer)`);
    await tx.run(sql`SELECT 1 / 0`).catch(() => {});
  });
  await expect(passedOver).rejects.toThrow('not committed');
});

test('a connection that dies inside a transaction is a failed transaction, and the next one gets another', async () => {
  const pid = z.object({ pid: z.number() });
  const dying = db.transaction(async (tx) => {
    const own = await tx.one(pid, sql`SELECT pg_backend_pid() AS pid`);
    await tx.run(sql`INSERT INTO unit (code, name) VALUES ('T', 'T')`);
    await db.run(sql`SELECT pg_terminate_backend(${own.pid})`);
    // The end of the connection arrives while nothing is being asked of it.
    while ((await db.many(pid, sql`SELECT pid FROM pg_stat_activity WHERE pid = ${own.pid}`)).length > 0);
    await new Promise((resolve) => setImmediate(resolve));
    await tx.run(sql`INSERT INTO unit (code, name) VALUES ('U', 'U')`);
  });
  await expect(dying).rejects.toThrow();
  await db.transaction(async (tx) => {
    expect(await tx.one(count, sql`SELECT count(*) FROM unit`)).toEqual({ count: 0 });
  });
});

test('rows are read alike whatever the server of an office is set to', async () => {
  const { url, db } = await testDatabase();
  const { name } = await db.one(z.object({ name: z.string() }), sql`SELECT current_database() AS name`);
  for (const setting of [
    `datestyle = 'SQL, DMY'`,
    `timezone = 'Asia/Jayapura'`,
    `bytea_output = 'escape'`,
    `default_transaction_isolation = 'serializable'`,
  ])
    await db.pool.query(`ALTER DATABASE ${name} SET ${setting}`);
  const again = openDatabase(url);
  try {
    const row = z.object({
      at: z.date(),
      day: z.string(),
      bytes: z.custom<Buffer>(Buffer.isBuffer),
      isolation: z.string(),
    });
    expect(
      await again.one(
        row,
        sql`SELECT '2026-11-22T03:04:05+09'::timestamptz AS at, '2026-11-22'::date AS day, '\\xff00'::bytea AS bytes,
          current_setting('transaction_isolation') AS isolation`,
      ),
    ).toEqual({
      at: new Date('2026-11-21T18:04:05Z'),
      day: '2026-11-22',
      bytes: Buffer.from('ff00', 'hex'),
      isolation: 'read committed',
    });
  } finally {
    await again.close();
  }
});
