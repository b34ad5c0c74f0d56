import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { checkPiece, documentsStanding, isQuiet } from '../../src/documents/check-documents.ts';
import { type DocumentStore, openDocumentStore } from '../../src/documents/document-store.ts';
import { recordDocument } from '../../src/documents/documents-store.ts';
import { unreachable } from '../../src/documents/store-refusals.ts';
import type { Database } from '../../src/postgres/database.ts';
import { testDatabase } from '../support/database.ts';
import { newFolder } from './bucket-world.ts';

const hour = 3_600_000;
const night = new Date('2026-03-02T15:00:00Z');
const later = (hours: number) => new Date(night.getTime() + hours * hour);

let db: Database;
let documents: DocumentStore;
let said: string[];
let hashes: Buffer[];
const directory = newFolder();
const log = {
  warn: (_about: object, message: string) => void said.push(message),
  error: (_about: object, message: string) => void said.push(message),
};
const pathOf = (hash: Buffer) => {
  const hex = hash.toString('hex');
  return join(directory, hex.slice(0, 2), hex.slice(2, 4), hex);
};
const deps = () => ({ db, documents, log });
const whole = { ms: 60_000, quiet: true };

beforeAll(async () => {
  ({ db } = await testDatabase());
  documents = openDocumentStore(directory);
  hashes = [];
  for (let n = 0; n < 5; n++) {
    const stored = await documents.put(Buffer.from(`document ${n}`));
    await recordDocument(db, { ...stored, mediaType: 'application/pdf', at: night });
    hashes.push(stored.sha256);
  }
});
beforeEach(() => {
  said = [];
});

test('a walk reads every recorded document once a night and says when it began', async () => {
  expect(await documentsStanding(db)).toMatchObject({ allReadSince: undefined, underWay: undefined, findings: [] });
  expect(await checkPiece(deps(), night, whole)).toBe(true);
  expect(await documentsStanding(db)).toMatchObject({
    allReadSince: night,
    underWay: undefined,
    missing: 0,
    damaged: 0,
  });
  expect(await checkPiece(deps(), later(1), whole)).toBe(true);
  expect((await documentsStanding(db)).allReadSince).toEqual(night);
  expect(said).toEqual([]);
});

test('what is missing or damaged is found, told once, named, and forgotten when it is whole again', async () => {
  const [gone = Buffer.alloc(0), changed = Buffer.alloc(0)] = hashes;
  rmSync(pathOf(gone));
  chmodSync(pathOf(changed), 0o600);
  writeFileSync(pathOf(changed), 'something else');
  await checkPiece(deps(), later(24), whole);
  await checkPiece(deps(), later(48), whole);
  const standing = await documentsStanding(db);
  expect(standing).toMatchObject({ allReadSince: later(48), missing: 1, damaged: 1 });
  expect(standing.findings.map(({ sha256, finding }) => [sha256.toString('hex'), finding]).sort()).toEqual(
    [
      [gone.toString('hex'), 'missing'],
      [changed.toString('hex'), 'damaged'],
    ].sort(),
  );
  expect([...said].sort()).toEqual(['a document is damaged', 'a document is missing']);

  rmSync(pathOf(changed), { force: true });
  await documents.put(Buffer.from('document 0'));
  await documents.put(Buffer.from('document 1'));
  await checkPiece(deps(), later(49), whole);
  expect(await documentsStanding(db)).toMatchObject({ missing: 0, damaged: 0, findings: [] });
  expect(said.slice(2)).toEqual(['a document is whole again', 'a document is whole again']);
});

test('a walk through a large archive goes on where its last piece ended, and reads nothing twice', async () => {
  const read: string[] = [];
  const watched = {
    examine: async (hash: Uint8Array) => {
      read.push(Buffer.from(hash).toString('hex'));
      return await documents.examine(hash);
    },
  };
  let ended = false;
  for (let piece = 0; !ended && piece < 20; piece++) {
    ended = await checkPiece({ db, documents: watched, log }, later(72 + piece), { ms: 0, quiet: true });
    if (!ended)
      expect((await documentsStanding(db)).underWay).toMatchObject({ startedAt: later(72), documents: piece + 1 });
  }
  expect(ended).toBe(true);
  expect(read).toEqual(hashes.map((hash) => hash.toString('hex')).sort());
  expect((await documentsStanding(db)).allReadSince).toEqual(later(72));
});

test('a store that is away is no finding: the piece ends, and the next one goes on', async () => {
  const away = { examine: async () => Promise.reject(unreachable(new Error('away'))) };
  const piece = checkPiece({ db, documents: away, log }, later(120), whole);
  await expect(piece).rejects.toMatchObject({ code: 'documents-unreachable' });
  expect(await documentsStanding(db)).toMatchObject({ missing: 0, damaged: 0, allReadSince: later(72) });
  expect(await checkPiece(deps(), later(121), whole)).toBe(true);
});

test('by day it reads only where it was never night for days', async () => {
  expect(isQuiet(new Date('2026-03-02T13:30:00Z'), 'Asia/Jakarta')).toBe(true);
  expect(isQuiet(new Date('2026-03-02T22:30:00Z'), 'Asia/Jakarta')).toBe(false);
  expect(isQuiet(new Date('2026-03-02T03:00:00Z'), 'Asia/Jayapura')).toBe(false);
  expect(await checkPiece(deps(), later(150), { ms: 60_000, quiet: false })).toBe(false);
  expect(await checkPiece(deps(), later(200), { ms: 60_000, quiet: false })).toBe(true);
  expect((await documentsStanding(db)).allReadSince).toEqual(later(200));
});
