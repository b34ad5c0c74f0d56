import { revokeCertificatesOf } from '../authority/authority-store.ts';
import { destroyKeys } from '../custody/destroy-keys.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { listAppointmentsOf } from '../people/appointments-store.ts';
import { demand } from '../people/permissions.ts';
import { endSealKey, findSealKeyOfAppointment, markSealKeysRetired } from '../seal/directory-store.ts';
import { publishDirectory } from '../seal/publish-directory.ts';
import { refreshState } from '../seal/refresh-state.ts';
import { lockNotes } from '../seal/trust-store.ts';
import type { OfficeDeps } from './establish-office.ts';

/**
 * For an official who forgot the passphrase: keys are destroyed, the certificate ends, directory lines are retired as of now, all
 * in one transaction. Nobody can bring the old keys back; letters signed with them stay valid. The official then sets a new
 * passphrase (`enrolOfficial`). Refusals: `not-allowed`, `no-passphrase`.
 */
export async function startKeysOver(deps: OfficeDeps, actor: Actor, personId: number): Promise<void> {
  demand(actor, 'people.manage');
  const now = deps.clock();
  await deps.db.transaction(async (tx) => {
    await lockNotes(tx);
    if (!(await destroyKeys(tx, personId, now))) throw noPassphrase();
    await revokeCertificatesOf(tx, personId, now, 'frasa sandi terlupa');
    for (const appointment of await listAppointmentsOf(tx, personId)) {
      const key = await findSealKeyOfAppointment(tx, appointment.id);
      if (key !== undefined) await endSealKey(tx, key.id, new Date(Math.floor(now.getTime() / 1000) * 1000));
    }
    await markSealKeysRetired(tx, now);
    await publishDirectory(tx, deps.keys.directory, now);
  });
  await refreshState({ db: deps.db, stateKey: deps.keys.state }, now);
}

function noPassphrase(): Refusal {
  return new Refusal('wrong-state', 'no-passphrase', {
    id: 'Pejabat ini belum mempunyai frasa sandi; tidak ada yang perlu diulang.',
    en: 'This official has no passphrase yet; there is nothing to start over.',
  });
}
