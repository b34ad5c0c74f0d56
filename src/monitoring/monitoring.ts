import type { RequestListener } from 'node:http';
import { knownMigrations } from '../postgres/schema-state.ts';
import type { AnsweredRequest, Figures } from './figures.ts';
import { figuresListener } from './figures-server.ts';
import { type NeedsDeps, needsOf } from './needs.ts';
import { type OfficeFiguresDeps, openOfficeFigures } from './office-figures.ts';
import { openReadiness, type Readiness } from './readiness.ts';
import type { WatchingLog } from './watching.ts';

export interface Monitoring {
  readiness: Readiness;
  answered(request: AnsweredRequest): void;
  /** For METRICS_PORT. */
  listener: RequestListener;
  /** Memory, processor, event loop: once, where somebody will ask. */
  watchProcess(): void;
}

export type MonitoringDeps = Omit<NeedsDeps, 'migrations'> &
  Omit<OfficeFiguresDeps, 'readiness'> & { figures: Figures; log: WatchingLog };

/** Everything that looks at the running whole. */
export async function openMonitoring(deps: MonitoringDeps): Promise<Monitoring> {
  const { figures, log } = deps;
  const readiness = openReadiness(needsOf({ ...deps, migrations: await knownMigrations() }), { log });
  const officeFigures = openOfficeFigures({ ...deps, readiness });
  return {
    readiness,
    answered: figures.answered,
    listener: figuresListener({ figures, officeFigures, readiness }),
    watchProcess: figures.watchProcess,
  };
}
