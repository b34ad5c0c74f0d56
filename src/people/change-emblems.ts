import type { DocumentStore } from '../documents/document-store.ts';
import { recordDocument } from '../documents/documents-store.ts';
import type { Actor } from './actor.ts';
import type { PeopleDeps } from './deps.ts';
import { emblemPicture } from './emblem-picture.ts';
import { type EmblemPlace, type Emblems, findEmblems, lockEmblems, storeEmblem } from './emblems-store.ts';
import { demand } from './permissions.ts';
import { listSettingChanges, recordSettingChange } from './settings-changes-store.ts';

export interface EmblemsDeps extends PeopleDeps {
  documents: Pick<DocumentStore, 'put' | 'read'>;
}

/** The emblems of the office's letterheads. Letters that are out keep theirs: it is part of the signed file. */
export function openEmblems(deps: EmblemsDeps) {
  const { db, clock, documents } = deps;

  async function store(actor: Actor, place: EmblemPlace, sha256: Buffer | null, length: number): Promise<void> {
    await db.transaction(async (tx) => {
      const at = clock();
      const before = (await lockEmblems(tx))[place];
      if (sha256 === null ? before === null : before?.equals(sha256)) return;
      if (sha256 !== null) await recordDocument(tx, { sha256, length, mediaType: 'image/png', at });
      await storeEmblem(tx, place, sha256);
      const named = (hash: Buffer | null) => (hash === null ? null : { sha256: hash.toString('hex') });
      const change = { before: named(before), after: named(sha256), personId: actor.personId, at };
      await recordSettingChange(tx, { about: 'emblem', name: place, ...change });
    });
  }

  return {
    async find(actor: Actor): Promise<Emblems> {
      demand(actor, 'office.manage');
      return findEmblems(db);
    },
    /** A PNG; undefined where there is none. */
    async read(actor: Actor, place: EmblemPlace): Promise<Buffer | undefined> {
      demand(actor, 'office.manage');
      const sha256 = (await findEmblems(db))[place];
      return sha256 === null ? undefined : documents.read(sha256);
    },
    /** Refuses what `emblemPicture` refuses, on `emblem`. The file lies on disk before its row names it. */
    async change(actor: Actor, place: EmblemPlace, png: Buffer): Promise<void> {
      demand(actor, 'office.manage');
      const { sha256, length } = await documents.put(emblemPicture(png));
      await store(actor, place, sha256, length);
    },
    async remove(actor: Actor, place: EmblemPlace): Promise<void> {
      demand(actor, 'office.manage');
      await store(actor, place, null, 0);
    },
    async history(actor: Actor) {
      demand(actor, 'office.manage');
      return listSettingChanges(db, 'emblem');
    },
  };
}
export type EmblemActs = ReturnType<typeof openEmblems>;
