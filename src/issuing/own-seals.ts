import type { Sql } from '../postgres/database.ts';
import { listOwnSealKeys, listOwnSeals, type OwnSeal, type OwnSealKey } from './own-seals-store.ts';

export interface OwnSealsPage {
  seals: OwnSeal[];
  /** From 1; at least one page. */
  page: number;
  pages: number;
}

const ON_A_PAGE = 25;

/**
 * An official's own keys and every issued letter that one of them sealed (seal-and-log 4, "jejak tanda QR saya"): what was
 * done in one's name without one's knowledge is seen here. For the person alone; the caller gives the signed-in one.
 */
export function openOwnSeals(db: Sql, onAPage: number = ON_A_PAGE) {
  const keys = (personId: number): Promise<OwnSealKey[]> => listOwnSealKeys(db, personId);
  return {
    keys,
    async page(personId: number, asked: number): Promise<OwnSealsPage> {
      const count = (await keys(personId)).reduce((sum, key) => sum + key.seals, 0);
      const pages = Math.max(1, Math.ceil(count / onAPage));
      const page = Math.min(Math.max(1, asked), pages);
      return { seals: await listOwnSeals(db, personId, onAPage, (page - 1) * onAPage), page, pages };
    },
  };
}

export type OwnSeals = ReturnType<typeof openOwnSeals>;
