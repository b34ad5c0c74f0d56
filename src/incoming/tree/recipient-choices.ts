import { type Clock, calendarDate } from '../../clock.ts';
import { orderForms } from '../../people/capacity.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import type { Database } from '../../postgres/database.ts';
import {
  findPosts,
  listPostsAbove,
  listPostsById,
  listPostsNear,
  MOST_FOUND,
  MOST_NEAR,
  type Post,
} from './posts-store.ts';

/** A post as it is offered to whoever passes a letter on. */
export interface PostChoice {
  id: number;
  name: string;
  unitName: string;
  /** Who holds it today, with an acting form where that is how; empty: vacant. */
  holder: string;
  /** Directly below the post that gives. */
  below: boolean;
}

const LONGEST_SEARCH = 80;

/** Whom a holder may give a letter to: their own posts first, everybody else by name. The rules of the act stand with the act. */
export function openRecipientChoices({ db, clock }: { db: Database; clock: Clock }) {
  const today = async () => calendarDate(clock(), await officeTimeZone(db));
  return {
    /**
     * For a sheet of `positionId`: the posts of its own, whoever else was ticked already, and what `search` finds. Those above
     * it and those of `without` (they have the letter in hand) are left out.
     */
    async below(
      positionId: number,
      { ticked, search, without }: { ticked: readonly number[]; search: string; without: readonly number[] },
    ) {
      const day = await today();
      const above = (await listPostsAbove(db, positionId, day)).map(({ id }) => id);
      const left = new Set([positionId, ...without, ...above]);
      const offered = (found: Post[]) =>
        found.filter(({ id }) => !left.has(id)).map((post) => choice(post, positionId));
      const own = await listPostsNear(db, positionId, day);
      const near = offered(own);
      const known = new Set(near.map(({ id }) => id));
      const others = ticked.filter((id) => !known.has(id));
      const chosen = others.length === 0 ? [] : offered(await listPostsById(db, others, day));
      const words = wordsOf(search);
      const listed = new Set([...known, ...chosen.map(({ id }) => id)]);
      const fitting = words.length === 0 ? [] : await findPosts(db, words, day);
      const hits = offered(fitting);
      const found = hits.filter(({ id }) => !listed.has(id));
      return { near, chosen, found, listedAlready: found.length === 0 && hits.length > 0, most: mostOf(own, fitting) };
    },

    /** To pass upward: those above, nearest first, and what `search` finds. */
    async above(positionId: number, { search, without }: { search: string; without: readonly number[] }) {
      const day = await today();
      const left = new Set([positionId, ...without]);
      const offered = (found: Post[]) =>
        found.filter(({ id }) => !left.has(id)).map((post) => choice(post, positionId));
      const above = offered(await listPostsAbove(db, positionId, day));
      const words = wordsOf(search);
      const rows = words.length === 0 ? [] : await findPosts(db, words, day);
      const hits = offered(rows);
      return { above, found: hits.filter(({ id }) => !above.some((one) => one.id === id)), most: mostOf([], rows) };
    },
  };
}
export type RecipientChoices = ReturnType<typeof openRecipientChoices>;

function choice({ id, name, unitName, superiorId, holderName, forms }: Post, positionId: number): PostChoice {
  const acting = forms.length === 0 ? '' : ` (${orderForms(forms).join(' ')})`;
  const holder = holderName === null ? '' : `${holderName}${acting}`;
  return { id, name, unitName, holder, below: superiorId === positionId };
}

/** How many are listed where there may be others; undefined: these are all. */
function mostOf(own: readonly Post[], found: readonly Post[]): { near: number | undefined; found: number | undefined } {
  return {
    near: own.length < MOST_NEAR ? undefined : MOST_NEAR,
    found: found.length < MOST_FOUND ? undefined : MOST_FOUND,
  };
}

function wordsOf(search: string): string[] {
  return search.normalize('NFC').slice(0, LONGEST_SEARCH).split(/\s+/).filter(Boolean);
}
