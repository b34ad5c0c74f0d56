import dns, { type LookupAddress, type LookupAllOptions } from 'node:dns';
import { createServer } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { serverLimits } from '../../src/commands/listen.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { openPartnerLine } from '../../src/exchange/partner-line.ts';
import { openLog } from '../../src/log.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { wire } from '../../src/wiring.ts';

/**
 * An installation behind a proxy with TLS: its pages, its jobs, and on its input orders of the test. Names under `.test` lead to
 * this machine: the resolver is the outside world, everything else is as it ships.
 */
type Done = (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void;
const really = dns.lookup;
dns.lookup = ((name: string, options: LookupAllOptions, done: Done) =>
  name.endsWith('.test')
    ? done(null, [{ address: '127.0.0.1', family: 4 }])
    : really(name, options, done)) as typeof really;
syncBuiltinESMExports();

const Order = z.union([
  z.object({ befriend: z.string() }),
  z.object({ ask: z.string(), deadlineMs: z.number().optional(), send: z.number().optional() }),
]);

const [settings = '{}', port = '0'] = process.argv.slice(2);
const config = readConfig(JSON.parse(settings));
const kdf = openKdf({ settings: { name: 'argon2id', memory: 1024, passes: 1, lanes: 1 } });
const layang = await wire(config, openLog('silent'), systemClock, { kdf, pool: 5 });
const server = createServer(serverLimits, createApp(layang.web, openAssets()));
await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
layang.startJobs();
const line = openPartnerLine({ ownHost: config.host, networks: config.exchangeNetworks });
process.stdout.write('ready\n');

for await (const text of createInterface({ input: process.stdin })) {
  const order = Order.parse(JSON.parse(text));
  const answer = 'befriend' in order ? await befriend(order.befriend) : await ask(order);
  process.stdout.write(`${text} → ${JSON.stringify(answer)}\n`);
}

async function befriend(host: string) {
  const { partners } = layang.exchange;
  const admin = await actorNamed(layang, 'admin');
  const id = await partners.add(admin, host);
  const { partner } = await partners.get(admin, id);
  await partners.confirm(admin, id, partner.fingerprint.toString('hex'));
  return { id };
}

async function ask({
  ask: host,
  deadlineMs,
  send,
}: {
  ask: string;
  deadlineMs?: number | undefined;
  send?: number | undefined;
}) {
  const chunks = Array.from({ length: send ?? 0 }, () => Buffer.alloc(1024 * 1024));
  const reply = await line({
    ...{ host, path: '/_v1/trust', deadlineMs: deadlineMs ?? 60_000 },
    ...(send === undefined ? {} : { body: { type: 'text/plain', length: chunks.length * 1024 * 1024, chunks } }),
  });
  return 'problem' in reply ? reply : { status: reply.status };
}
