import { mkdtempSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { countJobs } from '../../src/jobs/job-figures-store.ts';
import { queueMail } from '../../src/mail/queue-mail.ts';
import { sql } from '../../src/postgres/sql.ts';
import { letterToSign, signingWorld } from '../issuing/signing-world.ts';
import { openPostOffice } from '../mail/mail-room.ts';
import { type Child, startChild } from '../support/child.ts';
import { testDatabase } from '../support/database.ts';
import { judged } from '../support/judge.ts';
import { freePort, startRedis } from '../support/redis-server.ts';
import { samplePdf } from '../uploads/sample-files.ts';

const cli = new URL('../../src/cli.ts', import.meta.url);

function startWorker(settings: Record<string, string>): Child {
  const named = Object.entries({ LOG_LEVEL: 'warn', ...settings }).map(([name, value]) => `${name}=${value}`);
  return startChild(cli, ['worker'], { through: ['env', ...named] });
}

judged(
  ['redis-server'],
  'workers killed while they prepare a file and send a mail, Redis emptied meanwhile: everything is done once',
  async () => {
    const world = await signingWorld();
    const { layang, chief, config, databaseUrl } = world;
    const { db } = layang;
    const redis = await startRedis();
    const post = await openPostOffice({ hideSTARTTLS: true });
    const settings = {
      DATABASE_URL: databaseUrl,
      DATA_DIR: config.dataDir,
      REDIS_URL: redis.url,
      SMTP_URL: post.url,
      MAIL_FROM: 'Layang <surat@kab.example>',
    };
    let holding = true;
    post.onTaken = () => (holding ? new Promise(() => {}) : undefined);

    const workers = [startWorker(settings), startWorker(settings)];
    for (const worker of workers) await worker.says('Jobs are running');
    const draft = await layang.letters.createLetter(chief, { kind: 'surat-dinas' });
    const brought = join(tmpdir(), `layang-killed-${process.pid}.pdf`);
    const pdf = await samplePdf({ pages: 40 });
    await writeFile(brought, pdf);
    const file = { path: brought, name: 'surat.pdf', size: pdf.length };
    const uploadId = await layang.letterUploads.receive(chief, draft, 'letter', file);
    const letter = await letterToSign(world);
    await layang.signLetter({ actor: chief, ...letter, passphrase: demoPassphrase('kadisdik') });
    await db.transaction(async (tx) => {
      for (let n = 0; n < 5; n++) {
        const mail = { to: { address: `camat${n}@kec.example` }, subject: `Surat ${n}`, text: 'Isi.' };
        await queueMail(tx, mail, new Date());
      }
    });

    // Both die at work: the one that has the file in hand, and whoever has given a mail away and not heard of it yet.
    const running = z.object({ name: z.string() });
    const atWork = async (name: string) =>
      (await db.many(running, sql`SELECT name FROM job WHERE state = 'running' AND name = ${name}`)).length > 0;
    while (!(await atWork('prepare-upload')) && !(await isReady())) await pause(5);
    await workers[0]?.kill();
    await redis.flush();
    while (post.taken.length === 0 || !(await atWork('send-mail'))) await pause(5);
    await workers[1]?.kill();
    holding = false;
    await redis.flush();
    const last = startWorker(settings);
    await last.says('Jobs are running');
    const open = sql`SELECT name FROM job WHERE state <> 'done' AND (key IS NULL OR key NOT LIKE 'every:%')`;
    while ((await db.many(running, open)).length > 0) await pause(50);

    async function isReady(): Promise<boolean> {
      return (await layang.letterUploads.list(chief, draft)).some(
        ({ id, state }) => id === uploadId && state === 'ready',
      );
    }
    expect(await isReady()).toBe(true);
    const mails = z.object({ state: z.string(), count: z.number() });
    expect(await db.many(mails, sql`SELECT state, count(*)::int AS count FROM mail GROUP BY state`)).toEqual([
      { state: 'sent', count: 5 },
    ]);
    // What was given away and not written down comes once more as the same message; nothing else does.
    expect(new Set(post.taken.map(({ mail }) => mail.messageId)).size).toBe(5);
    expect(await redis.contents()).not.toMatch(/kec\.example|Surat|Isi/);
    expect(await countJobs(db, new Date())).toMatchObject({ refused: 0, failed: 0 });
    await last.kill('SIGTERM');
    expect(last.process.exitCode).toBe(0);
    await post.close();
    await rm(brought, { force: true });
  },
);

judged(
  ['redis-server'],
  'a worker does not start beside a Redis that refuses it; it says why, without the password',
  async () => {
    const { url } = await testDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'layang-refused-'));
    const redis = await startRedis({ password: 'benar' });
    const settings = { DATABASE_URL: url, DATA_DIR: folder, LANG: 'id_ID.UTF-8' };
    const wrong = startWorker({ ...settings, REDIS_URL: `redis://:keliru@127.0.0.1:${redis.port}` });
    const nobody = startWorker({ ...settings, REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    await wrong.says('akun atau kata sandinya ditolak');
    await nobody.says('tidak menjawab');
    for (const { process, output } of [wrong, nobody]) {
      while (process.exitCode === null) await pause(10);
      expect(process.exitCode).toBe(1);
      expect(output()).not.toMatch(/keliru|Pekerjaan latar berjalan/);
    }
    rmSync(folder, { recursive: true });
  },
);
