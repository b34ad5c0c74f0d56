import type { KeptParcels } from './kept-parcels.ts';
import { nowHere } from './now-there.ts';

/** The files of letters that are typed here, by the submission key of the letter; of each the last choice counts. */
export function letterFiles(kept: KeptParcels) {
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: a choice that takes long to keep does not end up over a later one. */
  function inTurn<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    // A browser may have no database for us; what was chosen is still in the page.
    const done = turn.then(work).catch(() => otherwise);
    turn = done;
    return done;
  }

  return {
    /** In place of those before. False: they go with the tab. */
    keep: (key: string, files: readonly File[]): Promise<boolean> =>
      inTurn(async () => {
        await kept.forget(key);
        return files.length === 0 || (await kept.keep(key, { unitId: '', files: [...files] }, nowHere())) === 'kept';
      }, files.length === 0),
    /** Undefined where there are none, or one of them cannot be read any more. */
    find: (key: string): Promise<File[] | undefined> =>
      inTurn(async () => {
        const parcel = (await kept.list()).find((each) => each.key === key);
        return parcel && (await kept.files(parcel));
      }, undefined),
    forget: (key: string): Promise<void> => inTurn(() => kept.forget(key), undefined),
  };
}
export type LetterFiles = ReturnType<typeof letterFiles>;
