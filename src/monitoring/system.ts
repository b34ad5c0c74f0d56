import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { Refusal } from '../errors.ts';
import type { Recovered } from '../issuing/recover-acts.ts';
import { listStuckActs, type StuckAct } from '../issuing/stuck-acts-store.ts';
import { judgeFailure } from '../mail/judge-failure.ts';
import type { MailServer } from '../mail/mail-server.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { findPerson } from '../people/persons-store.ts';
import type { Database } from '../postgres/database.ts';
import { type Arrival, arrivalCheck } from './address-check.ts';
import { askAll, type Checked, type HealthCheck } from './health-check.ts';
import { NoAnswer, oneAtATime } from './one-at-a-time.ts';
import { STUCK_MS } from './signing-checks.ts';

export interface SystemDeps {
  db: Database;
  clock: Clock;
  checks: readonly HealthCheck[];
  log: { warn(facts: object, message: string): void };
  settings: { appOrigin: string; trustProxy: number };
  /** Takes up the interrupted signing acts of one letter, or of all. */
  recoverActs(only?: { letterId: number }): Promise<Recovered[]>;
  mailServer: MailServer | undefined;
}

/** How long the hint on the first page may be behind. */
const HINT_KEPT_MS = 5 * 60_000;
const TRIAL_MAIL_MS = 20_000;

/** The state of the whole, for whoever runs the installation, with what can be done about it from here. */
export function openSystem(deps: SystemDeps) {
  const { db, clock } = deps;
  const ask = askAll(deps.checks, deps);
  let hinted: { broken: number; at: number } | undefined;

  async function lookAtAll(): Promise<Checked[]> {
    const all = await ask();
    hinted = { broken: all.filter(({ state }) => state === 'broken').length, at: performance.now() };
    return all;
  }
  const inBackground = oneAtATime(lookAtAll, HINT_KEPT_MS);

  return {
    /** For the command line, where nobody is signed in. */
    lookAtAll,
    /** With how this very request arrived. */
    async look(actor: Actor, arrival: Arrival): Promise<Checked[]> {
      demand(actor, 'office.manage');
      const [all, arrived] = await Promise.all([lookAtAll(), askAll([arrivalCheck(deps.settings, arrival)], deps)()]);
      return [...all, ...arrived];
    },
    /** How many things were broken when somebody last looked; looks again by itself, and never makes a page wait. */
    broken(actor: Actor): number {
      if (!actor.isAdministrator) return 0;
      if (hinted === undefined || performance.now() - hinted.at > HINT_KEPT_MS) inBackground().catch(() => {});
      return hinted?.broken ?? 0;
    },
    async listStuck(actor: Actor): Promise<StuckAct[]> {
      demand(actor, 'office.manage');
      return await listStuckActs(db, new Date(clock().getTime() - STUCK_MS));
    },
    /** @throws Refusal `signing-under-way` while the process that signs lives and is not given up */
    async finishStuck(actor: Actor, letterId: number): Promise<Recovered['outcome']> {
      demand(actor, 'office.manage');
      const taken = (await deps.recoverActs({ letterId })).find((each) => each.letterId === letterId);
      if (taken !== undefined) return taken.outcome;
      throw new Refusal('conflict', 'signing-under-way', {
        id: 'Surat ini sudah diselesaikan, atau proses yang menandatanganinya masih bekerja. Lihat lagi beberapa menit lagi.',
        en: 'This letter is finished already, or the process that signs it is still at work. Look again in some minutes.',
      });
    },
    /**
     * One mail to the administrator's own address, handed over now and not by a job, so that the answer is known at once.
     * @throws Refusal `mail-not-set`, `no-email-address`, `mail-refused`, `mail-silent`
     */
    async sendTrialMail(actor: Actor): Promise<void> {
      demand(actor, 'office.manage');
      const server = deps.mailServer;
      if (server === undefined) throw refusals.notSet();
      const person = await findPerson(db, actor.personId);
      if (person === undefined || person.email === '') throw refusals.noAddress();
      const message = {
        messageId: `uji.${randomUUID()}`,
        to: { address: person.email, name: person.name },
        subject: 'Layang: surel percobaan',
        text: 'Surel ini dikirim dari halaman Keadaan sistem. Jika Anda membacanya, surel dari Layang sampai.\n\nThis mail was sent from the page State of the system. If you read it, mail from Layang arrives.\n',
        attachments: [],
      };
      try {
        await oneAtATime(() => server.send(message), TRIAL_MAIL_MS)();
      } catch (error) {
        throw error instanceof NoAnswer ? refusals.silent() : refusals.refused(judgeFailure(error).code);
      }
    },
  };
}
export type System = ReturnType<typeof openSystem>;

const refusals = {
  notSet: () =>
    new Refusal('wrong-state', 'mail-not-set', {
      id: 'Server surel belum diatur: isi SMTP_URL dan MAIL_FROM.',
      en: 'No mail server is set: fill in SMTP_URL and MAIL_FROM.',
    }),
  noAddress: () =>
    new Refusal('wrong-state', 'no-email-address', {
      id: 'Anda belum punya alamat surel di Layang. Isi di halaman Akun, lalu coba lagi.',
      en: 'You have no e-mail address in Layang yet. Enter one on the account page, then try again.',
    }),
  refused: (code: string) =>
    new Refusal('unavailable', 'mail-refused', {
      id: `Server surel tidak menerimanya (${code}). Periksa SMTP_URL dan MAIL_FROM.`,
      en: `The mail server did not take it (${code}). Check SMTP_URL and MAIL_FROM.`,
    }),
  silent: () =>
    new Refusal('unavailable', 'mail-silent', {
      id: 'Server surel tidak menjawab. Periksa alamat dan port pada SMTP_URL.',
      en: 'The mail server does not answer. Check address and port in SMTP_URL.',
    }),
};
