import { changePassphrase } from '../custody/change-passphrase.ts';
import { recordAccountEvent } from '../people/account-events.ts';
import { getPerson } from '../people/change-persons.ts';
import { demandPassphrase, type EnrolDeps } from './enrol-official.ts';

/**
 * The official's own change of the signing passphrase: the keys stay, wrapped anew. Refusals: `too-easy-to-guess` on
 * `passphrase`, `wrong-passphrase` and `try-again-later` for the old one, `no-passphrase`, `passphrase-changed`.
 */
export async function replacePassphrase(
  deps: EnrolDeps,
  input: { personId: number; old: string; passphrase: string },
): Promise<void> {
  const { personId } = input;
  demandPassphrase(input.passphrase, await getPerson(deps, personId));
  await changePassphrase(deps.custody, personId, {
    old: input.old,
    next: input.passphrase,
    also: (tx, at) => recordAccountEvent(tx, { personId, kind: 'passphrase-changed', byId: personId }, at),
  });
}
