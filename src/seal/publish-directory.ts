import { unixSeconds } from '../clock.ts';
import { Fault } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import { queueEntry } from '../transparency/log-queue-store.ts';
import {
  directoryLineOf,
  findDirectory,
  insertDirectory,
  listSealKeys,
  type StoredDirectory,
} from './directory-store.ts';
import { type KeyPair, signerOf } from './ensure-trust.ts';
import { directoryText, forbiddenChanges } from './key-directory.ts';
import { keysEntry } from './log-entry.ts';
import { noteTextSha256, signNote } from './signed-note.ts';
import { getTrust, lockNotes } from './trust-store.ts';

/**
 * Publishes the seal keys as they stand in this transaction as the next version of the directory, with its KEYS entry; when
 * nothing changed the version in force stays. A change that a published line may not undergo is a fault and rolls back.
 */
export async function publishDirectory(tx: Transaction, directoryKey: KeyPair, now: Date): Promise<StoredDirectory> {
  await lockNotes(tx);
  const before = await findDirectory(tx);
  const keys = (await listSealKeys(tx)).map(directoryLineOf);
  if (before && directoryText({ ...before, keys }) === directoryText(before)) return before;
  // A clock that was set back must not stop a freeze of a key: the time of a version is never below the one before.
  const time = Math.max(unixSeconds(now), before?.time ?? 0);
  const next = { version: (before?.version ?? 0) + 1, time, keys };
  const wrong = forbiddenChanges(before, next);
  if (wrong.length > 0) throw new Fault(`the key directory may not change like this: ${wrong.join('; ')}`);
  const text = directoryText(next);
  const textSha256 = noteTextSha256(text);
  const { trust } = await getTrust(tx);
  const stored = { ...next, note: await signNote(text, [signerOf(trust.directory, directoryKey)]), textSha256 };
  await insertDirectory(tx, stored, now);
  await queueEntry(tx, { kind: 'KEYS', entry: keysEntry(next.version, textSha256), at: now });
  return stored;
}
