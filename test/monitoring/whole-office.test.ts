import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { type KeysWorld, keysWorld } from '../web/keys-world.ts';

let world: KeysWorld;
let figures: string;
const server = createServer((req, res) => world.layang.monitoring.listener(req, res));

beforeAll(async () => {
  world = await keysWorld();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  figures = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = async (address: string) => {
  const answer = await fetch(address, { headers: { connection: 'close' } });
  return { status: answer.status, text: await answer.text(), id: answer.headers.get('x-request-id') };
};

it('an office with its keys is ready, on both ports and under any name', async () => {
  for (const origin of [world.origin, figures]) {
    expect(await ask(`${origin}/healthz`)).toMatchObject({ status: 200, text: '{"alive":true}' });
    expect(await ask(`${origin}/readyz`)).toMatchObject({ status: 200, text: '{"ready":true,"missing":[]}' });
  }
});

it('the figures tell of requests by pattern, of signing, of what waits, and hold no address', async () => {
  const client = await world.signedIn('kadisdik');
  const number = await world.issue(demoPassphrase('kadisdik'));
  expect((await client.get('/letters/1')).status).toBe(200);
  const { status, text } = await ask(`${figures}/metrics`);
  expect(status).toBe(200);
  expect(text).toContain('layang_http_request_seconds_count{method="GET",route="/letters/:id",status="2xx"} 1');
  expect(text).toMatch(/layang_signing_seconds_count\{outcome="done"\} 1/);
  expect(text).toMatch(/layang_jobs\{job="[a-z-]+",state="waiting"\} \d/);
  expect(text).toContain('layang_ready 1');
  expect(text).toContain('layang_database_up 1');
  expect(text).toMatch(/layang_certificate_end_timestamp_seconds\{role="official"\} 1\.\d+e\+?9|\} 1\d{9}/);
  expect(text).toMatch(/layang_disk_free_bytes \d/);
  expect(text).not.toContain(number);
  expect(text).not.toContain('/letters/1');
  for (const line of text.split('\n'))
    expect(line).toMatch(/^(#.*|[a-z_]+(\{[^}]*\})? -?[0-9.e+-]+|\w+(\{[^}]*\})? Nan|)$/i);
});

it('every answer carries the id under which it stands in the log', async () => {
  expect((await ask(`${world.origin}/sign-in`)).id).toMatch(/^[0-9a-f-]{36}$/);
});
