import { once } from 'node:events';
import { z } from 'zod';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { sql } from '../../src/postgres/sql.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { type Child, startChild } from '../support/child.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

const signer = new URL('./dying-signer.ts', import.meta.url);
const passphrase = demoPassphrase('kadisdik');
let world: SigningWorld;
beforeAll(async () => {
  world = await signingWorld();
});

const facts = z.object({
  state: z.string(),
  numbers: z.array(z.string()),
  unfinished: z.number(),
  issues: z.number(),
  entries: z.number(),
  signatures: z.number(),
  signed: z.number(),
});

function factsOf(letterId: number) {
  return world.layang.db.one(
    facts,
    sql`SELECT l.state,
          ARRAY(SELECT state FROM letter_number n WHERE n.letter_id = l.id ORDER BY n.id) AS numbers,
          (SELECT count(*) FROM signing_act a WHERE a.letter_id = l.id AND a.state IN ('open', 'signed')) AS unfinished,
          (SELECT count(*) FROM issue i WHERE i.letter_id = l.id) AS issues,
          (SELECT count(*) FROM log_entry e WHERE e.letter_id = l.id) AS entries,
          (SELECT count(*) FROM signature s WHERE s.letter_id = l.id) AS signatures,
          (SELECT count(*) FROM decision d WHERE d.letter_id = l.id AND d.outcome = 'signed') AS signed
        FROM letter l WHERE l.id = ${letterId}`,
  );
}

const ISSUED = { state: 'issued', numbers: ['issued'], unfinished: 0, issues: 1, entries: 1, signatures: 1, signed: 1 };
const WAITING = { state: 'awaiting_signature', unfinished: 0, issues: 0, entries: 0, signatures: 0, signed: 0 };

async function demandIssuedWhole(letterId: number): Promise<void> {
  const { documentSha256 } = await world.layang.db.one(
    z.object({ documentSha256: z.instanceof(Buffer) }),
    sql`SELECT document_sha256 FROM issue WHERE letter_id = ${letterId}`,
  );
  const { rootCa } = await world.layang.issuedFacts(letterId);
  const pdf = await world.layang.documents.read(documentSha256);
  expect(verifyPdf(pdf, { anchors: [rootCa] }).intactAndTrusted).toBe(true);
}

let warmed = 0;
/** A process that has everything open and waits for its letter; the server knows its connections by `name`. */
function warm(): { child: Child; name: string } {
  warmed += 1;
  const name = `dying-${warmed}`;
  const url = `${world.databaseUrl}?application_name=${name}`;
  const args = [url, world.config.dataDir, String(world.chief.personId)];
  return { child: startChild(signer, args, { stdin: 'pipe' }), name };
}

/** What a dead process had sent is still carried out: the state is at rest when the server has noticed the death. */
async function serverHasNoticed(name: string): Promise<void> {
  const count = z.object({ left: z.number() });
  for (let left = 1; left > 0; ) {
    const sessions = sql`SELECT count(*) AS left FROM pg_stat_activity WHERE application_name = ${name}`;
    ({ left } = await world.layang.db.one(count, sessions));
  }
}

test.each([
  { when: 'after everything that the act leaves behind', amid: false },
  { when: 'amid each statement and each file operation that writes', amid: true },
])('killed $when, the letter is issued once and whole, or waits with its number kept', async ({ amid }) => {
  const ends = { issued: 0, completed: 0, waiting: 0 };
  let next = warm();
  let ended = false;
  for (let dieAt = 1; !ended; dieAt++) {
    const { child, name } = next;
    await child.says('ready');
    next = warm();
    const letter = await letterToSign(world);
    const order = { letterId: letter.letterId, versionSha256: letter.versionSha256.toString('hex'), dieAt, amid };
    child.process.stdin?.write(`${JSON.stringify(order)}\n`);
    ended = await Promise.race([
      once(child.process, 'exit').then(() => false),
      child.says('done').then(
        () => true,
        () => false,
      ),
    ]);
    await child.kill();

    await serverHasNoticed(name);
    const before = await factsOf(letter.letterId);
    const recovered = await world.layang.recoverActs();
    const after = await factsOf(letter.letterId);
    if (after.state === 'issued') {
      expect(after).toEqual(ISSUED);
      await demandIssuedWhole(letter.letterId);
      ends[before.state === 'issued' ? 'issued' : 'completed'] += 1;
      continue;
    }
    expect(after).toMatchObject(WAITING);
    expect(after.numbers.length === 0 || after.numbers.toString() === 'reserved').toBe(true);
    expect(recovered).toEqual(before.unfinished === 0 ? [] : [{ letterId: letter.letterId, outcome: 'given-up' }]);
    ends.waiting += 1;
    // The signatory tries again: the same number if there was one, and the letter is issued.
    await world.layang.signLetter({ actor: world.chief, ...letter, passphrase });
    expect(await factsOf(letter.letterId)).toEqual(ISSUED);
  }
  await next.child.kill();
  expect(ends.waiting).toBeGreaterThan(amid ? 3 : 7);
  expect(ends.completed).toBeGreaterThan(0);
  expect(ends.issued).toBeGreaterThan(0);
  const { counted, rows } = await world.layang.db.one(
    z.object({ counted: z.number(), rows: z.number() }),
    sql`SELECT coalesce(sum(last), 0) AS counted, (SELECT count(*) FROM letter_number) AS rows FROM register_counter`,
  );
  expect(rows).toBe(counted);
});
