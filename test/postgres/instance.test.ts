import { z } from 'zod';
import { type Database, openDatabase } from '../../src/postgres/database.ts';
import { instanceLives, openInstance } from '../../src/postgres/instance.ts';
import { sql } from '../../src/postgres/sql.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
let url: string;
beforeAll(async () => {
  ({ db, url } = await testDatabase());
});

test('a process lives in the database from its first number until it closes', async () => {
  const instance = openInstance(db);
  const number = await instance.number();
  expect(await instance.number()).toBe(number);
  expect(await instanceLives(db, number)).toBe(true);
  expect(await instanceLives(db, number + 1)).toBe(false);
  await instance.close();
  expect(await instanceLives(db, number)).toBe(false);
});

test('a process whose connection was cut gets another number, and its old one is free to be taken over', async () => {
  const instance = openInstance(db);
  const number = await instance.number();
  await db.many(
    z.unknown(),
    sql`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = ${number}::oid`,
  );
  while (await instanceLives(db, number));
  while ((await instance.number()) === number) await new Promise((resolve) => setImmediate(resolve));
  expect(await instanceLives(db, await instance.number())).toBe(true);
  await instance.close();
});

test('a server that ends while a process lets go of it does not take that process with it', async () => {
  const connections: { emit(event: 'error', error: Error): boolean }[] = [];
  db.pool.on('acquire', (client) => connections.push(client));
  const instance = openInstance(db);
  await instance.number();
  await instance.close();
  // What the server still says on a connection that is being closed.
  for (const connection of connections) connection.emit('error', new Error('terminating connection'));
  await instance.close();
});

test('a process that could not reach the database gets its number when it can', async () => {
  const { name } = await db.one(z.object({ name: z.string() }), sql`SELECT current_database() AS name`);
  const late = openDatabase(url);
  const instance = openInstance(late);
  try {
    await db.pool.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    await expect(instance.number()).rejects.toMatchObject({ code: '53300' });
    await db.pool.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    expect(await instanceLives(db, await instance.number())).toBe(true);
  } finally {
    await instance.close();
    await late.close();
  }
});
