/**
 * Signs one letter in a process of its own and kills that process at its n-th step: a statement sent to the database or
 * an operation of the file system. `before` dies instead of the step, and counts the first step after each that left
 * something behind: a commit, a file. `amid` dies with the step sent and unanswered, and counts all that write, within a
 * transaction too; a question that nobody hears the answer to changes nothing.
 * Says `ready`, waits for the line that names letter and step, and says `done <steps>` when it comes to the end alive.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { createInterface } from 'node:readline';
import pg from 'pg';

let steps = 0;
let dieAt = Number.POSITIVE_INFINITY;
let amid = false;
/** Something was left behind since the last step that was counted. */
let left = true;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

function step<T>(work: () => T, { writes, leaves }: { writes: boolean; leaves: boolean }): T {
  const counts = amid ? writes : left;
  left = leaves || (left && !counts);
  if (!counts) return work();
  steps += 1;
  if (steps !== dieAt) return work();
  if (!amid) die();
  const begun = work();
  setImmediate(die);
  return begun;
}

/** Connections with a transaction: what they write is nothing until the commit. */
const open = new WeakSet<pg.Client>();
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function stepping(this: pg.Client, ...words: unknown[]) {
  const [first] = words as [string | { text: string }];
  const text = typeof first === 'string' ? first : first.text;
  if (/^\s*BEGIN/i.test(text)) open.add(this);
  if (/^\s*(COMMIT|ROLLBACK)/i.test(text)) open.delete(this);
  const writes = /^\s*(INSERT|UPDATE|DELETE|WITH|COMMIT)/i.test(text);
  return step(() => Reflect.apply(query, this, words), { writes, leaves: writes && !open.has(this) });
} as typeof query;
for (const name of ['open', 'link', 'rm', 'mkdir', 'utimes', 'readFile'] as const) {
  const original = fs[name] as (...words: unknown[]) => Promise<unknown>;
  const writes = name !== 'readFile';
  Object.assign(fs, { [name]: (...words: unknown[]) => step(() => original(...words), { writes, leaves: writes }) });
}
syncBuiltinESMExports();

// Loaded after the steps are counted, so that every module of the application gets the counting functions.
const { demoPassphrase } = await import('../../src/demo/regency.ts');
const { openChildLayang } = await import('./child-layang.ts');
const { layang, actor } = await openChildLayang({ pool: 3 });
process.stdout.write('ready\n');

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as { letterId: number; versionSha256: string; dieAt: number; amid: boolean };
  steps = 0;
  left = true;
  dieAt = order.dieAt;
  amid = order.amid;
  await layang.signLetter({
    actor,
    letterId: order.letterId,
    versionSha256: Buffer.from(order.versionSha256, 'hex'),
    passphrase: demoPassphrase('kadisdik'),
  });
  const taken = steps;
  dieAt = Number.POSITIVE_INFINITY;
  process.stdout.write(`done ${taken}\n`);
}
