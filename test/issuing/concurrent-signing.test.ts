import { z } from 'zod';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { sql } from '../../src/postgres/sql.ts';
import { startChild } from '../support/child.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

const passphrase = demoPassphrase('kadisdik');
const crowd = new URL('./dying-crowd.ts', import.meta.url);
let world: SigningWorld;

beforeEach(async () => {
  world = await signingWorld({ pool: 10 });
});

/** A short letter: what is tried here is the crowd, not the typesetting. */
async function lettersToSign(count: number) {
  const letters = [];
  for (let i = 0; i < count; i++)
    letters.push(await letterToSign(world, { copies: [], sections: { isi: `Surat ke-${i}.` } }));
  return letters;
}

const rows = z.object({ number: z.number(), state: z.string(), letterState: z.string(), issued: z.boolean() });

async function register() {
  const list = await world.layang.db.many(
    rows,
    sql`SELECT n.number, n.state, l.state AS letter_state, i.letter_id IS NOT NULL AS issued
        FROM letter_number n JOIN letter l ON l.id = n.letter_id LEFT JOIN issue i ON i.number_id = n.id ORDER BY n.number`,
  );
  const { last } = await world.layang.db.one(z.object({ last: z.number() }), sql`SELECT last FROM register_counter`);
  return { list, last };
}

function demandAccounted({ list, last }: Awaited<ReturnType<typeof register>>): void {
  expect(list.map(({ number }) => number)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
  for (const { state, letterState, issued } of list) {
    expect({ state, letterState, issued }).toEqual(
      issued
        ? { state: 'issued', letterState: 'issued', issued }
        : { state: 'reserved', letterState: 'awaiting_signature', issued },
    );
  }
}

test('200 signing requests at once over ten connections issue 200 letters with the numbers 1 to 200', async () => {
  const letters = await lettersToSign(200);
  await Promise.all(letters.map((letter) => world.layang.signLetter({ actor: world.chief, ...letter, passphrase })));
  const found = await register();
  demandAccounted(found);
  expect(found.last).toBe(200);
  expect(found.list.every(({ issued }) => issued)).toBe(true);
});

test('killed in the middle of a crowd, every number is issued or kept for its letter, and the rest is signed later', async () => {
  const letters = await lettersToSign(60);
  const { databaseUrl, config, chief, layang } = world;
  const child = startChild(crowd, [databaseUrl, config.dataDir, String(chief.personId)], { stdin: 'pipe' });
  await child.says('ready');
  child.process.stdin?.write(
    `${JSON.stringify(letters.map(({ letterId, versionSha256 }) => ({ letterId, versionSha256: versionSha256.toString('hex') })))}\n`,
  );
  await child.says('issued 20');
  await child.kill();

  await layang.recoverActs();
  const after = await register();
  demandAccounted(after);
  const issued = after.list.filter((row) => row.issued).length;
  expect(issued).toBeGreaterThanOrEqual(20);

  const waiting = await layang.db.many(
    z.object({ id: z.number() }),
    sql`SELECT id FROM letter WHERE state = 'awaiting_signature'`,
  );
  expect(waiting).toHaveLength(60 - issued);
  const rest = letters.filter(({ letterId }) => waiting.some(({ id }) => id === letterId));
  await Promise.all(rest.map((letter) => layang.signLetter({ actor: chief, ...letter, passphrase })));
  const end = await register();
  demandAccounted(end);
  expect(end).toMatchObject({ last: 60 });
  expect(end.list.every((row) => row.issued)).toBe(true);
});
