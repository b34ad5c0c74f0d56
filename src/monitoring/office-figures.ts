import { Gauge, Registry } from 'prom-client';
import { listFirstEnds } from '../authority/certificate-ends-store.ts';
import type { Clock } from '../clock.ts';
import { documentsStanding } from '../documents/check-documents.ts';
import { sumUnfinishedActs } from '../issuing/stuck-acts-store.ts';
import { countJobsByName, sumJobs } from '../jobs/job-figures-store.ts';
import { countMail } from '../mail/mail-store.ts';
import type { Database } from '../postgres/database.ts';
import type { PoolLoad } from '../processes/process-pool.ts';
import { findLastBackup } from '../safekeeping/backups-store.ts';
import { readDisk } from './disk.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Readiness } from './readiness.ts';

export interface OfficeFiguresDeps {
  db: Database;
  clock: Clock;
  dataDir: string;
  readiness: Readiness;
  /** The processes that native code runs in, by what they do. */
  pools: Readonly<Record<string, { load(): PoolLoad }>>;
}

/** Prometheus waits ten seconds as a rule. */
const DEADLINE_MS = 5_000;

/**
 * What is looked up when Prometheus asks, in its text form. What the database knows is the same in every process. What does
 * not answer is absent, so that no old value passes for a new one, and `layang_database_up` says so.
 */
export function openOfficeFigures(deps: OfficeFiguresDeps): () => Promise<string> {
  const { db } = deps;
  const office = oneAtATime(async () => {
    const now = deps.clock();
    const [jobs, mail] = [await countJobsByName(db, now), await countMail(db)];
    return {
      now,
      jobs,
      dueSince: sumJobs(jobs).dueSince,
      mail,
      acts: await sumUnfinishedActs(db),
      ends: await listFirstEnds(db),
      backup: await findLastBackup(db),
      files: await documentsStanding(db),
    };
  }, DEADLINE_MS);
  const disk = oneAtATime(() => readDisk(deps.dataDir), DEADLINE_MS);

  return async () => {
    const registry = new Registry();
    const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
      new Gauge({ name: `layang_${name}`, help, labelNames, registers: [registry] });
    const [known, space, { ready }] = await Promise.all([
      office().catch(() => undefined),
      disk().catch(() => undefined),
      deps.readiness.look(),
    ]);
    gauge('ready', 'Whether requests should come here').set(ready ? 1 : 0);
    gauge('database_up', 'Whether the database answered for these figures').set(known === undefined ? 0 : 1);
    if (known !== undefined) {
      const age = (since: Date | null | undefined) =>
        since ? Math.max(0, (known.now.getTime() - since.getTime()) / 1000) : 0;
      const jobs = gauge('jobs', 'Jobs that are not done', ['job', 'state']);
      for (const { name, state, count } of known.jobs) jobs.set({ job: name, state }, count);
      gauge('jobs_oldest_due_seconds', 'How long the job that waits longest has been due').set(age(known.dueSince));
      const mail = gauge('mail', 'Mail that has not left', ['state']);
      mail.set({ state: 'waiting' }, known.mail.waiting);
      mail.set({ state: 'given_up' }, known.mail.unsent);
      gauge('signing_unfinished', 'Signing acts begun and not finished').set(known.acts.count);
      gauge('signing_unfinished_oldest_seconds', 'Age of the oldest of them').set(age(known.acts.oldest));
      const ends = gauge('certificate_end_timestamp_seconds', 'When the first certificate of a role ends', ['role']);
      for (const { role, notAfter } of known.ends) ends.set({ role }, notAfter.getTime() / 1000);
      const unsound = gauge('documents_unsound', 'Documents that the nightly reading found missing or damaged', ['as']);
      unsound.set({ as: 'missing' }, known.files.missing);
      unsound.set({ as: 'damaged' }, known.files.damaged);
      const copied = known.backup?.takenAt;
      if (copied !== undefined)
        gauge('backup_timestamp_seconds', 'The moment that the last backup shows').set(copied.getTime() / 1000);
    }
    if (space !== undefined) {
      gauge('disk_free_bytes', 'What may still be written under DATA_DIR').set(space.free);
      gauge('disk_size_bytes', 'The whole of that disk').set(space.size);
    }
    const { pool } = db;
    const connections = gauge('database_connections', 'Connections of this process, and who waits for one', ['state']);
    connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    connections.set({ state: 'idle' }, pool.idleCount);
    connections.set({ state: 'waited_for' }, pool.waitingCount);
    const work = gauge('process_pool_jobs', 'Work of native code, in processes of its own', ['pool', 'state']);
    for (const [name, { load }] of Object.entries(deps.pools)) {
      const { running, waiting } = load();
      work.set({ pool: name, state: 'running' }, running);
      work.set({ pool: name, state: 'waiting' }, waiting);
    }
    return await registry.metrics();
  };
}
