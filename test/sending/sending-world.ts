import { z } from 'zod';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { answerJobs } from '../../src/incoming/answers/follow-answer.ts';
import { letterSentJob } from '../../src/incoming/registering/arrive.ts';
import { tellOfOwn, tellOfPapers } from '../../src/incoming/tell-of-sender.ts';
import { type Runner, startRunner } from '../../src/jobs/runner.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import { openMailServer } from '../../src/mail/mail-server.ts';
import { mailJobs } from '../../src/mail/send-mail.ts';
import type { Actor } from '../../src/people/actor.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { noteMail } from '../../src/sending/follow.ts';
import { sendingJobs } from '../../src/sending/sending-jobs.ts';
import type { TellDeps } from '../../src/sending/tell-status.ts';
import { letterToSign, type SigningWorld, signingWorld } from '../issuing/signing-world.ts';
import { openPostOffice, type PostOffice } from '../mail/mail-room.ts';

export interface SendingWorld extends SigningWorld {
  time: { now: Date };
  post: PostOffice;
  jobs: Runner;
  /** The registry clerk of the chief's agency, who neither drafts nor signs. */
  clerk: Actor;
  issue(changes?: Partial<DraftContent>, kind?: string): Promise<number>;
  actor(username: string): Promise<Actor>;
  /** Sends with what is proposed, but for these ordinals. */
  send(letterId: number, as?: Actor, changes?: Record<number, { channel: string; email?: string }>): Promise<void>;
  deliveries(
    letterId: number,
  ): Promise<{ id: number; name: string; channel: string; state: string; copyNumber: number | null }[]>;
  later(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** As the application tells those who have a letter of its own office. */
export const telling: Pick<TellDeps, 'tellHolders' | 'tellPapers'> = {
  tellHolders: (tx, arrived, at) => tellOfOwn(tx, { appOrigin: 'https://surat.example' }, arrived, at),
  tellPapers: (tx, change, at) => tellOfPapers(tx, { appOrigin: 'https://surat.example' }, change, at),
};

/** The made-up regency with a post office of its own; the clock stands until it is moved. */
export async function sendingWorld(): Promise<SendingWorld> {
  const time = { now: new Date() };
  const clock = () => time.now;
  const world = await signingWorld({ clock });
  const { layang, chief } = world;
  const post = await openPostOffice({ hideSTARTTLS: true });
  const server = openMailServer({ url: post.url, from: 'Layang <surat@sagaraasri.example>' });
  const log = { warn() {}, error() {} };
  const { documents } = layang;
  // A pool of its own: the application's is closed first, and waits for whoever holds a connection.
  const db = openDatabase(world.databaseUrl);
  const jobs = startRunner({
    db,
    clock,
    log,
    every: 60_000,
    jobs: [
      ...sendingJobs({
        ...{ db, clock, appOrigin: 'https://surat.example' },
        ...telling,
      }),
      letterSentJob({ db, appOrigin: 'https://surat.example' }),
      ...answerJobs({ db, appOrigin: 'https://surat.example' }),
      ...mailJobs({ db, clock, documents, server, log, onTry: noteMail }),
    ],
  });
  const clerk = await actorNamed(layang, 'agenda');
  return {
    ...world,
    time,
    post,
    jobs,
    clerk,
    actor: (username) => actorNamed(layang, username),
    async issue(changes, kind) {
      const letter = await letterToSign(world, changes, kind);
      await layang.signLetter({ actor: chief, ...letter, passphrase: demoPassphrase('kadisdik') });
      return letter.letterId;
    },
    async send(letterId, as = clerk, changes = {}) {
      const { ways } = await layang.sending.propose(as, letterId);
      const choices = new Map(
        ways.map(({ ordinal, proposed, email }) => [
          ordinal,
          { channel: changes[ordinal]?.channel ?? proposed, email: changes[ordinal]?.email ?? email },
        ]),
      );
      await layang.sending.send(as, { letterId, choices });
    },
    deliveries: (letterId) =>
      db.many(
        z.object({
          id: z.number(),
          name: z.string(),
          channel: z.string(),
          state: z.string(),
          copyNumber: z.number().nullable(),
        }),
        sql`SELECT id, name, channel, state, copy_number FROM delivery WHERE letter_id = ${letterId} ORDER BY ordinal`,
      ),
    async later(ms) {
      time.now = new Date(time.now.getTime() + ms);
      await jobs.idle();
    },
    async close() {
      await jobs.stop();
      await db.close();
      await post.close();
    },
  };
}
