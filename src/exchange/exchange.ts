import { z } from 'zod';
import { trustAnchors } from '../authority/current-certificate.ts';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import { findOffice } from '../people/office-store.ts';
import type { KeyPair } from '../seal/ensure-trust.ts';
import { findTrust } from '../seal/trust-store.ts';
import { answerStanding } from './answer-standing.ts';
import { askStandingJob } from './ask-standing.ts';
import { type DeliverDeps, deliveryJobs } from './deliver.ts';
import type { Card } from './manifest.ts';
import { listDesks } from './own-card-store.ts';
import { openOwnVoice } from './own-voice.ts';
import { openPartnerLine } from './partner-line.ts';
import { openPartnerSeals } from './partner-seal.ts';
import { lookAgain, openPartners } from './partners.ts';
import { listPartners } from './partners-store.ts';
import { openReceiving, type ReceiveDeps } from './receive.ts';
import { type NoticeDeps, takeNotice } from './take-notice.ts';
import { tellingJobs } from './tell-partner.ts';

export interface ExchangeDeps
  extends Omit<ReceiveDeps, 'voice'>,
    Omit<DeliverDeps, 'line' | 'voice'>,
    Pick<NoticeDeps, 'lockLetterOf'> {
  /** The authority of PUBLIC_ORIGIN. */
  host: string;
  /** The key under which this office speaks on line, as its trust note names it. */
  stateKey: KeyPair;
  /** Besides the Internet, where partners may be: CIDR. */
  networks: readonly string[];
}

const HALF_A_DAY_MS = 12 * 3_600_000;

/** Letters from installation to installation: the partners, what the check origin answers them, and the jobs behind it. */
export function openExchange(deps: ExchangeDeps) {
  const { db, clock, host } = deps;
  const line = openPartnerLine({ ownHost: host, networks: deps.networks });
  const voice = openOwnVoice(deps);
  const all = { ...deps, line, voice };

  /** What this office says of itself to those who would exchange letters with it; undefined before it is set up. */
  async function card(): Promise<string | undefined> {
    const office = await findOffice(db);
    if (office === undefined || (await findTrust(db)) === undefined) return undefined;
    const roots = (await trustAnchors(db)).map((der) => der.toString('base64'));
    const body: Card = { v: 1, name: office.name.slice(0, 300), desks: await listDesks(db), roots };
    return voice(db, { kind: 'card', to: '*', body }, clock());
  }

  const jobs: JobDefinition[] = [
    ...deliveryJobs(all),
    ...tellingJobs(all),
    askStandingJob(all),
    defineJob({
      name: 'exchange-look',
      payload: z.object({}),
      everyMs: HALF_A_DAY_MS,
      async handle() {
        for (const partner of await listPartners(db)) if (partner.state === 'on') await lookAgain(all, partner);
      },
    }),
  ];
  return {
    jobs,
    partners: openPartners(all),
    card,
    partnerSeal: openPartnerSeals(all),
    receive: openReceiving(all),
    takeNotice: (note: string, known?: (partner: { id: number }) => Promise<void>) => takeNotice(all, note, known),
    answerStanding: (note: string) => answerStanding(all, note),
  };
}
export type Exchange = Omit<ReturnType<typeof openExchange>, 'jobs'>;
