import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openBenchFolder } from '../../src/bench/office/bench-folder.ts';
import { benchOffice } from '../../src/bench/office/bench-office.ts';
import { parseFrozen } from '../../src/letters/frozen-content.ts';
import { type Database, openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { listGaps } from '../../src/registers/register-lines-store.ts';
import { checkHandovers } from '../../src/safekeeping/check-handovers.ts';
import { checkIncoming } from '../../src/safekeeping/check-incoming.ts';
import { commitContent, parseContent } from '../../src/seal/content.ts';
import { isToken } from '../../src/seal/token.ts';
import { countLiveSteps, listMisplacedSteps } from '../approvals/live-steps.ts';

const LETTERS = 400;

describe('an office of the bench', () => {
  let folder = '';
  let db: Database;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'layang-bench-test-'));
    const opened = await openBenchFolder(folder);
    const { environment } = await benchOffice(opened, LETTERS, () => {}, 2);
    db = openDatabase(environment.DATABASE_URL, { max: 1 });
    stop = () => opened.server.stop();
  });
  afterAll(async () => {
    await db.close();
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('counts its registers without a gap, and refers to nothing that is not there', async () => {
    expect(await listGaps(db)).toEqual([]);
    // Written past the foreign keys: each is put on anew, which proves it.
    const keys = await db.many(
      z.object({ table: z.string(), name: z.string(), definition: z.string() }),
      sql`SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
          FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT condeferrable`,
    );
    for (const { table, name, definition } of keys) {
      await db.pool.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}, ADD CONSTRAINT ${name} ${definition}`);
    }
  });

  it('holds letters in every state, whose frozen texts, seals’ commitments and codes are well made', async () => {
    const states = await db.many(
      z.object({ state: z.string() }),
      sql`SELECT DISTINCT state FROM letter WHERE id > 1000 ORDER BY state`,
    );
    expect(states.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['awaiting_signature', 'draft', 'in_approval', 'issued']),
    );
    const issued = await db.many(
      z.object({
        token: z.string(),
        content: z.string(),
        salt: z.instanceof(Buffer),
        contentCommit: z.instanceof(Buffer),
        frozen: z.string(),
      }),
      sql`SELECT a.token, a.content, a.salt, a.content_commit, v.content AS frozen FROM signing_act a JOIN letter_version v ON v.id = a.version_id
          WHERE a.letter_id > 1000 ORDER BY a.id LIMIT 20`,
    );
    expect(issued).toHaveLength(20);
    for (const { token, content, salt, contentCommit, frozen } of issued) {
      expect(isToken(token)).toBe(true);
      expect(commitContent(salt, parseContent(content)).equals(contentCommit)).toBe(true);
      expect(parseFrozen(frozen).subject).toBe(parseContent(content).subject);
    }
  });

  it('counts its incoming letters as the acts would have, and goes on with a week of them', async () => {
    const findings = [];
    for await (const each of checkIncoming({ db })) findings.push(each);
    for await (const each of checkHandovers({ db })) findings.push(each);
    expect(findings).toEqual([]);
    const states = await db.many(
      z.object({ state: z.string() }),
      sql`SELECT DISTINCT state FROM holding ORDER BY state`,
    );
    expect(states.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['done', 'forwarded', 'passed_on', 'read', 'reported', 'unread']),
    );
    // What is passed on waits for somebody below, or it would have been reported or done by itself.
    const stuck = await db.many(
      z.object({ id: z.number() }),
      sql`SELECT h.id FROM holding h WHERE h.state IN ('forwarded', 'passed_on')
            AND NOT EXISTS (SELECT FROM holding c WHERE c.parent_id = h.id AND c.state NOT IN ('done', 'cancelled'))`,
    );
    expect(stuck).toEqual([]);
    const { made, registered } = await db.one(
      z.object({ made: z.number(), registered: z.number() }),
      sql`SELECT count(*) FILTER (WHERE id > 1000)::int AS made, count(*) FILTER (WHERE submission_key LIKE 'bench-week-%')::int AS registered FROM incoming`,
    );
    expect({ made, registered }).toEqual({ made: LETTERS + registered, registered: LETTERS / 20 });
  });

  it('keeps what goes round where an inbox looks for it', async () => {
    expect(await listMisplacedSteps(db)).toEqual([]);
    expect(await countLiveSteps(db)).toBeGreaterThan(0);
  });

  it('is never made in a folder that somebody else filled', async () => {
    const other = await mkdtemp(join(tmpdir(), 'layang-bench-test-'));
    await writeFile(join(other, 'office.txt'), 'an office');
    await expect(openBenchFolder(other)).rejects.toThrow(/not made by the bench/);
    await rm(other, { recursive: true, force: true });
  });
});
