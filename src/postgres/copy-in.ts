import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Fault } from '../errors.ts';
import { copied, copyClient, listShapes, type SequenceState, type TableShape } from './copy-out.ts';

/**
 * Ids given after the copy was taken are known outside: in links of mails, in Redis as names of jobs, in the names of keys.
 * They are not given again to something else; gaps are harmless.
 */
const LEAP = 10_000;

export interface TablesToFill {
  tables: readonly TableShape[];
  sequences: readonly SequenceState[];
  /** The bytes that `copyOut` gave. */
  read(table: TableShape): Readable;
}

/**
 * Fills a database that has the schema and no office yet, all in one transaction: after a power failure it is as empty as
 * before. Foreign keys are taken off and put on again, which proves them, and triggers rest meanwhile: both are the owner's
 * right and need no superuser. `demandEmpty` looks with the tables locked and throws where there is something to lose.
 */
export async function fillTables(
  url: string,
  from: TablesToFill,
  demandEmpty: (count: (table: string) => Promise<number>) => Promise<void>,
): Promise<void> {
  const client = await copyClient(url);
  try {
    await client.query('BEGIN');
    const shapes = await listShapes(client);
    demandSameShapes(shapes, from.tables);
    const tables = shapes.map(({ name }) => client.escapeIdentifier(name)).join(', ');
    await client.query(`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`);
    await demandEmpty(async (table) => {
      const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${client.escapeIdentifier(table)}`);
      return Number(rows[0]?.n);
    });
    for (const { name } of shapes) {
      await client.query(`ALTER TABLE ${client.escapeIdentifier(name)} DISABLE TRIGGER USER`);
    }
    const references = await takeOffReferences(client);
    // What the migrations put in comes with the copy as the office left it.
    await client.query(`TRUNCATE ${tables}`);
    for (const table of from.tables) {
      await pipeline(from.read(table), client.query(copyFrom(`COPY ${copied(client, table)} FROM STDIN`)));
    }
    for (const { name, lastValue } of from.sequences) {
      const past = [client.escapeIdentifier(name), lastValue, LEAP];
      await client.query('SELECT setval($1::regclass, $2::bigint + $3::bigint)', past);
    }
    for (const statement of references) await client.query(statement);
    for (const { name } of shapes) {
      await client.query(`ALTER TABLE ${client.escapeIdentifier(name)} ENABLE TRIGGER USER`);
    }
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end().catch(() => {});
  }
}

/** Drops every foreign key; gives the statements that put them on again, under their names. */
async function takeOffReferences(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT r.relname AS "table", c.conname AS name, pg_get_constraintdef(c.oid) AS definition
     FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
     WHERE c.contype = 'f' AND r.relnamespace = current_schema()::regnamespace ORDER BY r.relname, c.conname`,
  );
  const on: string[] = [];
  for (const { table, name, definition } of rows) {
    const constraint = `ALTER TABLE ${client.escapeIdentifier(table)} %s CONSTRAINT ${client.escapeIdentifier(name)}`;
    await client.query(constraint.replace('%s', 'DROP'));
    on.push(`${constraint.replace('%s', 'ADD')} ${definition}`);
  }
  return on;
}

function demandSameShapes(here: readonly TableShape[], there: readonly TableShape[]): void {
  for (const { name, columns } of there) {
    const own = here.find((shape) => shape.name === name)?.columns ?? [];
    const strange = columns.filter((column) => !own.includes(column));
    if (own.length === 0 || strange.length > 0)
      throw new Fault(`the copy's table ${name} (${strange}) is not in this schema`);
  }
}
