import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/postgres/database.ts';

const template = process.env.LAYANG_TEST_DATABASE ?? '';
// Read by environment.ts, after every afterAll of the test file.
const closeLast: (() => Promise<void>)[] = [];
Object.assign(globalThis, { closeLast });

/** A fresh database with the current schema, closed and dropped after the test file. */
export async function testDatabase(options: { max?: number } = {}): Promise<{ db: Database; url: string }> {
  return await makeDatabase('TEMPLATE layang', options);
}

/** The same without any table, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<{ db: Database; url: string }> {
  return await makeDatabase('', {});
}

async function makeDatabase(how: string, options: { max?: number }): Promise<{ db: Database; url: string }> {
  const name = `t_${process.pid}_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} ${how}`);
  const url = withDatabase(name);
  const db = openDatabase(url, options);
  closeLast.push(async () => {
    if (!db.pool.ended) await db.close();
    await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return { db, url };
}

function withDatabase(name: string): string {
  const url = new URL(template);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
