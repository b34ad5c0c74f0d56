import type { KindPreviews } from '../letters/kind-previews.ts';
import { getKind } from '../letters/letter-kind-store.ts';
import { findOffice } from '../people/office-store.ts';
import { clockCheck, databaseCheck } from './database-checks.ts';
import type { HealthCheck } from './health-check.ts';
import { jobsCheck } from './job-checks.ts';
import { layangVersion } from './layang-version.ts';
import type { NeedsDeps } from './needs.ts';
import { partnersCheck } from './partner-checks.ts';
import { libreOfficeCheck, mailCheck, redisCheck, virusCheck } from './service-checks.ts';
import { certificatesCheck, signingCheck, stuckCheck, typesettingCheck } from './signing-checks.ts';
import { backupCheck, diskCheck, documentsCheck } from './storage-checks.ts';
import { tryToSign } from './trial-signature.ts';

export type ChecksDeps = NeedsDeps &
  Parameters<typeof diskCheck>[0] & {
    mailServer: Parameters<typeof mailCheck>[0]['server'];
    queue: Parameters<typeof redisCheck>[0]['queue'];
    converter: Parameters<typeof libreOfficeCheck>[0]['converter'];
    scanner: Parameters<typeof virusCheck>[0]['scanner'];
    kindPreviews: Pick<KindPreviews, 'trySample'>;
  };

/** Everything that is looked at, in the order in which it is told: one list for the page and for the command line. */
export async function allChecks(deps: ChecksDeps): Promise<HealthCheck[]> {
  const { mailServer: server } = deps;
  return [
    databaseCheck({ ...deps, version: await layangVersion() }),
    clockCheck(deps),
    diskCheck(deps),
    documentsCheck(deps),
    backupCheck(deps),
    signingCheck({ tryToSign: () => tryToSign(deps) }),
    typesettingCheck({ trySample: () => trySample(deps) }),
    certificatesCheck(deps),
    stuckCheck(deps),
    jobsCheck(deps),
    mailCheck({ ...deps, server }),
    partnersCheck(deps),
    redisCheck(deps),
    libreOfficeCheck(deps),
    virusCheck(deps),
  ];
}

/** A letter with sample text, set as this office sets its letters; before there is an office there is no letterhead to set. */
async function trySample({ db, kindPreviews }: Pick<ChecksDeps, 'db' | 'kindPreviews'>): Promise<boolean> {
  if ((await findOffice(db)) === undefined) return false;
  const { code: _, version: __, retiredAt: ___, ...definition } = await getKind(db, 'surat-dinas');
  await kindPreviews.trySample(definition);
  return true;
}
