import { isRefusal, type Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import type { PagePicture, Previewer } from '../typesetting/preview.ts';
import { type ChangingDeps, openChanging } from './change-item.ts';
import { countOpen } from './desk-count-store.ts';
import { isPrepared, listFiles } from './intake-files-store.ts';
import type { IntakeItem, IntakeLine } from './intake-item.ts';
import { type ItemRow, listItems } from './intake-store.ts';
import { refuseIntake } from './intake-words.ts';
import { demandOpen, getOwnItem } from './own-item.ts';
import { listPutAside, type PutAside } from './put-aside-store.ts';
import type { ComingFile } from './receive-files.ts';
import { listSenderStatuses } from './sender-status-store.ts';
import { showItem, showLine } from './show-item.ts';
import { takeIn } from './take-in.ts';

export interface IntakeDeps extends ChangingDeps {
  documents: ChangingDeps['documents'] & {
    locate(sha256: Uint8Array): Promise<string>;
    read(sha256: Uint8Array): Promise<Buffer>;
  };
  previewer: Pick<Previewer, 'preview'>;
}

/** What became of one dropped file, or of all of them together. */
export type Dropped = { name: string } & ({ intakeId: number } | { refusal: Refusal });

const PAGE_DPI = 100;

/** The front desk: what came and nobody registered yet. Every act asks whether the actor registers letters of that unit. */
export function openIntake(deps: IntakeDeps) {
  const { db, documents, previewer } = deps;

  /** The pages of an item, for the clerks of its desk, while it lies there. @throws Refusal `intake-registered`, `intake-put-aside` */
  async function getPages(actor: Actor, id: number): Promise<ItemRow> {
    const item = await getOwnItem(db, actor, id);
    // Of what is registered the letter's own pages ask who reads, and record it: rahasia is none of a clerk's any more. What was put
    // aside may be the scan of a letter whose envelope alone was registered.
    demandOpen(item);
    return item;
  }

  async function picture(sha256: Buffer, page: number, dpi: number): Promise<PagePicture> {
    return await previewer.preview({ path: await documents.locate(sha256), sha256 }, page, dpi);
  }

  return {
    ...openChanging(deps),

    /**
     * Takes in what the clerk dropped: each file an item of its own, or `together` all of them one letter. Of many, those that
     * are refused do not hold up the others. The same key again finds what came in before.
     * @throws Refusal on `file` when files that belong together are refused, or none came
     */
    async drop(
      actor: Actor,
      input: { unitId: number; submissionKey: string; together: boolean; files: Omit<ComingFile, 'role'>[] },
    ): Promise<Dropped[]> {
      const { unitId, submissionKey, together } = input;
      demand(actor, 'incoming.register', { unitId });
      const files = input.files.map((file) => ({ ...file, role: 'letter' as const }));
      const [first] = files;
      if (first === undefined) throw refuseIntake('intake-no-files');
      const coming = { origin: 'desk' as const, unitId, personId: actor.personId };
      if (together) return [{ name: first.name, ...(await takeIn(deps, { ...coming, submissionKey, files })) }];
      const dropped: Dropped[] = [];
      for (const [index, file] of files.entries()) {
        const one = { ...coming, submissionKey: `${submissionKey}:${index + 1}`, files: [file] };
        dropped.push({ name: file.name, ...(await takeIn(deps, one).catch(told)) });
      }
      return dropped;
    },

    /** What lies in the front desk of the unit, the oldest first. */
    async list(actor: Actor, unitId: number): Promise<IntakeLine[]> {
      demand(actor, 'incoming.register', { unitId });
      return (await listItems(db, unitId, 'open')).map(showLine);
    },

    /** How many items lie in these front desks, counted to `most`. */
    async count(actor: Actor, unitIds: readonly number[], most: number): Promise<number> {
      for (const unitId of unitIds) demand(actor, 'incoming.register', { unitId });
      return unitIds.length === 0 ? 0 : await countOpen(db, unitIds, most);
    },

    /** What was put aside there, the newest first, with its reason; `before`: only what has a lower id. */
    async listPutAside(actor: Actor, unitId: number, before?: number): Promise<IntakeLine[]> {
      demand(actor, 'incoming.register', { unitId });
      return (await listItems(db, unitId, 'put_aside', before)).map(showLine);
    },

    /** Of a registered one only that it is: what it says is the letter's. `aside`: by whom it was put aside. */
    async get(actor: Actor, id: number): Promise<IntakeItem & { aside: PutAside | undefined }> {
      const item = await getOwnItem(db, actor, id);
      if (item.state === 'registered') return { ...showItem(withoutContent(item), []), aside: undefined };
      const [aside] = item.state === 'put_aside' ? await listPutAside(db, [id]) : [];
      return { ...showItem(item, await listFiles(db, id), await listSenderStatuses(db, id)), aside };
    },

    /** A page of one file as it came, from 1: to be turned and put in order. */
    async page(actor: Actor, id: number, which: { file: number; page: number }, dpi = PAGE_DPI): Promise<PagePicture> {
      await getPages(actor, id);
      const file = (await listFiles(db, id)).find((one) => one.id === which.file);
      if (file === undefined || !isPrepared(file)) throw refuseIntake('intake-file-unknown');
      return await picture(file.preparedSha256, which.page, dpi);
    },

    /** A page of the letter as it will be read. */
    async sheet(actor: Actor, id: number, page: number, dpi = PAGE_DPI): Promise<PagePicture> {
      const { documentSha256 } = await getPages(actor, id);
      if (documentSha256 === null) throw refuseIntake('intake-not-ready');
      return await picture(documentSha256, page, dpi);
    },

    /** The PDF as it will be read. */
    async document(actor: Actor, id: number): Promise<Buffer> {
      const { documentSha256 } = await getPages(actor, id);
      if (documentSha256 === null) throw refuseIntake('intake-not-ready');
      return await documents.read(documentSha256);
    },
  };
}
export type Intake = ReturnType<typeof openIntake>;

function withoutContent(item: ItemRow): ItemRow {
  return { ...item, found: undefined, findings: null, documentSha256: null, pages: null, arrangement: null };
}

function told(error: unknown): { refusal: Refusal } {
  if (isRefusal(error) && error.problem !== 'unavailable') return { refusal: error };
  throw error;
}
