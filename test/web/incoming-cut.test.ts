import { beforeAll, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';
import type { Client } from '../support/client.ts';
import { seedIncoming } from './incoming-office.ts';
import { signedIn, smallOffice } from './office.ts';

let app: TestApp;
let clerk: Client;
let head: Client;

beforeAll(async () => {
  app = await startApp();
  await smallOffice(app);
  clerk = await signedIn(app, 'made');
  head = await signedIn(app, 'siti');
});

const query = (text: string, ...values: unknown[]) => app.db.pool.query(text, values);
const items = async (count: number, state: string) =>
  query(
    `INSERT INTO intake (unit_id, origin, state, reason, submission_key, found, put_in_at, changed_at)
     SELECT u.id, 'desk', $2::text, CASE $2 WHEN 'put_aside' THEN jsonb_build_object('id', 'Iklan', 'en', 'Spam') END, $2 || '-key-' || n, '{}', now(), now()
     FROM unit u, generate_series(1, $1::int) n WHERE u.code = 'Disdik'`,
    count,
    state,
  );

it('says of a desk with more than it shows that there is more', async () => {
  await items(300, 'ready');
  expect((await clerk.get('/incoming')).html).not.toContain('Masih ada lagi');
  await items(1, 'waiting');
  expect((await clerk.get('/incoming')).html).toContain('Yang tampil 300 yang pertama. Masih ada lagi');
  await query('DELETE FROM intake');
});

it('turns what was put aside by pages', async () => {
  await items(301, 'put_aside');
  const first = await clerk.get('/incoming/aside');
  const [, older = ''] = /rel="next" href="([^"]+)"/.exec(first.html) ?? [];
  const second = await clerk.get(older);
  const count = (html: string) => html.match(/layang-list__item/g)?.length;
  expect([count(first.html), count(second.html)]).toEqual([300, 1]);
  expect(second.html).toContain('rel="prev" href="/incoming/aside"');
  await query('DELETE FROM intake');
});

it('says that others have a letter where a line has no room for them', async () => {
  const id = await seedIncoming(app, { senderName: 'Di banyak meja' });
  const hold = (count: number) =>
    query(
      `WITH p AS (INSERT INTO position (unit_id, name) SELECT u.id, 'Staf meja ' || n FROM unit u, generate_series(1, $2::int) n WHERE u.code = 'Disdik' RETURNING id)
       INSERT INTO holding (incoming_id, parent_id, sheet_id, position_id, responsible, state, since, state_since)
       SELECT $1, h.id, h.sheet_id, p.id, false, 'unread', now(), now() FROM p, holding h WHERE h.incoming_id = $1 AND h.parent_id IS NULL`,
      id,
      count,
    );
  // Only what a line shows is in question here, not how they came by it.
  await query('ALTER TABLE holding DISABLE TRIGGER USER, DROP CONSTRAINT holding_root');
  await hold(4);
  expect((await clerk.get('/incoming')).html).not.toContain('dan jabatan lain');
  await hold(1);
  expect((await clerk.get('/incoming')).html).toMatch(/Staf meja 4 dan jabatan lain/);
});

it('says that a letter was read more often than is listed', async () => {
  const id = await seedIncoming(app, { security: 'T' });
  await query(
    `INSERT INTO incoming_reading (incoming_id, person_id, capacity, what, at)
     SELECT $1, 1, 'Kepala', 'page', now() FROM generate_series(1, 201)`,
    id,
  );
  const { html } = await head.get(`/incoming/${id}`);
  expect(html).toContain('Yang tampil 200 yang terbaru');
});
