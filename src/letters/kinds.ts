import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import type { Database } from '../postgres/database.ts';
import {
  addKind,
  type ChangeKindDeps,
  changeKind,
  type KindChangeInput,
  retireKind,
  tryKind,
  useKindVersionAgain,
} from './change-kind.ts';
import { findKindDraft, type KindDraft, removeKindDraft, storeKindDraft } from './kind-drafts-store.ts';
import { listKeptKinds, listRegisterCodes } from './kinds-kept-store.ts';
import { getKind, listKindVersions } from './letter-kind-store.ts';

/** The kinds of letters as administrators keep them; for whoever writes letters see `letters.ts`. */
export function openKinds(deps: ChangeKindDeps) {
  /** Every reading here is for those who may change what they read. */
  const asKeeper = <A extends unknown[], T>(work: (db: Database, ...args: A) => Promise<T>) => {
    return async (actor: Actor, ...args: A): Promise<T> => {
      demand(actor, 'office.manage');
      return work(deps.db, ...args);
    };
  };
  const own = (actor: Actor, code: string) => ({ personId: actor.personId, code });

  return {
    list: asKeeper((db) => listKeptKinds(db)),
    get: asKeeper((db, code: string) => getKind(db, code)),
    versions: asKeeper((db, code: string) => listKindVersions(db, code)),
    registerCodes: asKeeper((db) => listRegisterCodes(db)),
    change: (actor: Actor, input: KindChangeInput) => changeKind(deps, actor, input),
    try: (actor: Actor, code: string, definition: unknown) => tryKind(deps, actor, code, definition),
    useAgain: (actor: Actor, input: Parameters<typeof useKindVersionAgain>[2]) =>
      useKindVersionAgain(deps, actor, input),
    add: (actor: Actor, input: Parameters<typeof addKind>[2]) => addKind(deps, actor, input),
    retire: (actor: Actor, code: string, retired: boolean) => retireKind(deps, actor, code, retired),

    /** What this administrator has typed and not saved as a version; each has their own. */
    async findDraft(actor: Actor, code: string): Promise<KindDraft | undefined> {
      demand(actor, 'office.manage');
      return findKindDraft(deps.db, own(actor, code));
    },
    async storeDraft(actor: Actor, code: string, draft: Omit<KindDraft, 'savedAt'>): Promise<void> {
      demand(actor, 'office.manage');
      await storeKindDraft(deps.db, own(actor, code), { ...draft, savedAt: deps.clock() });
    },
    async removeDraft(actor: Actor, code: string): Promise<void> {
      demand(actor, 'office.manage');
      await removeKindDraft(deps.db, own(actor, code));
    },
  };
}
export type Kinds = ReturnType<typeof openKinds>;
