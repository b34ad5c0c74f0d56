import type pg from 'pg';
import { testDatabase } from '../support/database.ts';
import { makeOneOfEverything } from './one-row.ts';

let client: pg.Client;
beforeAll(async () => {
  client = await makeOneOfEverything((await testDatabase()).url);
});
afterAll(async () => await client.end());

const refused = { code: '23000', message: expect.stringMatching(/is written once|keeps every number/) };

describe.each([
  'document',
  'letter_version',
  'approval_step',
  'decision',
  'signature',
  'issue',
  'log_entry',
  'trust_version',
  'directory_version',
  'letter_number',
])('a row of %s', (table) => {
  test('is there', async () => {
    expect((await client.query(`SELECT 1 FROM ${table}`)).rowCount).toBe(1);
  });

  test('cannot be changed in any column', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attidentity = ''`,
      [table],
    );
    for (const { name } of rows) {
      await expect(client.query(`UPDATE ${table} SET ${name} = ${name}`)).rejects.toMatchObject(refused);
    }
  });

  test('cannot be deleted', async () => {
    await expect(client.query(`DELETE FROM ${table}`)).rejects.toMatchObject(refused);
  });

  test('cannot go with the whole table', async () => {
    await expect(client.query(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject({ code: '23000' });
  });

  test('is still there', async () => {
    expect((await client.query(`SELECT 1 FROM ${table}`)).rowCount).toBe(1);
  });
});

test('an entry of the log takes its place once and keeps its bytes', async () => {
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO log_entry (kind, entry, queued_at) VALUES ('KEYS', '\\x01', now()) RETURNING id",
  );
  const id = rows[0]?.id;
  await expect(
    client.query("UPDATE log_entry SET log_index = 5, entry = '\\x02' WHERE id = $1", [id]),
  ).rejects.toMatchObject(refused);
  await client.query('UPDATE log_entry SET log_index = 5 WHERE id = $1', [id]);
  await expect(client.query('UPDATE log_entry SET log_index = 6 WHERE id = $1', [id])).rejects.toMatchObject(refused);
});
