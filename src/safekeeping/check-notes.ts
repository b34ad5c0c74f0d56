import type { Sql } from '../postgres/database.ts';
import { directoryLineOf, findDirectory, listSealKeys } from '../seal/directory-store.ts';
import { type Directory, directoryText, forbiddenChanges, parseDirectoryText } from '../seal/key-directory.ts';
import { decodeVkey, noteTextSha256, openNote } from '../seal/signed-note.ts';
import { openTrustNote, type TrustNote } from '../seal/trust-note.ts';
import { type Finding, finding } from './finding.ts';
import { listDirectoryNotes, listMisloggedDirectories, listTrustNotes, type StoredNote } from './record-store.ts';
import { walk } from './walk.ts';

const BATCH = 20;

/**
 * Trust notes and key directories from the first on: each signed by the keys of the trust note, each following the one
 * before by the rules, each directory in the log exactly once, and the keys of the database those of the newest directory.
 * Gives the trust note in force, where it can be trusted.
 */
export async function* checkNotes(deps: { db: Sql }): AsyncGenerator<Finding, TrustNote | undefined> {
  const trust = yield* checkTrust(deps.db);
  if (!trust || !(yield* checkDirectories(deps.db, trust))) return trust;
  for (const { version, entries } of await listMisloggedDirectories(deps.db)) {
    yield finding(
      'directory-log',
      `directory ${version ?? 'unknown'}`,
      version === null
        ? `Log memuat ${entries} catatan direktori kunci yang tidak dikenal.`
        : `Direktori kunci ${version} tercatat ${entries} kali dalam log, seharusnya sekali.`,
      version === null
        ? `The log holds ${entries} entries of key directories that nobody knows.`
        : `Key directory ${version} is in the log ${entries} times instead of once.`,
    );
  }
  if (!(await keysArePublished(deps.db))) {
    yield finding(
      'directory-keys',
      'directory newest',
      'Kunci tanda QR di basis data lain dari direktori yang terbit.',
      'The seal keys of the database are not those of the published directory.',
    );
  }
  return trust;
}

/** The newest trust note; undefined when there is none yet, or one that was found wanting. */
async function* checkTrust(db: Sql): AsyncGenerator<Finding, TrustNote | undefined> {
  let trust: TrustNote | undefined;
  for await (const batch of versions((after) => listTrustNotes(db, after, BATCH))) {
    for (const stored of batch) {
      trust = openTrustNote(stored.note, trust);
      if (trust?.version === stored.version && hashFits(stored)) continue;
      yield finding(
        'trust-note',
        `trust ${stored.version}`,
        `Catatan kepercayaan ${stored.version} tidak sah.`,
        `Trust note ${stored.version} is not valid.`,
      );
      return undefined;
    }
  }
  return trust;
}

/** False after the first one that does not hold: those behind it cannot be judged. */
async function* checkDirectories(db: Sql, { trust }: TrustNote): AsyncGenerator<Finding, boolean> {
  const key = decodeVkey(trust.directory);
  let before: Directory | undefined;
  for await (const batch of versions((after) => listDirectoryNotes(db, after, BATCH))) {
    for (const stored of batch) {
      const text = key && openNote(stored.note, [key])?.text;
      const directory = text === undefined ? undefined : parseDirectoryText(text);
      const follows = directory?.version === stored.version && forbiddenChanges(before, directory).length === 0;
      if (!follows || !hashFits(stored)) {
        yield finding(
          'directory-note',
          `directory ${stored.version}`,
          `Direktori kunci ${stored.version} tidak sah atau tidak melanjutkan yang sebelumnya.`,
          `Key directory ${stored.version} is not valid or does not follow the one before.`,
        );
        return false;
      }
      before = directory;
    }
  }
  return true;
}

/** Keys change and are published in one transaction; one that falls between our two questions does not fall there thrice. */
async function keysArePublished(db: Sql): Promise<boolean> {
  for (let tries = 0; tries < 3; tries++) {
    const newest = await findDirectory(db);
    const keys = (await listSealKeys(db)).map(directoryLineOf);
    if (newest === undefined ? keys.length === 0 : directoryText({ ...newest, keys }) === directoryText(newest))
      return true;
  }
  return false;
}

function versions(list: (after: number) => Promise<StoredNote[]>): AsyncGenerator<StoredNote[]> {
  return walk(0, (row: StoredNote) => row.version, list);
}

function hashFits({ note, textSha256 }: StoredNote): boolean {
  return noteTextSha256(note.slice(0, note.lastIndexOf('\n\n') + 1)).equals(textSha256);
}
