import type { RequestListener } from 'node:http';
import type { RecoveryDeps } from '../issuing/recover-acts.ts';
import { recoverActs } from '../issuing/recover-acts.ts';
import { knownMigrations } from '../postgres/schema-state.ts';
import { allChecks, type ChecksDeps } from './checks.ts';
import type { AnsweredRequest, Figures } from './figures.ts';
import { figuresListener } from './figures-server.ts';
import { needsOf } from './needs.ts';
import { type OfficeFiguresDeps, openOfficeFigures } from './office-figures.ts';
import { openReadiness, type Readiness } from './readiness.ts';
import { openSystem, type System, type SystemDeps } from './system.ts';
import { openUnfinishedJobs, type UnfinishedJobs } from './unfinished-jobs.ts';
import type { WatchingLog } from './watching.ts';

export interface Monitoring {
  readiness: Readiness;
  answered(request: AnsweredRequest): void;
  system: System;
  jobs: UnfinishedJobs;
  /** For METRICS_PORT. */
  listener: RequestListener;
  /** Memory, processor, event loop: once, where somebody will ask. */
  watchProcess(): void;
}

export type MonitoringDeps = Omit<ChecksDeps, 'migrations'> &
  Omit<OfficeFiguresDeps, 'readiness'> &
  Pick<SystemDeps, 'settings' | 'mailServer'> & {
    figures: Figures;
    log: WatchingLog;
    recovery: RecoveryDeps;
    wake(): void;
  };

/** Everything that looks at the running whole. */
export async function openMonitoring(deps: MonitoringDeps): Promise<Monitoring> {
  const { figures, log } = deps;
  const migrations = await knownMigrations();
  const readiness = openReadiness(needsOf({ ...deps, migrations }), { log });
  const officeFigures = openOfficeFigures({ ...deps, readiness });
  const checks = await allChecks({ ...deps, migrations });
  return {
    readiness,
    answered: figures.answered,
    system: openSystem({ ...deps, checks, recoverActs: (only) => recoverActs(deps.recovery, only) }),
    jobs: openUnfinishedJobs(deps),
    listener: figuresListener({ figures, officeFigures, readiness }),
    watchProcess: figures.watchProcess,
  };
}
