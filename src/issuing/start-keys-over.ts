import { revokeCertificatesOf } from '../authority/authority-store.ts';
import { destroyKeys } from '../custody/destroy-keys.ts';
import { Refusal } from '../errors.ts';
import { recordAccountEvent } from '../people/account-events.ts';
import type { Actor } from '../people/actor.ts';
import { listAppointmentsOf } from '../people/appointments-store.ts';
import { demand } from '../people/permissions.ts';
import { endSealKey, lockSealKeyOfAppointment, markSealKeysRetired, type SealKey } from '../seal/directory-store.ts';
import { publishDirectory } from '../seal/publish-directory.ts';
import { refreshState } from '../seal/refresh-state.ts';
import { lockNotes } from '../seal/trust-store.ts';
import type { OfficeDeps } from './establish-office.ts';
import { notBeforeNow } from './seal-key-term.ts';

/**
 * For an official who forgot the passphrase: keys are destroyed, the certificate ends, directory lines are retired as of now, all
 * in one transaction. Nobody can bring the old keys back; letters signed with them stay valid. The official then sets a new
 * passphrase (`enrolOfficial`). Refusals: `not-allowed`, `no-passphrase`.
 */
export async function startKeysOver(deps: OfficeDeps, actor: Actor, personId: number): Promise<void> {
  demand(actor, 'people.manage');
  const now = await deps.db.transaction(async (tx) => {
    await lockNotes(tx);
    const sealKeys: SealKey[] = [];
    for (const appointment of await listAppointmentsOf(tx, personId)) {
      const key = await lockSealKeyOfAppointment(tx, appointment.id);
      if (key !== undefined) sealKeys.push(key);
    }
    // Read when the keys are held: what one of them sealed a moment before is never past its end.
    const now = deps.clock();
    if (!(await destroyKeys(tx, personId, now))) throw noPassphrase();
    await revokeCertificatesOf(tx, personId, now, 'frasa sandi terlupa');
    for (const key of sealKeys) await endSealKey(tx, key.id, notBeforeNow(now, now));
    await markSealKeysRetired(tx, now);
    await publishDirectory(tx, deps.keys.directory, now);
    await recordAccountEvent(tx, { personId, kind: 'keys-ended', byId: actor.personId }, now);
    return now;
  });
  await refreshState({ db: deps.db, stateKey: deps.keys.state }, now);
}

function noPassphrase(): Refusal {
  return new Refusal('wrong-state', 'no-passphrase', {
    id: 'Pejabat ini belum mempunyai frasa sandi; tidak ada yang perlu diulang.',
    en: 'This official has no passphrase yet; there is nothing to start over.',
  });
}
