import { type Sealed, sealing } from '../browser/sealing.ts';
import { openShelf } from '../browser/shelf.ts';
import { deskMarkName } from '../desk-mark-name.ts';

/** What the registration page needs of its person when it is opened without a connection. Nothing of a letter, and no sender. */
export interface KeptDesk {
  person: string;
  /** Under which their letters and files are kept in this browser. */
  key: string;
  name: string;
  zone: string;
  units: { id: string; name: string }[];
  /** The agenda and the channel of the letter before. */
  unitId: string;
  channel: string;
  /** Posts as they are suggested; everybody in the office may see them. */
  posts: string[];
}

const PLACE = 'desk';
/** The one who had the page last. */
const ONE = 'last';

/**
 * Sealed under the mark of the session, a cookie (`../desk-mark.ts`): it ends with the session, by the server's word or by the browser's
 * clock, and what stays behind is closed for good.
 */
export function keptDesks() {
  const shelf = openShelf('layang.meja', { desks: 'id' });

  return {
    /** In place of whoever had the page before. False: this browser keeps nothing. */
    async keep(desk: KeptDesk): Promise<boolean> {
      const mark = markOf(document.cookie);
      const made = mark && (await sealing(mark).closeValue(desk, PLACE));
      if (!made) return false;
      await shelf.put('desks', { id: ONE, ...made });
      return true;
    },
    /** Undefined where nobody is signed in, or somebody else than who had the page last. */
    async open(): Promise<KeptDesk | undefined> {
      const mark = markOf(document.cookie);
      const record = mark && (await shelf.get<Sealed>('desks', ONE));
      if (mark === undefined || !record) return undefined;
      return sealing(mark).openValue<KeptDesk>(record.iv, record.sealed, PLACE);
    },
    /** The mark goes too: without it, what a damaged store will not let go of stays closed. */
    async lock(): Promise<void> {
      const marks = 'cookieStore' in window ? window.cookieStore : undefined;
      await Promise.allSettled([marks?.delete(deskMarkName(location.origin)), shelf.remove({ desks: ONE })]);
    },
  };
}

function markOf(cookies: string): string | undefined {
  const name = `${deskMarkName(location.origin)}=`;
  const found = cookies.split('; ').find((each) => each.startsWith(name));
  return found && decodeURIComponent(found.slice(name.length));
}
