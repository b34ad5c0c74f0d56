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
  'chain_template_version',
  'version_chain',
  'signature',
  'issue',
  'log_entry',
  'trust_version',
  'directory_version',
  'letter_number',
  'letter_status',
  'account_event',
  'account_event_read',
  'version_recipient',
  'delivery_event',
])('a row of %s', (table) => {
  test('is there', async () => {
    expect((await client.query(`SELECT 1 FROM ${table}`)).rowCount).toBe(1);
  });

  test('cannot be changed in any column', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attidentity = '' AND attgenerated = ''`,
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

test('a status of a letter takes its place in the log once, keeps what it says, and its history never forks', async () => {
  const first = (await client.query('SELECT * FROM letter_status')).rows[0];
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO letter_status (letter_id, prev_id, code, reason, person_id, appointment_id, capacity, authority, at)
     SELECT letter_id, id, 'restored', reason, person_id, appointment_id, capacity, authority, at FROM letter_status RETURNING id`,
  );
  const id = rows[0]?.id;
  const change = (what: string) => client.query(`UPDATE letter_status SET ${what} WHERE id = $1`, [id]);
  await expect(change("log_index = 5, code = 'recalled'")).rejects.toMatchObject(refused);
  await expect(change('log_index = NULL')).rejects.toMatchObject(refused);
  await change('log_index = 5');
  await expect(change('log_index = 6')).rejects.toMatchObject(refused);
  const again = (prev: string | null, code: string) =>
    client.query(
      `INSERT INTO letter_status (letter_id, prev_id, code, reason, person_id, appointment_id, capacity, authority, at)
       VALUES ($1, $2, $3, 1, $4, $5, 'x', 'x', now())`,
      [first.letter_id, prev, code, first.person_id, first.appointment_id],
    );
  await expect(again(null, 'withdrawn')).rejects.toMatchObject({ constraint: 'letter_status_one_first' });
  await expect(again(first.id, 'restored')).rejects.toMatchObject({ constraint: 'letter_status_one_after' });
  await expect(again(id ?? '', 'superseded')).rejects.toMatchObject({ constraint: 'letter_status_other' });
});

test('a line of the handover book gets its outcome once and keeps its number', async () => {
  const { id } = (
    await client.query(
      "UPDATE expedition SET outcome = 'returned', note = 'x', recorded_by = sent_by, recorded_at = now() RETURNING id",
    )
  ).rows[0];
  await expect(client.query("UPDATE expedition SET note = 'y' WHERE id = $1", [id])).rejects.toMatchObject(refused);
  await expect(client.query('DELETE FROM expedition')).rejects.toMatchObject(refused);
  await expect(client.query('TRUNCATE expedition')).rejects.toMatchObject({ code: '23000' });
});

test.each([
  ['upload', "step = 'x', percent = 5", ["name = 'y'", 'received_length = 7', 'uploaded_at = now()']],
  ['delivery', "state = 'sent', channel = 'email', email = 'a@b.id'", ["name = 'y'", 'copy_number = 7', "part = 'cc'"]],
  ['delivery_status', 'told_at = now()', ['status_id = status_id + 1']],
  [
    'mail',
    'attempts = 1',
    ["to_address = 'y'", "subject = 'y'", "body = 'y'", "created_at = created_at - interval '1 day'"],
  ],
])('a row of %s moves on and keeps what it is about', async (table, moves, fixed) => {
  expect((await client.query(`UPDATE ${table} SET ${moves}`)).rowCount).toBe(1);
  for (const change of fixed) {
    await expect(client.query(`UPDATE ${table} SET ${change}`)).rejects.toMatchObject(refused);
  }
});

test.each(['upload', 'delivery', 'delivery_status'])('a row of %s stays', async (table) => {
  await expect(client.query(`DELETE FROM ${table}`)).rejects.toMatchObject(refused);
  await expect(client.query(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject({ code: '23000' });
});

test('what was made of a file, and that it was taken away, is written once', async () => {
  const ready = "state = 'ready', normalised_sha256 = received_sha256, pages = 1, facts = '{}'";
  await client.query(`UPDATE upload SET ${ready}`);
  for (const change of ['pages = 2', "facts = '[]'", "state = 'waiting'"]) {
    await expect(client.query(`UPDATE upload SET ${change}`)).rejects.toMatchObject(refused);
  }
  await client.query('UPDATE upload SET approved = true, removed_at = now()');
  await expect(client.query('UPDATE upload SET removed_at = NULL')).rejects.toMatchObject(refused);
});
